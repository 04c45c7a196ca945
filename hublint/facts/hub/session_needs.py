"""What must a session initialise before it runs a model: variables, tables?

A model that can be trained has variables. That it looks words up in tables is said by its own
files, or known of a few public models. Of others nothing is said: a frozen graph needs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache

from hublint.facts.models.handles import parse_handle
from hublint.facts.models.saved_model import SavedModelInfo
from hublint.facts.values.atoms import Atom, Const
from hublint.model import Evidence, Fact, Row
from hublint.tables import DATA, table_rows

# The signatures that run a model as a whole. Others may give the path of a vocabulary, say.
_WHOLE = frozenset(
    {None, "default", "serving_default", "tokens", "image_feature_vector", "image_classification"}
)


def is_whole(signature: Atom) -> bool:
    """Whether a call of the signature of that name needs the model's weights."""
    return isinstance(signature, Const) and signature.value in _WHOLE


def needs_facts(row: Row, model: SavedModelInfo | None) -> dict[str, Fact]:
    """Give the facts `has_variables` and `has_tables` of a row's model, where they are true.

    `model` is what its own files say, None where there are none.
    """
    facts: dict[str, Fact] = {}
    trained = next((row[name] for name in ("fine_tunable", "has_weights") if name in row), None)
    if trained is not None and trained.value is True:
        facts["has_variables"] = trained
    handle = row["handle"]
    has_own = model is not None and model.has_tables
    if has_own or _is_listed(parse_handle(str(handle.value)).key):
        text = f"{handle.value} looks words up in a table"
        facts["has_tables"] = Fact(True, handle.certainty, (Evidence(text),))
    return facts


def _is_listed(key: str) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in _listed())


@cache
def _listed() -> Sequence[str]:
    return tuple(pattern for pattern, _ in table_rows(DATA / "tables.tsv"))
