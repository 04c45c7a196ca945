"""Are two values the same, whatever they turn out to be?"""

from __future__ import annotations

from collections.abc import Hashable

from hublint.facts.values.atoms import Atom, Collection, Const, External, Truth, Unknown
from hublint.facts.values.value import Value


def identity(value: Value) -> Hashable:
    """A key that is equal for equal values, whatever they turn out to be."""
    return tuple(_atom_key(item.atom) for item in value)


def _atom_key(atom: Atom) -> Hashable:
    if isinstance(atom, Const):
        return (type(atom.value).__name__, atom.value)
    if isinstance(atom, (Unknown, Truth, External)):
        return (type(atom).__name__, getattr(atom, "name", ""), atom.key)
    if isinstance(atom, Collection):
        return (atom.kind, tuple(identity(item) for item in atom.items))
    return atom
