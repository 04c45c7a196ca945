"""Has the model's object what is asked of it: keywords of its call, attributes, weights to train?

Only a model whose files can be read says so.
"""

from __future__ import annotations

from collections.abc import Set

from hublint.facts.models.saved_model import SavedModelInfo
from hublint.facts.models.saved_objects import Root
from hublint.facts.models.signatures import Signatures
from hublint.model import Evidence, Fact, Row, value_of


def root_facts(handle: str, model: SavedModelInfo | None) -> dict[str, Fact]:
    """Give the facts `has_weights`, `takes_training`, `gives` of a TF2 SavedModel on this disk."""
    root = model.root if model is not None else None
    if root is None:
        return {}
    facts = _call_facts(handle, root)
    text = f"{handle} lists {'weights' if root.trains else 'no weights'} to train"
    facts["has_weights"] = Fact(root.trains, why=(Evidence(text),))
    return facts


def _call_facts(handle: str, root: Root) -> dict[str, Fact]:
    if root.callable is False:
        why = (Evidence(f"the model in {handle} has no __call__"),)
        return {"callable": Fact(False, why=why)}
    facts: dict[str, Fact] = {}
    if root.call is not None and root.call.parameters is not None:
        takes = "training" in root.call.parameters
        text = f"the __call__ of {handle} takes {'' if takes else 'no '}training="
        facts["takes_training"] = Fact(takes, why=(Evidence(text),))
    if root.call is not None and root.call.gives:
        text = f"the __call__ of {handle} gives a {root.call.gives}"
        facts["gives"] = Fact(root.call.gives, why=(Evidence(text),))
    return facts


def attribute_facts(row: Row, model: SavedModelInfo | None) -> dict[str, Fact]:
    """Give the fact `has_attribute` of an event that reads an attribute of a TF2 SavedModel."""
    name = value_of(row, "attribute")
    if model is None or model.root is None or not isinstance(name, str):
        return {}
    has = name in model.root.attributes
    text = f"{row['handle'].value} was saved with{'' if has else 'out'} {name}"
    return {"has_attribute": Fact(has, why=(Evidence(text),))}


def keyword_facts(row: Row, keywords: Set[str], takes: Set[str] | None) -> dict[str, Fact]:
    """Give the fact `takes_keywords` of a call whose names of parameters are known."""
    if takes is None or not keywords:
        return {}
    left = ", ".join(sorted(keywords - takes))
    names = ", ".join(sorted(takes - {"self"}))
    text = f"{row['handle'].value} takes {names}{f', not {left}' if left else ''}"
    return {"takes_keywords": Fact(not left, why=(Evidence(text),))}


def parameters(row: Row, model: SavedModelInfo | None, signatures: Signatures) -> Set[str] | None:
    """The names that what is called takes: the object, or one of its signatures."""
    if row["event"].value == "called":
        call = model.root.call if model is not None and model.root is not None else None
        return call.parameters if call is not None and row["api"].value == "load" else None
    named = value_of(row, "signature")
    known = signatures.get(named) if isinstance(named, str) else None
    return known.inputs.keys() if known is not None and "*" not in known.inputs else None
