"""Has the code itself asked whether the model has a signature?

`"default" in model.signatures` is a choice, named by the object and the name: behind it the answer
is known.
"""

from __future__ import annotations

from collections.abc import Hashable

from hublint.facts.values.atoms import Atom, Const, Signatures, Truth
from hublint.facts.values.guards import Guard
from hublint.model import Evidence, Fact


def asked(name: Atom, signatures: Atom) -> Truth | None:
    """Whether a model has the signature of a name; None where something else is asked."""
    if not isinstance(signatures, Signatures) or not isinstance(name, Const):
        return None
    return Truth(choice(signatures.ident, name), True, "which signatures it has is not known")


def choice(ident: int, name: Const) -> Hashable:
    """The choice that a test for this name among the signatures of an object makes."""
    return ("has signature", ident, name.value)


def found_facts(ident: int, name: Atom, guard: Guard) -> dict[str, Fact]:
    """Give the fact `has_signature` where the code has tested for it on the way here."""
    if not isinstance(name, Const) or not isinstance(name.value, str):
        return {}
    has = guard.get(choice(ident, name))
    if not isinstance(has, bool):
        return {}
    text = f"a test on the way here found {'' if has else 'no '}{name.value} among the signatures"
    return {"has_signature": Fact(has, why=(Evidence(text),))}
