"""Is every line of the table of symbols one that some name leads to?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.facts.libraries.symbols import shipped_symbols

TABLE = Path(__file__).parents[2] / "hublint" / "data" / "symbols.tsv"
SYMBOLS = [
    line.split("\t")[:2] for line in TABLE.read_text("utf-8").splitlines() if line[:1] != "#"
]


def written(symbol: str) -> str:
    """A symbol as code has it."""
    return symbol.replace("tf:", "tensorflow.").replace("keras:", "tensorflow.keras.")


@pytest.mark.parametrize(
    ("symbol", "name"),
    [pytest.param(*line, id=line[0]) for line in SYMBOLS if "*" not in line[0]],
)
def test_a_symbol_has_the_role_that_its_line_says(symbol: str, name: str) -> None:
    role = shipped_symbols().role(written(symbol))
    assert role is not None
    assert role.name == name
