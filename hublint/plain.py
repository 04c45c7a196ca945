"""How does a report lie on a disk? As JSON, which can name the types of a report and no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from hublint import model

_TUPLE, _MAPPING, _SET = "()", "{}", "{...}"

_TYPES: Mapping[str, type] = {
    one.__name__: one
    for one in vars(model).values()
    if isinstance(one, type) and is_dataclass(one) and one.__module__ == model.__name__
}
# What makes a value again of the parts that stand after a head.
_MAKERS: Mapping[str, Callable[..., Any]] = {
    **_TYPES,
    _TUPLE: lambda *items: items,
    _MAPPING: lambda *parts: dict(zip(parts[::2], parts[1::2], strict=True)),
    _SET: lambda *items: frozenset(items),
}


def to_text(value: Any) -> str:
    """The JSON of a value that is made of dataclasses, tuples, mappings, sets and constants.

    A list becomes a tuple, a set a frozenset. Raises TypeError for anything else.
    """
    pool = _Pool()
    return json.dumps([pool.put(value), pool.held], separators=(",", ":"))


def from_text(text: str) -> Any:
    """The value again, its dataclasses those of `hublint.model`; raises ValueError if it is none.

    No more is made of the text than these, whoever wrote it.
    """
    made: list[Any] = []
    try:
        root, held = json.loads(text)
        for head, *parts in held:
            made.append(_MAKERS[head](*[_part(part, made) for part in parts]))
        return _part(root, made)
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError("no report") from error


def _part(plain: Any, made: Sequence[Any]) -> Any:
    """A constant stands for itself, a number in brackets for what was made before."""
    return made[plain[0]] if isinstance(plain, list) else plain


class _Pool:
    """What a report is made of, parts before wholes; what is equal is told once."""

    def __init__(self) -> None:
        self.held: list[list[Any]] = []
        self._places: dict[Hashable, int] = {}

    def put(self, value: Any) -> Any:
        """The plain form of a value: a constant, or its place in brackets."""
        if value is None or isinstance(value, (str, int, float, bool)):
            return value
        head, parts = _apart(value)
        plain = [head, *map(self.put, parts)]
        # True and 1 are equal, and not the same.
        key = tuple((type(one), one[0] if isinstance(one, list) else one) for one in plain)
        if key not in self._places:
            self._places[key] = len(self.held)
            self.held.append(plain)
        return [self._places[key]]


def _apart(value: Any) -> tuple[str, Iterable[Any]]:
    """What makes a value again, and of which parts."""
    if isinstance(value, (tuple, list)):
        return _TUPLE, value
    if isinstance(value, Mapping):
        return _MAPPING, (part for pair in value.items() for part in pair)
    if isinstance(value, (set, frozenset)):
        return _SET, sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value).__name__, _telling_parts(value)
    raise TypeError(f"{type(value).__name__} is no part of a report")


def _telling_parts(value: Any) -> list[Any]:
    """The values of a dataclass's fields, up to the last that is not the default."""
    parts = [(getattr(value, one.name), one.default) for one in fields(value)]
    while parts and parts[-1][1] is not MISSING and parts[-1][0] == parts[-1][1]:
        parts.pop()
    return [part for part, _ in parts]
