"""What must a session initialise before it runs a model: variables, tables?

A model that can be trained has variables; one that takes texts looks words up in tables. Of
others nothing is said: a frozen graph has neither.
"""

from __future__ import annotations

from hublint.facts.signatures import Signatures
from hublint.facts.values import Atom, Const
from hublint.model import Evidence, Fact, Row

# The signatures that run a model as a whole. Others may give the path of a vocabulary, say.
_WHOLE = frozenset(
    {None, "default", "serving_default", "tokens", "image_feature_vector", "image_classification"}
)


def is_whole(signature: Atom) -> bool:
    """Whether a call of the signature of that name needs the model's weights."""
    return isinstance(signature, Const) and signature.value in _WHOLE


def needs_facts(row: Row, signatures: Signatures) -> dict[str, Fact]:
    """Give the facts `has_variables` and `takes_text` of a row's model, where they are true.

    `signatures` are those of the model, empty where nothing is known of them.
    """
    facts: dict[str, Fact] = {}
    trained = next((row[name] for name in ("fine_tunable", "has_weights") if name in row), None)
    if trained is not None and trained.value is True:
        facts["has_variables"] = trained
    texts = [name for name, one in signatures.items() if "string" in one.inputs.values()]
    if texts:
        text = f"{row['handle'].value} takes texts, which it looks up in tables"
        facts["takes_text"] = Fact(True, row["handle"].certainty, (Evidence(text),))
    return facts
