"""Are options passed that say how a model's files are read (`tf.saved_model.LoadOptions`)?"""

from __future__ import annotations

from hublint.facts.libraries.symbols import canonical
from hublint.facts.values import rows
from hublint.facts.values.atoms import Atom, Const, External
from hublint.facts.values.value import Alternative
from hublint.model import Fact

_MADE = "tf:saved_model.LoadOptions()"


def options_facts(atom: Atom, item: Alternative) -> rows.Facts:
    """Give the fact `options`: false for None, true for a LoadOptions, else unknown."""
    given = _given(atom)
    if given is None:
        return {"options": rows.unknown("what is passed as options", atom)}
    why = rows.evidence(item.why, f"options are {'' if given else 'not '}passed here")
    return {"options": Fact(given, rows.certainty(item), why)}


def _given(atom: Atom) -> bool | None:
    if isinstance(atom, Const):
        return atom.value is not None
    return True if isinstance(atom, External) and canonical(atom.name) == _MADE else None
