"""What holds where the program stands: the values of names and attributes, branch by branch.

A key is the identity of a frame or of an object, and a name in it. A branch writes into a layer
of its own; where branches meet, their layers are joined into the one below.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from hublint.facts.values.atoms import Atom, Collection, Dictionary
from hublint.facts.values.guards import ALWAYS, Guard
from hublint.facts.values.value import Alternative, Value, guarded, union

Key = tuple[int, str]
Guards = tuple[Guard, ...]

# Containers are followed so deep into others, and so many of each.
_DEPTH = 2
_MANY = 32


class State:
    """Layers of written values, the newest first."""

    def __init__(self, below: State | None = None) -> None:
        self._below = below
        self.writes: dict[Key, Value] = {}
        # Under which keys a container was ever written, by its identity.
        self._holders: dict[int, set[Key]] = {} if below is None else below._holders

    def get(self, key: Key) -> Value | None:
        """The value of a key; None if nothing was ever written."""
        layer: State | None = self
        while layer is not None:
            value = layer.writes.get(key)
            if value is not None:
                return value
            layer = layer._below
        return None

    def set(self, key: Key, value: Value) -> None:
        """Writes a value into the newest layer."""
        self.writes[key] = value
        for item in value:
            if isinstance(item.atom, (Collection, Dictionary)):
                self._hold(item.atom, key, 0)

    def _hold(self, atom: Collection | Dictionary, key: Key, depth: int) -> None:
        """Remembers that a container is held under a key, with those that it holds itself."""
        self._holders.setdefault(id(atom), set()).add(key)
        if depth < _DEPTH:
            for value in islice(held_by(atom), _MANY):
                for item in value:
                    if isinstance(item.atom, (Collection, Dictionary)):
                        self._hold(item.atom, key, depth + 1)

    def substitute(self, old: Atom, new: Atom) -> None:
        """Puts another atom in the place of this very one, wherever it is held."""
        changed: dict[int, Atom] = {id(old): new}
        for key in tuple(self._holders.get(id(old), ())):
            value = self.get(key) or ()
            other = _exchanged(value, changed, 0)
            if other is not value:
                self.set(key, other)

    def fork(self) -> State:
        """A new layer over this state."""
        return State(self)

    def keep(self, writes: Mapping[Key, Value], since: int) -> None:
        """Writes values here, but those of owners that came to be since then for all branches."""
        root = self.root()
        for key, value in writes.items():
            (root if key[0] >= since else self).writes[key] = value

    def root(self) -> State:
        """The layer below all others: what is written there holds in every branch."""
        return self if self._below is None else self._below.root()

    def since(self, base: State) -> dict[Key, Value]:
        """All that was written above `base`, newest wins."""
        layers = []
        layer: State | None = self
        while layer is not None and layer is not base:
            layers.append(layer.writes)
            layer = layer._below
        merged: dict[Key, Value] = {}
        for writes in reversed(layers):
            merged.update(writes)
        return merged

    def names(self, owner: int) -> Mapping[str, Value]:
        """Every name that one frame or object has."""
        found: dict[str, Value] = {}
        layer: State | None = self
        while layer is not None:
            for (ident, name), value in layer.writes.items():
                if ident == owner:
                    found.setdefault(name, value)
            layer = layer._below
        return found

    def join(self, ends: Sequence[End], base: Guards, dead: Set[int] = frozenset()) -> None:
        """Writes what the branches leave, each value guarded by the branch that left it.

        `base` are the guards before the branches: they go without saying. `dead` are the frames
        that have ended: what remains of them only closures see, without guards.
        """
        if not ends:
            return
        if len(ends) == 1:
            self.writes.update(ends[0].writes)
            return
        owns = [beyond(end.guards, base) for end in ends]
        keys = {key: None for end in ends for key in end.writes}
        for key in keys:
            before = self.get(key)
            values = [
                (own, end.writes.get(key, before)) for own, end in zip(owns, ends, strict=True)
            ]
            first = values[0][1]
            if first is not None and all(value is first or value == first for _, value in values):
                self.set(key, first)
            elif key[0] in dead:
                self.set(key, union(*(value for _, value in values if value is not None)))
            else:
                parts = [guarded(value, guards) for guards, value in values if value is not None]
                self.set(key, union(*parts))


def held_by(atom: Collection | Dictionary) -> Iterable[Value]:
    """The values that a container holds."""
    if isinstance(atom, Collection):
        return atom.items
    return (value for _, value in atom.entries)


def _exchanged(value: Value, changed: dict[int, Atom], depth: int) -> Value:
    """A value with other atoms in the place of some, also in the containers that it may be.

    `changed` has what takes their places, by their identities; containers that hold one are added.
    """
    items = [_exchanged_in(item, changed, depth) for item in value]
    if all(new is old for new, old in zip(items, value, strict=True)):
        return value
    return tuple(items)


def _exchanged_in(item: Alternative, changed: dict[int, Atom], depth: int) -> Alternative:
    atom = item.atom
    if id(atom) in changed:
        return replace(item, atom=changed[id(atom)])
    if depth >= _DEPTH or not isinstance(atom, (Collection, Dictionary)):
        return item
    held = list(held_by(atom))
    values = [_exchanged(value, changed, depth + 1) for value in held]
    if all(new is old for new, old in zip(values, held, strict=True)):
        return item
    if isinstance(atom, Collection):
        other: Atom = replace(atom, items=tuple(values))
    else:
        keys = (key for key, _ in atom.entries)
        other = replace(atom, entries=tuple(zip(keys, values, strict=True)))
    changed[id(atom)] = other
    return replace(item, atom=other)


def beyond(guards: Guards, base: Guards) -> Guards:
    """What guards say that those of the place they branched from don't: the branch's own."""
    if base == (ALWAYS,):
        return guards
    found: list[Guard] = []
    for guard in guards:
        within = [known for known in base if known.items() <= guard.items()]
        known = max(within, key=len, default=ALWAYS)
        own = {key: choice for key, choice in guard.items() if key not in known}
        if own not in found:
            found.append(own)
    return tuple(found)


class End(NamedTuple):
    """How one branch ends: under which guards, and what it wrote."""

    guards: Guards
    writes: dict[Key, Value]
