"""Which methods of an object does Python call by itself? For an attribute, an item, a property."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from hublint.facts.interpreter.classes import Classes
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, Const, External, Function, Instance
from hublint.facts.values.frames import Frame
from hublint.facts.values.value import Alternative, Value, constant, just, only, through, union

_SETTING = "__setattr__"
ACCESSORS = ("setter", "deleter")


class SpecialMethods(Classes):
    """Calls what the code does not call itself."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self._with_setter: set[str] = set()  # the names of all properties that have one
        self._has_setting = False  # whether any class says itself how its attributes are set

    def special(self, instance: Instance, name: str, *given: Value) -> Value | None:
        """What a method of that name gives; None where the object's class has none."""
        found = self.find_in_class(instance.type, name)
        methods = [item for item in found or () if isinstance(item.atom, Function)]
        if not methods:
            return None
        arguments = Arguments((just(instance), *given))
        return union(
            *(
                through(self.enter(item.atom, arguments, None), item)
                for item in methods
                if isinstance(item.atom, Function)
            )
        )

    def is_enum(self, type_: Class) -> bool:
        """Whether the names of a class are the members of an Enum, each kept as its value."""
        return any(
            self.is_enum(item.atom)
            if isinstance(item.atom, Class) and item.atom is not type_
            else isinstance(item.atom, External) and item.atom.name.startswith("enum.")
            for item in self.loaded(type_.bases)
        )

    def items_of(self, value: Value) -> tuple[Value, ...] | None:
        """The items of a value that is one known container, an Enum or a NamedTuple, too."""
        type_ = only(value)
        if isinstance(type_, Instance):
            return self._fields_in_order(type_)
        if not isinstance(type_, Class):
            return super().items_of(value)
        return tuple(self._members(type_).values()) if self.is_enum(type_) else None

    def _fields_in_order(self, instance: Instance) -> tuple[Value, ...] | None:
        """The fields of a NamedTuple; None where it is none, or one of them isn't known."""
        bases = self.loaded(instance.type.bases)
        if [item.atom for item in bases] != [External("typing.NamedTuple")]:
            return None
        values = [
            self.state.get((instance.ident, name)) or self.find_in_class(instance.type, name)
            for name in self._fields(instance.type)
        ]
        known = [value for value in values if value is not None]
        return tuple(known) if len(known) == len(values) else None

    def _members(self, type_: Class) -> Mapping[str, Value]:
        return {
            name: value
            for name, value in self.state.names(type_.frame.ident).items()
            if not name.startswith("_")
            if not any(isinstance(item.atom, (Function, Class)) for item in value)
        }

    def member_of_enum(self, type_: Class, key: Alternative) -> Value | None:
        """What `Enum["NAME"]` is; None where it is no Enum, or nobody knows."""
        if not isinstance(key.atom, Const) or not self.is_enum(type_):
            return None
        return self._members(type_).get(str(key.atom.value))

    def keep_accessor(self, name: str, kind: str, function: Function, frame: Frame) -> None:
        """A property gets its setter or deleter; its name goes on asking the getter."""
        self._with_setter.add(name)
        self.define(function)
        self.assign(f"{name} {kind}", just(function), frame)

    def set_by_property(self, instance: Instance, name: str, value: Value) -> bool:
        """Runs the setter of a property that an attribute is; whether it is one."""
        if name not in self._with_setter:
            return False
        return self.special(instance, f"{name} setter", value) is not None

    def may_set(self, function: str) -> None:
        """A function is defined that may say how attributes are set."""
        self._has_setting = self._has_setting or function == _SETTING

    def set_by_method(self, instance: Instance, name: str, value: Value) -> bool:
        """Runs the `__setattr__` of an object's class; whether there is one, and not yet runs."""
        if not self._has_setting:
            return False
        found = self.find_in_class(instance.type, _SETTING) or ()
        if any(
            isinstance(one.atom, Function) and id(one.atom.node) in self.active for one in found
        ):
            return False
        return self.special(instance, _SETTING, constant(name), value) is not None

    def tell_bases(self, type_: Class, keywords: Mapping[str, Value]) -> None:
        """A class has been derived from others: their `__init_subclass__` is called."""
        for item in self.find_above(type_, type_, "__init_subclass__") or ():
            if isinstance(item.atom, Function):
                self.enter(item.atom, Arguments((just(type_),), keywords), None)

    def copied(self, instance: Instance, changes: Mapping[str, Value]) -> Instance:
        """Another object that is like one, but for some attributes."""
        made = Instance(instance.type, self.fresh())
        self.instances.setdefault(instance.type.node, []).append(made)
        for name, value in {**self.state.names(instance.ident), **changes}.items():
            self.state.set((made.ident, name), value)
        return made


def accessor(decorators: list[ast.expr]) -> str:
    """What a function is to a property, by its decorators: its setter or deleter, or ""."""
    kinds = (one.attr for one in decorators if isinstance(one, ast.Attribute))
    return next((kind for kind in kinds if kind in ACCESSORS), "")
