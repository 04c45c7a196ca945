"""What do the functions of Python give that make or go through containers?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.values import containers
from hublint.facts.values.atoms import Collection, Dictionary
from hublint.facts.values.value import Value, constant, just


def _same(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    return positional[0] if len(positional) == 1 else call.result()


def _sorted(call: LibraryCall) -> Value:
    items = call.run.items_of(call.arguments.positional[0]) if call.arguments.positional else None
    if items is None:
        return _same(call)
    is_plain = not call.arguments.keywords and len(call.arguments.positional) == 1
    return just(containers.ordered(items) if is_plain else Collection("each", items, True))


def _reversed(call: LibraryCall) -> Value:
    items = call.run.items_of(call.arguments.positional[0]) if call.arguments.positional else None
    return _same(call) if items is None else just(Collection("list", items[::-1]))


def _copy(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    deep = call.detail == "deep"
    return containers.copied(positional[0], deep) if len(positional) == 1 else call.result()


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
    return just(Dictionary(entries, is_open, (id(call.node), call.frame.ident)))


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


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "same": _same,
    "sorted": _sorted,
    "reversed": _reversed,
    "copy": _copy,
    "passes": _same,
    "element": _element,
    "container": _container,
    "dict": _dict,
    "truth": _truth,
    "zip": _zip,
    "enumerate": _enumerate,
}
