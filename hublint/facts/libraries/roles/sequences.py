"""What do the functions of Python give that make or go through containers?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.values import containers
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Collection, Const, Dictionary, Instance, is_none
from hublint.facts.values.value import Alternative, Value, constant, just


def _same(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    return positional[0] if len(positional) == 1 else call.result()


def _sorted(call: LibraryCall) -> Value:
    items = call.run.items_of(call.arguments.positional[0]) if call.arguments.positional else None
    if items is None:
        return _same(call)
    down = call.argument("reverse") or constant(False)
    is_plain = len(call.inputs) - ("reverse" in call.arguments.keywords) == 1
    if not is_plain or len(down) != 1 or not isinstance(down[0].atom, Const):
        return just(Collection("each", items, True))
    ordered = containers.ordered(items)
    return just(replace(ordered, items=ordered.items[::-1]) if down[0].atom.value else ordered)


def _filter(call: LibraryCall) -> Value:
    """filter(f, items): those for which the function gives the truth, if that is known."""
    if len(call.arguments.positional) != 2:
        return call.result()
    function, listed = call.arguments.positional
    items = call.run.items_of(listed)
    if items is None:
        return call.unknown("what is filtered is not known")
    is_plain = any(is_none(one.atom) for one in function)
    kept, is_known = [], True
    for item in items:
        given = Arguments((item,), module=call.frame.module)
        asked = item if is_plain else call.run.apply(function, given, call.node, call.frame)
        truths = {one.atom for one in call.run.truth(asked)}
        is_known = is_known and truths <= {Const(True), Const(False)} and len(truths) == 1
        if truths != {Const(False)}:
            kept.append(item)
    return just(Collection("list" if is_known else "each", tuple(kept), not is_known))


def _reversed(call: LibraryCall) -> Value:
    items = call.run.items_of(call.arguments.positional[0]) if call.arguments.positional else None
    return _same(call) if items is None else just(Collection("list", items[::-1]))


def _copy(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    if len(positional) != 1:
        return call.result()
    return tuple(
        _copied(call, item) for item in containers.copied(positional[0], call.detail == "deep")
    )


def _copied(call: LibraryCall, item: Alternative) -> Alternative:
    """A copy of an object of the code; what is changed in it, is not changed in the first."""
    if not isinstance(item.atom, Instance) or call.run.is_keras(item.atom.type):
        return item
    return replace(item, atom=call.run.copied(item.atom, {}))


def _replaced(call: LibraryCall) -> Value:
    """dataclasses.replace(x, name=value): another object, which differs in that."""
    first, changes = call.arguments.positional[:1], call.arguments.keywords
    if (
        not first
        or call.arguments.open
        or not all(isinstance(one.atom, Instance) for one in first[0])
    ):
        return call.result()
    return tuple(
        replace(item, atom=call.run.copied(item.atom, changes))
        for item in first[0]
        if isinstance(item.atom, Instance)
    )


def _element(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    return call.run.element(positional[0], call.node) if positional else call.result()


def _container(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    if not positional:
        return just(Collection(call.detail, ()))
    items = call.run.items_of(positional[0])
    if items is None:
        return call.unknown("a container that is not known")
    return just(Collection(call.detail, items))


def _dict(call: LibraryCall) -> Value:
    entries = tuple((constant(name), value) for name, value in call.arguments.keywords.items())
    is_open = call.arguments.open or bool(call.arguments.positional)
    first = call.arguments.positional[0][0].atom if call.arguments.positional else None
    if isinstance(first, Dictionary):
        entries, is_open = (*first.entries, *entries), first.open or call.arguments.open
    return just(Dictionary(entries, is_open, call.key))


def _truth(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    return call.run.truth(positional[0]) if positional else constant(False)


def _zip(call: LibraryCall) -> Value:
    columns = [call.run.items_of(value) for value in call.arguments.positional]
    if not columns or any(column is None for column in columns):
        return call.unknown("what is zipped is not known")
    known: list[Sequence[Value]] = [column for column in columns if column is not None]
    rows_ = tuple(just(Collection("tuple", tuple(row))) for row in zip(*known, strict=False))
    return just(Collection("list", rows_))


def _enumerate(call: LibraryCall) -> Value:
    items = call.run.items_of(call.arguments.positional[0]) if call.arguments.positional else None
    if items is None:
        return call.unknown("what is enumerated is not known")
    pairs = tuple(
        just(Collection("tuple", (constant(index), item))) for index, item in enumerate(items)
    )
    return just(Collection("list", pairs))


# Of so many numbers each is told apart: a loop over more of them counts, whatever it counts.
_FEW = 8


def _range(call: LibraryCall) -> Value:
    """range(...): its numbers, if they are known and few."""
    parts = [value[0].atom for value in call.arguments.positional if len(value) == 1]
    bounds = [one.value for one in parts if isinstance(one, Const) and isinstance(one.value, int)]
    if len(bounds) != len(call.inputs) or not 1 <= len(bounds) <= 3 or bounds[2:] == [0]:
        return call.result()
    numbers = range(*bounds)
    if call.arguments.open or len(numbers) > _FEW:
        return call.result()
    return just(Collection("tuple", tuple(map(constant, numbers))))


def _length(call: LibraryCall) -> Value:
    """len(x): of what is as it was made."""
    positional = call.arguments.positional
    lengths = [_length_of(call, item) for item in positional[0]] if len(positional) == 1 else []
    if not lengths or None in lengths:
        return call.result()
    return tuple(
        replace(item, atom=Const(length))
        for item, length in zip(positional[0], lengths, strict=True)
    )


def _length_of(call: LibraryCall, item: Alternative) -> int | None:
    if isinstance(item.atom, Const) and isinstance(item.atom.value, str):
        return len(item.atom.value)
    items = call.run.items_of((item,))
    is_plain = isinstance(item.atom, Collection) and not item.atom.grown
    return len(items) if items is not None and is_plain else None


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "same": _same,
    "sorted": _sorted,
    "reversed": _reversed,
    "filter": _filter,
    "copy": _copy,
    "replaced": _replaced,
    "passes": _same,
    "element": _element,
    "container": _container,
    "dict": _dict,
    "truth": _truth,
    "zip": _zip,
    "enumerate": _enumerate,
    "range": _range,
    "length": _length,
}
