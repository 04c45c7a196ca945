"""What does an assignment change? Names, attributes, items, or the parts of a sequence."""

from __future__ import annotations

import ast

from hublint.facts.interpreter.computing import is_slice
from hublint.facts.interpreter.importing import Importing
from hublint.facts.values import containers
from hublint.facts.values.atoms import (
    Class,
    Collection,
    Dictionary,
    External,
    HubObject,
    Instance,
    KerasModel,
    KerasTensor,
    ModuleAtom,
    Unknown,
)
from hublint.facts.values.frames import Frame
from hublint.facts.values.value import Value, constant, just, under


class Binding(Importing):
    """Gives values to whatever stands on the left."""

    def set_library_item(
        self, name: str, key: Value, value: Value, target: ast.AST, frame: Frame
    ) -> None:
        """An item of a library's object is set, which may be the environment."""
        raise TypeError("an interpreter knows libraries")

    def bind(self, target: ast.AST, value: Value, frame: Frame) -> None:
        """Gives a value to a name, an attribute, an item, or a tuple of them."""
        if isinstance(target, ast.Name):
            self.assign(target.id, value, frame)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, value, frame)
        elif isinstance(target, ast.Attribute):
            self._set_attribute(target, value, frame)
        elif isinstance(target, ast.Subscript):
            self._set_item(target, value, frame)

    def _unpack(self, target: ast.Tuple | ast.List, value: Value, frame: Frame) -> None:
        stars = [isinstance(one, ast.Starred) for one in target.elts]
        rest = stars.index(True) if True in stars else len(stars)
        for place, element in enumerate(target.elts):
            if isinstance(element, ast.Starred):
                self.bind(element.value, self._rest(value, target, rest, frame), frame)
                continue
            index = place if place < rest else place - len(stars)
            self.bind(element, self.item(value, constant(index), target, frame), frame)

    def _rest(self, value: Value, target: ast.Tuple | ast.List, first: int, frame: Frame) -> Value:
        items = self.items_of(value)
        if items is None:
            return self.unknown("the rest of a sequence", (id(target), frame.ident), value)
        behind = len(target.elts) - first - 1
        return just(Collection("list", items[first : len(items) - behind]))

    def _set_attribute(self, target: ast.Attribute, value: Value, frame: Frame) -> None:
        name = target.attr
        for item in self.evaluate(target.value, frame):
            atom = item.atom
            if isinstance(atom, Instance):
                self.state.set((atom.ident, name), value)
                self._hold(atom, value)
                if self.is_keras(atom.type) or self.layers.is_one(atom):
                    self.objects.set_attribute(atom, name, value, target, frame)
            elif isinstance(atom, Class):
                self.state.set((atom.frame.ident, name), value)
            elif isinstance(atom, Dictionary):
                changed = containers.with_item(atom, constant(name), value)
                self.change(atom, changed, target, frame)
            elif isinstance(atom, ModuleAtom):
                self.state.set((self.load(atom.module).ident, name), value)
            elif isinstance(atom, (HubObject, KerasModel)):
                fitting = under(value, (item.guard,))
                self.objects.set_attribute(atom, name, fitting, target, frame)
            elif isinstance(atom, (Unknown, KerasTensor)):
                self.objects.set_part(atom.sources, name)
            elif isinstance(atom, External):
                self.saved.set_attribute(atom, name, value)
                self.patch(f"{atom.name}.{name}", value)

    def _hold(self, owner: Instance, value: Value) -> None:
        """A hub layer becomes an attribute: a Keras model or layer of the code holds it now."""
        held = [item.atom.ident for item in value if isinstance(item.atom, HubObject)]
        if held and self.is_keras(owner.type):
            for ident in held:
                self.keras.hold(ident, "subclass", self.spelling(owner.type))

    def remove(self, target: ast.Subscript, frame: Frame) -> None:
        """Items are deleted; of a list, or of several, nobody knows what is left."""
        key = () if is_slice(target.slice) else self.evaluate(target.slice, frame)
        for item in self.evaluate(target.value, frame):
            if isinstance(item.atom, (Dictionary, Collection)):
                self.change(item.atom, containers.without(item.atom, key), target, frame)

    def _set_item(self, target: ast.Subscript, value: Value, frame: Frame) -> None:
        if is_slice(target.slice):
            self.remove(target, frame)
            return
        key = self.evaluate(target.slice, frame)
        for item in self.evaluate(target.value, frame):
            atom = item.atom
            if isinstance(atom, (Dictionary, Collection)):
                self.change(atom, containers.with_item(atom, key, value), target, frame)
            elif isinstance(atom, External):
                self.set_library_item(atom.name, key, value, target, frame)
