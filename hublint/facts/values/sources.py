"""From which hub objects was something computed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.facts.values.atoms import (
    Atom,
    Collection,
    Dictionary,
    External,
    KerasTensor,
    SignatureResult,
    Unknown,
)

if TYPE_CHECKING:
    from hublint.facts.values.value import Value


def sources_of(atom: Atom) -> frozenset[int]:
    """The hub objects whose outputs this was computed from."""
    if isinstance(atom, (Unknown, External, KerasTensor, SignatureResult)):
        return atom.sources
    if isinstance(atom, Collection):
        return sources_in(*atom.items)
    if isinstance(atom, Dictionary):
        return sources_in(*(value for _, value in atom.entries))
    return frozenset()


def sources_in(*values: Value) -> frozenset[int]:
    """The hub objects whose outputs any of the values was computed from."""
    found: frozenset[int] = frozenset()
    for value in values:
        for item in value:
            found |= sources_of(item.atom)
    return found
