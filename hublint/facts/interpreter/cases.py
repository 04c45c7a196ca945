"""With which arguments is a test run? The cases that a decorator lists for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Collection, Dictionary
from hublint.facts.values.value import Value, only, text_of

# Beyond so many, the first ones stand for all.
MAX_CASES = 16

_NAME = "testcase_name"


def cases(form: str, given: Arguments) -> tuple[Arguments, ...]:
    """The cases in the arguments of a decorator.

    `form` is how they are written: "values", one argument for each case; "named", the same with
    the case's name before the values; "names", the parameters' names and a list of values.
    """
    if form == "names":
        return _by_names(given)
    listed = given.positional
    if len(listed) == 1:
        inner = _items(listed[0])
        listed = inner if inner is not None and _kind(listed[0]) != "tuple" else listed
    found = (_case(one, skip=1 if form == "named" else 0) for one in listed)
    return tuple(one for one in found if one is not None)[:MAX_CASES]


def together(one: Sequence[Arguments], other: Sequence[Arguments]) -> tuple[Arguments, ...]:
    """The cases of two decorators over one function: each of one with each of the other."""
    if not one or not other:
        return tuple(one or other)
    both = (
        Arguments((*left.positional, *right.positional), {**left.keywords, **right.keywords})
        for left, right in product(one, other)
    )
    return tuple(both)[:MAX_CASES]


def _case(value: Value, skip: int) -> Arguments | None:
    atom = only(value)
    if isinstance(atom, Dictionary):
        if atom.open:
            return None
        named = {name: one for key, one in atom.entries if (name := text_of(key))}
        named.pop(_NAME, None)
        return Arguments(keywords=named)
    items = _items(value)
    return Arguments(items[skip:]) if items is not None else Arguments((value,))


def _by_names(given: Arguments) -> tuple[Arguments, ...]:
    names = given.get("argnames", 0)
    values = given.get("argvalues", 1)
    if names is None or values is None:
        return ()
    written = _items(names)
    texts = [text_of(one) for one in written] if written is not None else text_of(names).split(",")
    parameters = [text.strip() for text in texts]
    found = []
    for one in _items(values) or ():
        items = (one,) if len(parameters) == 1 else _items(one)
        if items is None or len(items) != len(parameters) or not all(parameters):
            return ()
        found.append(Arguments(keywords=dict(zip(parameters, items, strict=True))))
    return tuple(found)[:MAX_CASES]


def _items(value: Value) -> tuple[Value, ...] | None:
    atom = only(value)
    return atom.items if isinstance(atom, Collection) and not atom.open else None


def _kind(value: Value) -> str:
    atom = value[0].atom
    return atom.kind if isinstance(atom, Collection) else ""
