"""What do `globals()`, `vars(x)` and `x.__dict__` hold, and what does writing into them change?

They are the names of a module, a class or an object, as a dictionary. It is made anew each time
that it is asked, and what is put into it becomes a name's value. Under a key that isn't known any
value may have been written over, but for modules, functions and classes: who makes up names keeps
data under them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Set

from hublint.facts.interpreter.special_methods import SpecialMethods
from hublint.facts.project.modules import Module
from hublint.facts.values.atoms import (
    Class,
    Const,
    Dictionary,
    External,
    Function,
    Instance,
    ModuleAtom,
    Namespace,
    is_opaque,
)
from hublint.facts.values.frames import Frame
from hublint.facts.values.value import Alternative, Value, constant, guarded, just, union


class Namespaces(SpecialMethods):
    """Reads and writes the names of things as dictionaries."""

    def set_attribute(
        self, item: Alternative, name: str, value: Value, node: ast.AST, frame: Frame
    ) -> None:
        """An attribute is given a value, of one thing that its owner may be."""
        raise TypeError("an interpreter binds")

    def load(self, module: Module) -> Frame:
        """The frame of a module."""
        raise TypeError("an interpreter knows modules")

    def names_of(self, owner: Instance | Class | ModuleAtom) -> Dictionary:
        """The names of a thing, with their values."""
        return Dictionary(self._entries(self._owner_of(owner)), key=Namespace(owner))

    def frame_names(self, frame: Frame) -> Dictionary:
        """What `locals()` gives: in a function a copy, which nobody reads again."""
        while frame.kind == "comprehension" and frame.parent is not None:
            frame = frame.parent
        if frame.kind == "module":
            return self.names_of(ModuleAtom(frame.module))
        return Dictionary(self._entries(frame.ident), key=("names", frame.ident))

    def _entries(self, owner: int) -> tuple[tuple[Value, Value], ...]:
        names = self.state.names(owner).items()
        return tuple((constant(name), value) for name, value in names if name.isidentifier())

    def as_it_is(self, atom: Dictionary) -> Dictionary:
        """A dictionary; one of names with what they are by now."""
        return self.names_of(atom.key.owner) if isinstance(atom.key, Namespace) else atom

    def write_names(self, old: Dictionary, new: Dictionary, node: ast.AST, frame: Frame) -> None:
        """A dictionary of names has become another one: so have the names."""
        assert isinstance(old.key, Namespace)
        before = [value for _, value in old.entries]
        changed = [one for one in new.entries if not any(one[1] is value for value in before)]
        if new.open:
            self.overwrite(just(old.key.owner)[0], node, frame)
        for key, value in changed:
            self.set_named(just(old.key.owner)[0], key, value, node, frame)

    def set_named(
        self, item: Alternative, name: Value, value: Value, node: ast.AST, frame: Frame
    ) -> None:
        """`setattr(item, name, value)`, whatever the name may be."""
        if any(not isinstance(one.atom, Const) for one in name):
            self.overwrite(item, node, frame)
        known = [one for one in name if isinstance(one.atom, Const)]
        for one in known:
            text, given = str(getattr(one.atom, "value", "")), value
            if len(name) > 1:
                before = self.names_with_values(item).get(text, ())
                given = union(guarded(value, (one.guard,)), before)
            self.set_attribute(item, text, given, node, frame)

    def set_item(
        self, item: Alternative, key: Value, value: Value, node: ast.AST, frame: Frame
    ) -> None:
        """`item[key] = value` of an object: of one that is a dict, items are kept as its names."""
        atom = item.atom
        if not isinstance(atom, Instance) or self.special(atom, "__setitem__", key, value):
            return
        if any(not isinstance(one.atom, Const) for one in key):
            self.overwrite(item, node, frame)
        for one in key:
            if isinstance(one.atom, Const):
                self.state.set((atom.ident, str(one.atom.value)), value)

    def kept_item(self, instance: Instance, key: Alternative) -> Value | None:
        """What was put into an object under a key; None where nobody knows."""
        atom = key.atom
        if not isinstance(atom, Const) or not isinstance(atom.value, str):
            return None
        return self.state.get((instance.ident, atom.value))

    def overwrite(
        self, item: Alternative, node: ast.AST, frame: Frame, names: Set[str] | None = None
    ) -> None:
        """Any name of a thing may be given another value, or any of these."""
        for name, value in self.names_with_values(item).items():
            if names is not None and name not in names:
                continue
            if not any(map(_is_code, value)):
                key = ("overwritten", self.at(node, frame), name)
                unknown = self.unknown(f"{name} may be overwritten", key, value)
                self.set_attribute(item, name, unknown, node, frame)

    def names_with_values(self, item: Alternative) -> Mapping[str, Value]:
        """The names that a thing has, its class's among them."""
        atom = item.atom
        if not isinstance(atom, (Instance, Class, ModuleAtom)):
            return {}
        found = dict(self.state.names(self._owner_of(atom)))
        for class_ in self.order_of(atom.type) if isinstance(atom, Instance) else ():
            found = {**self.state.names(class_.frame.ident), **found}
        return {name: value for name, value in found.items() if name.isidentifier()}

    def _owner_of(self, atom: Instance | Class | ModuleAtom) -> int:
        if isinstance(atom, Instance):
            return atom.ident
        return atom.frame.ident if isinstance(atom, Class) else self.load(atom.module).ident


def _is_code(item: Alternative) -> bool:
    atom = item.atom
    is_name = isinstance(atom, External) and not is_opaque(atom)
    return is_name or isinstance(atom, (Function, Class, ModuleAtom))
