"""What is an attribute or an item of this? Of objects, classes, modules, containers, libraries."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from hublint.facts.interpreter.classes import Classes
from hublint.facts.project.modules import Module
from hublint.facts.values import containers, texts
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Atom,
    ByVersion,
    Class,
    Collection,
    Const,
    Dictionary,
    External,
    Function,
    HubObject,
    Instance,
    KerasModel,
    Method,
    ModuleAtom,
    Partial,
    Signature,
    SignatureResult,
    Signatures,
    Super,
    Unknown,
)
from hublint.facts.values.frames import Frame
from hublint.facts.values.guards import both
from hublint.facts.values.identity import identity
from hublint.facts.values.value import Alternative, Value, capped, just, narrowed, through, union

# Where the parts of a version stand in it.
_VERSION_PARTS = {"major": 0, "minor": 1, "micro": 2}

_OF_HUB = "tensorflow_hub."
_PATCHED = -1  # the owner of hub's own names, which is no object of the program's

# The methods of a path that ask whether it exists.
LOOKS = frozenset({"exists", "is_file"})


class Members(Classes):
    """Reads attributes and items."""

    def read_object(self, atom: Any, name: str, node: ast.AST, frame: Frame) -> Value:
        """What an attribute of a hub object or a Keras model is."""
        raise TypeError("an interpreter knows hub objects")

    def member(self, module: Module, name: str) -> Value | None:
        """The value of a name in another module of the project."""
        raise TypeError("an interpreter knows modules")

    def attribute(self, value: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        """What an attribute is, for each thing that the value may be."""
        parts, before = [], self.guards
        for item in self.loaded(value):
            self.guards = narrowed(before, item) or before
            result = self._attribute_of(item, name, node, frame)
            parts.append(through(result, item))
        self.guards = before
        return union(*parts) if parts else self._opaque_attribute(value, name)

    def patch(self, name: str, value: Value) -> None:
        """The program gives a name of hub another value."""
        if name.startswith(_OF_HUB):
            self.state.set((_PATCHED, name), value)

    def patched(self, name: str) -> Value | None:
        """What the program has given a name of hub, if it has."""
        return self.state.get((_PATCHED, name)) if name.startswith(_OF_HUB) else None

    def _opaque_attribute(self, value: Value, name: str) -> Value:
        key = ("attribute", identity(value), name)
        return self.unknown(_reason(value) or f".{name} is not known", key, value)

    def _attribute_of(self, item: Alternative, name: str, node: ast.AST, frame: Frame) -> Value:
        atom = item.atom
        if isinstance(atom, External):
            joined = External(f"{atom.name}.{name}", atom.key, atom.sources)
            patched = self.patched(joined.name)
            if patched is not None:
                return patched
            result = (Alternative(joined, {}, item.why),)
            return self.external(joined.name, result, node, frame)
        if isinstance(atom, ModuleAtom):
            found = self.member(atom.module, name)
            reason = f"{atom.module.display} gives {name} no value that can be followed"
            return found or self.unknown(reason, ("member", atom.module.display, name))
        if isinstance(atom, (Instance, Super)):
            return self._attribute_of_instance(atom, name)
        if isinstance(atom, Class):
            found = self.find_in_class(atom, name)
            if found is None:
                return self._opaque_attribute((item,), name)
            return tuple(_bound_to_class(one, atom) for one in found)
        if isinstance(atom, (HubObject, Signatures, Signature, SignatureResult, KerasModel)):
            return self.read_object(atom, name, node, frame)
        if isinstance(atom, Const) and name in ("value", *texts.PATH_PARTS):
            return self._part_of_text(item, name, (id(node), frame.ident))
        place = _VERSION_PARTS.get(name)
        if place is not None and isinstance(atom, (ByVersion, Collection)):
            operand = [(replace(item, guard={}),)]
            return texts.combine(operand, lambda one: one[place], id(node), "a version")
        if isinstance(atom, ByVersion):
            return just(Method(atom, name), item.why)
        if isinstance(atom, Dictionary):
            entry = containers.item_of(atom, Alternative(Const(name)))
            return entry or just(Method(atom, name), item.why)
        if isinstance(atom, (Const, Collection, Partial)):
            return just(Method(atom, name), item.why)
        if isinstance(atom, Unknown) and name in LOOKS and atom.tail:
            return just(Method(atom, name), item.why)
        return self._opaque_attribute((item,), name)

    def _part_of_text(self, item: Alternative, name: str, key: Hashable) -> Value:
        """A part of a path; or the value of an Enum's member, which is kept as the value."""
        if name == "value":
            return (replace(item, guard={}),)
        return texts.combine([(replace(item, guard={}),)], texts.PATH_PARTS[name], key, "a path")

    def _attribute_of_instance(self, atom: Instance | Super, name: str) -> Value:
        instance = atom if isinstance(atom, Instance) else atom.instance
        if isinstance(atom, Instance):
            value = self.state.get((instance.ident, name))
            if value is not None:
                return self.loaded(value)
            found = self.find_in_class(instance.type, name)
        else:
            found = self._find_above(atom, name)
        if found is None:
            inherited = self.inherited(instance.type, name, instance)
            if inherited is not None:
                return inherited
            reason = f"nothing in view gives {instance.type.node.name}.{name} a value"
            if isinstance(atom, Instance) and self.is_keras(instance.type):
                return just(Method(instance, name))
            return self.unknown(reason, ("attribute", instance.ident, name))
        return union(*(self._bound(item, instance) for item in found))

    def inherited(self, type_: Class, name: str, owner: Instance) -> Value | None:
        """A name that a class gets from a library's, if the table of symbols knows what it does."""
        return None

    def _bound(self, item: Alternative, instance: Instance) -> Value:
        """A name of a class as its object has it: a method is bound, a property is asked."""
        atom = item.atom
        if not isinstance(atom, Function) or atom.bound or atom.defined_in is None:
            return (item,)
        if atom.kind == "static":
            return (item,)
        if atom.kind == "class":
            return (_bound_to_class(item, instance.type),)
        if atom.kind == "getter":
            return through(self.enter(atom, Arguments((just(instance),)), None), item)
        return (replace(item, atom=replace(atom, bound=(just(instance),))),)

    def _find_above(self, atom: Super, name: str) -> Value | None:
        for base in atom.below.bases:
            if isinstance(base.atom, Class):
                found = self.find_in_class(base.atom, name)
                if found is not None:
                    return found
        return None

    def external_item(self, atom: External, key: Alternative) -> Value:
        """What an item of a library's object is."""
        raise TypeError("an interpreter knows libraries")

    def item(self, value: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
        """What value[index] is, for each container and each index that it may be."""
        results: list[Alternative] = []
        for (one, key), guard in texts.combinations([value, index]):
            for found in self._item_of(one, key, node, frame):
                held = both(guard, found.guard)
                if held is not None:
                    why = (*one.why, *key.why, *found.why)
                    assumed = one.assumed or key.assumed or found.assumed
                    results.append(Alternative(found.atom, held, why, assumed))
        return capped(tuple(results)) or self._opaque_item(value, index)

    def _opaque_item(self, value: Value, index: Value) -> Value:
        key = ("item", identity(value), identity(index))
        return self.unknown(_reason(value) or "an item that is not known", key, value)

    def _item_of(
        self, container: Alternative, key: Alternative, node: ast.AST, frame: Frame
    ) -> Value:
        atom = container.atom
        if isinstance(atom, Signatures):
            return just(Signature(atom.ident, (key,)))
        if isinstance(atom, ByVersion) or (isinstance(atom, Const) and isinstance(atom.value, str)):
            operands = [(container,), (key,)]
            return texts.combine(operands, lambda one, at: one[at], id(node), "a version")
        found = containers.item_of(atom, key)
        if found is not None:
            return found
        if isinstance(atom, External):
            return self.external_item(atom, key)
        return self._opaque_item((container,), (key,))

    def change(self, old: Atom, new: Atom, target: ast.AST, frame: Frame) -> None:
        """A container has changed, and so it has for whoever holds it.

        `target` is what names it with an attribute or an index behind.
        """
        self.state.substitute(old, new)
        inner = getattr(target, "value", None)
        if isinstance(inner, ast.Subscript):
            self.bind(inner, just(new), frame)


def _bound_to_class(item: Alternative, type_: Class) -> Alternative:
    atom = item.atom
    if not isinstance(atom, Function) or atom.kind != "class":
        return item
    return replace(item, atom=replace(atom, bound=(just(type_),)))


def _reason(value: Value) -> str:
    """Why a value is not known; "" where nothing says so."""
    return next((item.atom.reason for item in value if isinstance(item.atom, Unknown)), "")
