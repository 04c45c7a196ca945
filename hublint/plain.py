"""How does a report lie on a disk? As JSON, which can name the types of a report and no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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
    return json.dumps(_plain(value), separators=(",", ":"))


def from_text(text: str) -> Any:
    """The value again, its dataclasses those of `hublint.model`; raises ValueError if it is none.

    No more is made of the text than these, whoever wrote it.
    """
    try:
        return _value(json.loads(text))
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError("no report") from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (tuple, list)):
        return [_TUPLE, *map(_plain, value)]
    if isinstance(value, Mapping):
        return [_MAPPING, *(_plain(part) for pair in value.items() for part in pair)]
    if isinstance(value, (set, frozenset)):
        return [_SET, *sorted(map(_plain, value))]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *map(_plain, _telling_parts(value))]
    raise TypeError(f"{type(value).__name__} is no part of a report")


def _telling_parts(value: Any) -> list[Any]:
    """The values of a dataclass's fields, up to the last that is not the default."""
    parts = [(getattr(value, one.name), one.default) for one in fields(value)]
    while parts and parts[-1][1] is not MISSING and parts[-1][0] == parts[-1][1]:
        parts.pop()
    return [part for part, _ in parts]


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    return _MAKERS[plain[0]](*map(_value, plain[1:]))
