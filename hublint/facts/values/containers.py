"""What does a container give, and what becomes of it? Items, entries and methods that change it.

A container is a value: what changes it makes another one, which takes its place wherever the
program holds the first. An index or a key that is not known chooses any item, once for all.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import NamedTuple

from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    NAMED_TUPLE,
    Atom,
    Collection,
    Const,
    Dictionary,
    Truth,
    Unknown,
)
from hublint.facts.values.comparisons import compared
from hublint.facts.values.guards import Guard
from hublint.facts.values.identity import identity
from hublint.facts.values.value import (
    Alternative,
    Value,
    constant,
    guarded,
    just,
    only,
    through,
    union,
)

# Word lists and tables are longer than any table of handles, and `x += x` doubles each time: what
# is beyond is not read.
MAX_ITEMS = 400

# Of so many entries each is told apart by comparisons of the key with all others.
_FEW = 12


class Done(NamedTuple):
    """What a method gives, and the container that takes the place of its own, if it changed."""

    value: Value
    changed: Collection | Dictionary | None = None


def item_of(container: Atom, index: Alternative) -> Value | None:
    """What container[index] may be; None if nobody knows."""
    if isinstance(container, Dictionary) and container.key == NAMED_TUPLE and _is_number(index):
        values = tuple(value for _, value in container.entries)
        return item_of(Collection("tuple", values, container.open), index)
    if isinstance(container, Dictionary):
        return _entry(container, index)
    if not isinstance(container, Collection):
        return None
    if not isinstance(index.atom, Const):
        return _any_item(container, index) if container.items else None
    place = index.atom.value
    if not isinstance(place, int) or container.open:
        return None
    inside = -len(container.items) <= place < len(container.items)
    return container.items[place] if inside else None


def _is_number(index: Alternative) -> bool:
    return isinstance(index.atom, Const) and isinstance(index.atom.value, int)


def sliced(container: Collection, bounds: Sequence[Value]) -> Value | None:
    """What container[lower:upper:step] is; None if nobody knows."""
    known = [bound[0].atom for bound in bounds if len(bound) == 1]
    numbers = [
        atom.value
        for atom in known
        if isinstance(atom, Const) and (atom.value is None or isinstance(atom.value, int))
    ]
    if container.open or len(numbers) != 3 or numbers[2] == 0:
        return None
    lower, upper, step = numbers
    return just(replace(container, items=container.items[lower:upper:step]))


def with_item(container: Collection | Dictionary, key: Value, value: Value) -> Atom:
    """The container after container[key] = value."""
    index = only(key)
    if isinstance(container, Dictionary):
        if not isinstance(index, Const):
            return replace(container, entries=(*container.entries, (key, value)), open=True)
        kept = tuple(one for one in container.entries if not _is_key(one[0], index))
        return replace(container, entries=(*kept, (key, value)))
    items = container.items
    place = index.value if isinstance(index, Const) else None
    if isinstance(place, int) and -len(items) <= place < len(items):
        place %= len(items)
        return replace(container, items=(*items[:place], value, *items[place + 1 :]))
    return replace(container, items=(*items, value), open=True)


def call(owner: Collection | Dictionary, name: str, arguments: Arguments) -> Done | None:
    """What a method of a container does; None if it isn't known."""
    if isinstance(owner, Dictionary):
        return _call_dictionary(owner, name, arguments)
    return _call_collection(owner, name, arguments)


def merged(one: Dictionary, other: Value) -> Dictionary:
    """A dictionary with the entries of another one over its own."""
    atom = only(other)
    if not isinstance(atom, Dictionary):
        return replace(one, open=True)
    found = one
    for key, value in atom.entries:
        changed = with_item(found, key, value)
        assert isinstance(changed, Dictionary)
        found = changed
    return replace(found, open=one.open or atom.open)


def copied(value: Value, deep: bool) -> Value:
    """A value whose containers are copies: what changes one, changes no other."""
    return tuple(replace(item, atom=_copy(item.atom, deep)) for item in value)


def _copy(atom: Atom, deep: bool) -> Atom:
    if isinstance(atom, Collection):
        items = tuple(copied(item, deep) for item in atom.items) if deep else atom.items
        return replace(atom, items=items)
    if isinstance(atom, Dictionary):
        entries = tuple((key, copied(value, deep)) for key, value in atom.entries)
        return replace(atom, entries=entries if deep else atom.entries)
    return atom


def _call_dictionary(owner: Dictionary, name: str, arguments: Arguments) -> Done | None:
    first = arguments.get("key", 0)
    if name in ("get", "pop", "setdefault") and first is not None:
        return _get(owner, name, first, arguments)
    if name in ("keys", "values", "items"):
        parts = {
            "keys": [key for key, _ in owner.entries],
            "values": [value for _, value in owner.entries],
            "items": [just(Collection("tuple", entry)) for entry in owner.entries],
        }
        return Done(just(Collection("list", tuple(parts[name]), owner.open)))
    if name in ("copy", "_asdict"):
        return Done(just(replace(owner, key=None if name == "_asdict" else owner.key)))
    if name == "_replace":
        given = tuple((constant(word), value) for word, value in arguments.keywords.items())
        return Done(just(merged(owner, just(Dictionary(given, arguments.open)))))
    if name == "update":
        changed = owner
        for other in arguments.positional:
            changed = merged(changed, other)
        given = tuple((constant(word), value) for word, value in arguments.keywords.items())
        changed = merged(changed, just(Dictionary(given, arguments.open)))
        return Done(constant(None), changed)
    return Done(constant(None), replace(owner, entries=())) if name == "clear" else None


