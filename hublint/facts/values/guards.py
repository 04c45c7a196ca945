"""Under which choices of the program does something hold, and can two things hold at once?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeAlias

Guard: TypeAlias = Mapping[Hashable, Hashable]

ALWAYS: Guard = {}


def both(one: Guard, other: Guard) -> Guard | None:
    """The guard under which both hold; None if they contradict each other."""
    if not one:
        return other
    if not other:
        return one
    if len(one) < len(other):
        one, other = other, one
    extra = None
    for key, choice in other.items():
        known = one.get(key, _ABSENT)
        if known is _ABSENT:
            extra = extra or {}
            extra[key] = choice
        elif known != choice:
            return None
    return {**one, **extra} if extra else one


_ABSENT = object()
