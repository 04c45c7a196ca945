"""How does a report lie on a disk? As JSON, which can name the types of a report and no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from hublint import model

_TYPES: Mapping[str, type] = {
    one.__name__: one
    for one in vars(model).values()
    if isinstance(one, type) and is_dataclass(one) and one.__module__ == model.__name__
}
_TUPLE, _MAPPING, _SET = "()", "{}", "{...}"


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
        return [_MAPPING, *([_plain(key), _plain(item)] for key, item in value.items())]
    if isinstance(value, (set, frozenset)):
        return [_SET, *sorted(map(_plain, value))]
    if is_dataclass(value) and not isinstance(value, type):
        parts = (_plain(getattr(value, one.name)) for one in fields(value))
        return [type(value).__name__, *parts]
    raise TypeError(f"{type(value).__name__} is no part of a report")


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    head, *rest = plain
    if head == _TUPLE:
        return tuple(map(_value, rest))
    if head == _MAPPING:
        return {_value(key): _value(item) for key, item in rest}
    if head == _SET:
        return frozenset(map(_value, rest))
    make: Callable[..., Any] = _TYPES[head]
    return make(*map(_value, rest))
