"""Is every line of the table of symbols one that some name leads to?"""

from __future__ import annotations

import pytest

from hublint.facts.libraries.symbols import shipped_symbols
from hublint.tables import DATA, table_rows

SYMBOLS = [row[:2] for row in table_rows(DATA / "symbols.tsv") if "*" not in row[0]]


def written(symbol: str) -> str:
    """A symbol as code has it."""
    return symbol.replace("tf:", "tensorflow.").replace("keras:", "tensorflow.keras.")


@pytest.mark.parametrize(("symbol", "name"), SYMBOLS, ids=[symbol for symbol, _ in SYMBOLS])
def test_a_symbol_has_the_role_that_its_line_says(symbol: str, name: str) -> None:
    role = shipped_symbols().role(written(symbol))
    assert role is not None
    assert role.name == name
