"""Which layers is a Keras model made of?

A model remembers its layers, and a hub layer remembers the model that holds it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hublint.facts.keras.meeting import Meeting
from hublint.facts.libraries.symbols import canonical, keras_family
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Atom,
    Collection,
    External,
    HubObject,
    Instance,
    KerasModel,
    KerasTensor,
    Partial,
    SignatureResult,
    Unknown,
)
from hublint.facts.values.value import Alternative, Value, constant, just, under, union

if TYPE_CHECKING:
    from hublint.facts.values.frames import Frame


class Parts(Meeting):
    """The models of one program, and what is in them."""

    def make(self, kind: str, family: str, layers: Value, node: ast.Call, frame: Frame) -> Value:
        """A model is made of layers (a functional one: of what its outputs come from)."""
        model = KerasModel(self._run.fresh(), kind, family)
        self._run.state.set((model.ident, "layers"), just(Collection("list", ())))
        for moment in ("compiled", "fitted", "predicted"):
            self._run.state.set((model.ident, moment), constant(0))
        self.add(model, layers, node, frame)
        return just(model)

    def add(self, model: KerasModel, layers: Value, node: ast.Call, frame: Frame) -> None:
        """Layers go into a model, one or a list of them."""
        before = self._parts(model)
        added = self._run.items_of(layers)
        new = tuple(
            self._run_lambdas(under(layer, self._run.guards), node, frame)
            for layer in ((layers,) if added is None else added)
        )
        self._run.state.set((model.ident, "layers"), just(Collection("list", (*before, *new))))
        foreign = _foreign(model, (*before, *new))
        met = list(_hub_objects(new))
        if not met and _foreign(model, new):
            met = list(_hub_objects(before))
        for item in met:
            assert isinstance(item.atom, HubObject)
            self.hold(item.atom.ident, model.kind, model.family)
            column = self._family_column(model.kind, model.family, foreign, frame)
            self._run.objects.record(item.atom.ident, "added", node, frame, [column], item.guard)

    def _parts(self, model: KerasModel) -> tuple[Value, ...]:
        held = self._run.state.get((model.ident, "layers")) or ()
        first = held[0].atom if held else None
        return first.items if isinstance(first, Collection) else ()

    def listed(self, model: KerasModel) -> Value:
        """What `model.layers` is; an Input that was given as one is none."""
        parts = self._parts(model)
        if model.kind == "sequential":
            parts = tuple(part for part in parts if not all(map(_is_input, part)))
        return just(Collection("list", parts))

    def _run_lambdas(self, layer: Value, node: ast.Call, frame: Frame) -> Value:
        """A Lambda layer of a model is run: what it gives stands for what it uses."""
        found: list[Value] = []
        for item in layer:
            if not _is_lambda(item.atom):
                found.append((item,))
                continue
            given = self._run.unknown("what a Lambda layer is given", ("lambda", id(node)))
            found.append(self._run.apply((item,), Arguments((given,)), node, frame))
        return union(*found) if found else layer

    def layers(self, atom: KerasModel | Instance) -> tuple[int, ...]:
        """The hub objects in a model, or among the attributes of an object of the code."""
        if isinstance(atom, Instance):
            held = list(self._run.state.names(atom.ident).values())
        else:
            held = [self._run.state.get((atom.ident, "layers")) or ()]
        known = self._run.objects.knows
        return tuple(
            ident
            for ident in dict.fromkeys(one for value in held for one in self._inside(value))
            if known(ident)
        )

    def _inside(self, value: Value, depth: int = 0) -> Iterator[int]:
        if depth > 4:
            return
        for item in value:
            atom = item.atom
            if isinstance(atom, HubObject):
                yield atom.ident
            elif isinstance(atom, (Unknown, KerasTensor, SignatureResult)):
                yield from atom.sources
            elif isinstance(atom, Collection):
                for inner in atom.items:
                    yield from self._inside(inner, depth + 1)
            elif isinstance(atom, KerasModel):
                for part in self._parts(atom):
                    yield from self._inside(part, depth + 1)
            elif isinstance(atom, Instance) and self._run.is_keras(atom.type):
                for inner in self._run.state.names(atom.ident).values():
                    yield from self._inside(inner, depth + 1)


def _hub_objects(parts: Sequence[Value]) -> Iterator[Alternative]:
    for value in parts:
        for item in value:
            if isinstance(item.atom, HubObject):
                yield item


def _is_input(item: Alternative) -> bool:
    atom = item.atom
    is_layer = isinstance(atom, External) and canonical(atom.name) == "keras:layers.InputLayer()"
    return is_layer or isinstance(atom, KerasTensor)


def _is_lambda(atom: Atom) -> bool:
    function = atom.function[0].atom if isinstance(atom, Partial) and atom.function else None
    return isinstance(function, External) and canonical(function.name) == "keras:layers.Lambda()"


def _foreign(model: KerasModel, parts: Sequence[Value]) -> str:
    """How the Keras of a part is spelt that is not the model's own; "" if there is none."""
    spelt = (spelt_otherwise(model.family, part, "keras:layers.") for part in parts)
    return next((one for one in spelt if one), "")


def spelt_otherwise(family: str, value: Value, prefix: str) -> str:
    """The Keras of a value's names with that prefix that is another one; "" if there is none."""
    for item in value:
        atom = item.atom
        if isinstance(atom, External) and canonical(atom.name).startswith(prefix):
            spelling = keras_family(atom.name)
            if spelling != family:
                return spelling
    return ""
