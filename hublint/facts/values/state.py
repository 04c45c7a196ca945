"""What holds where the program stands: the values of names and attributes, branch by branch.

A key is the identity of a frame or of an object, and a name in it. A branch writes into a layer
of its own; where branches meet, their layers are joined into the one below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from hublint.facts.values.atoms import Atom, Collection, Dictionary
from hublint.facts.values.guards import ALWAYS, Guard
from hublint.facts.values.value import Value, guarded, union

Key = tuple[int, str]
Guards = tuple[Guard, ...]


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
                self._holders.setdefault(id(item.atom), set()).add(key)

    def substitute(self, old: Atom, new: Atom) -> None:
        """Puts another atom in the place of this very one, wherever it is held."""
        for key in tuple(self._holders.get(id(old), ())):
            value = self.get(key) or ()
            if any(item.atom is old for item in value):
                changed = (replace(item, atom=new) if item.atom is old else item for item in value)
                self.set(key, tuple(changed))

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
