"""What is a thing, once it is known how the choices of the program went?"""

from __future__ import annotations

from collections.abc import Hashable

from hublint.facts.values.atoms import Atom, Const, Truth, Unknown
from hublint.facts.values.guards import Guard
from hublint.facts.values.value import Alternative


def default_of(item: Alternative) -> Hashable:
    """The choice whether somebody passes another truth than the one that is assumed.

    None where the alternative is no truth that somebody outside the code can change.
    """
    if not item.assumed or not isinstance(item.atom, Const) or type(item.atom.value) is not bool:
        return None
    return ("default", item.why) if item.why else None


def resolved(item: Alternative, guard: Guard) -> Atom:
    """The atom, with a truth that the guard has decided made a boolean."""
    if item.assumed and isinstance(item.atom, Const) and guard.get(default_of(item)) is False:
        return Const(not item.atom.value)
    if isinstance(item.atom, Truth) and item.atom.key in guard:
        return Const(guard[item.atom.key] == item.atom.wanted)
    if isinstance(item.atom, Unknown) and ("truth", item.atom.key) in guard:
        return Const(bool(guard["truth", item.atom.key]))
    return item.atom
