"""What is a thing, once it is known how the choices of the program went?"""

from __future__ import annotations

import ast
from collections.abc import Hashable

from hublint.facts.values.atoms import Atom, Const, Truth, Unknown
from hublint.facts.values.guards import Guard
from hublint.facts.values.value import Alternative, Trace


def default_of(item: Alternative) -> Hashable:
    """The choice whether somebody passes another truth than the one that is assumed.

    None where the alternative is no truth that somebody outside the code can change. The same
    default may be held against the same constant in several places: that is one choice.
    """
    if not item.assumed or not isinstance(item.atom, Const) or type(item.atom.value) is not bool:
        return None
    return ("default", *item.why[:1], *map(_constant, item.why[1:])) if item.why else None


def _constant(trace: Trace) -> Hashable:
    """What is held against a default: a constant, wherever it is written, or what else it is."""
    node = trace.node
    return ("constant", repr(node.value)) if isinstance(node, ast.Constant) else trace


def resolved(item: Alternative, guard: Guard) -> Atom:
    """The atom, with a truth that the guard has decided made a boolean."""
    if item.assumed and isinstance(item.atom, Const) and guard.get(default_of(item)) is False:
        return Const(not item.atom.value)
    if isinstance(item.atom, Truth) and item.atom.key in guard:
        return Const(guard[item.atom.key] == item.atom.wanted)
    if isinstance(item.atom, Unknown) and ("truth", item.atom.key) in guard:
        return Const(bool(guard["truth", item.atom.key]))
    return item.atom