def _get(owner: Dictionary, name: str, key: Value, arguments: Arguments) -> Done:
    found: list[Value] = []
    fallback = arguments.get("default", 1) or constant(None)
    for item in key:
        value = _entry(owner, item)
        if value is None and not owner.open and isinstance(item.atom, Const):
            value = fallback
        found.append(through(value or _unknown(owner, item), item))
    result = union(*found)
    if name == "setdefault" and len(key) == 1 and _entry(owner, key[0]) is None:
        changed = with_item(owner, key, fallback)
        assert isinstance(changed, Dictionary)
        return Done(result, changed)
    return Done(result, _without(owner, key)) if name == "pop" else Done(result)


def _without(owner: Dictionary, key: Value) -> Dictionary:
    """A dictionary after pop(key): of a key that isn't known any may be gone, and stays."""
    atom = only(key)
    if not isinstance(atom, Const):
        return owner
    return replace(owner, entries=tuple(one for one in owner.entries if not _is_key(one[0], atom)))


def without(container: Collection | Dictionary, key: Value) -> Atom:
    """A container without the item of that key."""
    if isinstance(container, Dictionary) and len(key) == 1:
        return _without(container, key)
    return replace(container, open=True)


def ordered(items: Sequence[Value]) -> Collection:
    """What sorts items: their texts or numbers, where they are known, else all in any order."""
    for kind in (str, int):
        known = {
            item[0].atom.value: item
            for item in items
            if len(item) == 1
            if isinstance(item[0].atom, Const) and type(item[0].atom.value) is kind
        }
        if len(known) == len(items):
            return Collection("list", tuple(known[value] for value in sorted(known)))
    return Collection("each", tuple(items), True)


def _call_collection(owner: Collection, name: str, arguments: Arguments) -> Done | None:
    if name in ("append", "add") and arguments.positional:
        items = (*owner.items, arguments.positional[0])
        return Done(constant(None), replace(owner, items=items, grown=True))
    if name == "insert" and len(arguments.positional) > 1:
        index = arguments.positional[0]
        value = arguments.positional[1]
        atom = only(index)
        if isinstance(atom, Const) and isinstance(atom.value, int) and not owner.open:
            listed = list(owner.items)
            listed.insert(atom.value, value)
            return Done(constant(None), replace(owner, items=tuple(listed), grown=True))
        return Done(constant(None), replace(owner, items=(*owner.items, value), open=True))
    if name in ("extend", "update") and arguments.positional:
        longer = replace(extended(owner, arguments.positional[0]), grown=True)
        return Done(constant(None), longer)
    if name == "index" and len(arguments.positional) == 1 and not owner.open:
        return _place_of(arguments.positional[0], owner)
    if name == "copy":
        return Done(just(replace(owner)))
    if name == "pop" and not arguments.positional and owner.items and not owner.open:
        return Done(owner.items[-1], replace(owner, items=owner.items[:-1], grown=True))
    if name in ("sort", "reverse") and not owner.open and not arguments.keywords:
        turned = replace(owner, items=owner.items[::-1])
        return Done(constant(None), ordered(owner.items) if name == "sort" else turned)
    if name in ("remove", "discard", "pop", "clear", "sort", "reverse"):
        return Done(constant(None), replace(owner, open=True))
    return None


def _place_of(value: Value, owner: Collection) -> Done | None:
    """Where a constant stands among constants; None where nobody knows."""
    items = [only(item) for item in owner.items]
    wanted = only(value)
    if wanted not in items or not all(isinstance(atom, Const) for atom in items):
        return None
    return Done(constant(items.index(wanted)))


def extended(owner: Collection, more: Value) -> Collection:
    """A list or tuple with the items of another container behind its own."""
    atom = only(more)
    if isinstance(atom, Collection):
        return collected(owner.kind, (*owner.items, *atom.items), owner.open or atom.open)
    return replace(owner, open=True)


def collected(kind: str, items: Sequence[Value], is_open: bool = False) -> Collection:
    """A list, tuple or set of these items; beyond MAX_ITEMS nobody knows what there is."""
    return Collection(kind, tuple(items[:MAX_ITEMS]), is_open or len(items) > MAX_ITEMS)


def _any_item(container: Collection, index: Alternative) -> Value:
    chosen = ("is", identity((index,)))
    items = (guarded(item, ({chosen: at},)) for at, item in enumerate(container.items))
    return union(*items)


def _entry(dictionary: Dictionary, index: Alternative) -> Value | None:
    """The entries that a key may choose; None if it may choose none that is known."""
    if isinstance(index.atom, Const):
        key = index.atom
        found = next((one[1] for one in reversed(dictionary.entries) if _is_key(one[0], key)), None)
        if found is None or not dictionary.open:
            return found
        return union(found, _unknown(dictionary, index))
    known = [
        (name[0].atom, value)
        for name, value in dictionary.entries
        if len(name) == 1 and isinstance(name[0].atom, Const)
    ]
    if not known or dictionary.open:
        return None
    names = [name for name, _ in known]
    return union(*(guarded(value, (_chosen(index, name, names),)) for name, value in known))


def _chosen(index: Alternative, name: Const, names: Sequence[Const]) -> Guard:
    """The choice that an unknown key is this one and none of the others."""
    guard: dict[Hashable, Hashable] = {("is", identity((index,))): name.value}
    for other in names if len(names) <= _FEW else (name,):
        truth = compared("Eq", index.atom, other)
        if isinstance(truth, Truth):
            guard[truth.key] = (other is name) is truth.wanted
    return guard


def _is_key(name: Value, key: Const) -> bool:
    known = only(name)
    return isinstance(known, Const) and known.value == key.value


def _unknown(container: Dictionary, index: Alternative) -> Value:
    key = ("item", container.key, identity((index,)))
    reason = getattr(index.atom, "reason", "") or "an item that is not known"
    return just(Unknown(reason, key))
