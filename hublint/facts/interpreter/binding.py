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
from hublint.facts.values.value import (
    Alternative,
    Value,
    constant,
    guarded,
    is_meant,
    just,
    under,
    union,
)


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
            return self.unknown("the rest of a sequence", self.at(target, frame), value)
        behind = len(target.elts) - first - 1
        return just(Collection("list", items[first : len(items) - behind]))

    def _set_attribute(self, target: ast.Attribute, value: Value, frame: Frame) -> None:
        owners = self.evaluate(target.value, frame)
        for item in owners:
            given = value
            if not is_meant(item, owners) and isinstance(item.atom, (Class, Instance)):
                before = self.names_with_values(item).get(target.attr, ())
                given = union(guarded(value, (item.guard,)), before)
            self.set_attribute(item, target.attr, given, target, frame)

    def set_attribute(
        self, item: Alternative, name: str, value: Value, node: ast.AST, frame: Frame
    ) -> None:
        """An attribute is given a value, of one thing that its owner may be."""
        atom = item.atom
        if isinstance(atom, Instance) and (
            self.set_by_property(atom, name, value) or self.set_by_method(atom, name, value)
        ):
            return
        if isinstance(atom, Instance):
            self.state.set((atom.ident, name), value)
            self._hold(atom, value)
            if self.is_keras(atom.type) or self.layers.is_one(atom):
                self.objects.set_attribute(atom, name, value, node, frame)
        elif isinstance(atom, Class):
            self.state.set((atom.frame.ident, name), value)
        elif isinstance(atom, Dictionary):
            changed = containers.with_item(atom, constant(name), value)
            self.change(atom, changed, node, frame)
        elif isinstance(atom, ModuleAtom):
            self.state.set((self.load(atom.module).ident, name), value)
        elif isinstance(atom, (HubObject, KerasModel)):
            fitting = under(value, (item.guard,))
            self.objects.set_attribute(atom, name, fitting, node, frame)
        elif isinstance(atom, (Unknown, KerasTensor)):
            self.objects.set_part(atom.sources, name)
        elif isinstance(atom, External):
            self.saved.set_attribute(atom, name, value)
            self.patch(External(f"{atom.name}.{name}", atom.key), value)

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
        owners = self.evaluate(target.value, frame)
        for item in owners:
            atom = item.atom
            if isinstance(atom, (Dictionary, Collection)):
                given = value
                if not is_meant(item, owners) and len(key) == 1:
                    before = containers.item_of(atom, key[0]) or ()
                    given = union(guarded(value, (item.guard,)), before)
                self.change(atom, containers.with_item(atom, key, given), target, frame)
            elif isinstance(atom, Instance):
                self.set_item(item, key, value, target, frame)
            elif isinstance(atom, External):
                self.set_library_item(atom.name, key, value, target, frame)
