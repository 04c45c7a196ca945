"""What are the classes of the code, and their objects?"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from hublint.facts.interpreter.functions import Functions
from hublint.facts.libraries.symbols import keras_family
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, External, Function, Instance, ModuleAtom
from hublint.facts.values.value import Value, just


class Classes(Functions):
    """Makes objects of classes."""

    def __init__(self, budget: int) -> None:
        super().__init__(budget)
        self._orders: dict[int, Sequence[Class]] = {}

    def instantiate(
        self,
        type_: Class,
        arguments: Arguments,
        node: ast.Call | None,
        uncalled: bool = False,
    ) -> Value:
        """A new object of a class of the code, after its __init__."""
        self.entered.add(type_.node)
        self._meets(type_)
        instance = Instance(type_, self.fresh())
        if not self.is_mocked:
            self.instances.setdefault(type_.node, []).append(instance)
        value = just(instance)
        init = self.find_in_class(type_, "__init__")
        if init is not None:
            self._enter_methods(init, arguments.after(value), node, uncalled)
            return value
        self._fields_from_arguments(type_, instance, arguments)
        behind = self.find_in_class(type_, "__post_init__")
        self._enter_methods(behind or (), Arguments((value,)), node, uncalled)
        return value

    def _enter_methods(
        self, methods: Value, arguments: Arguments, node: ast.Call | None, uncalled: bool
    ) -> None:
        for item in methods:
            if isinstance(item.atom, Function):
                self.enter(replace(item.atom, uncalled=uncalled), arguments, node)

    def _fields_from_arguments(
        self, type_: Class, instance: Instance, arguments: Arguments
    ) -> None:
        """A dataclass or NamedTuple takes its fields by name, or in their order."""
        names = self._fields(type_)
        for name, value in (
            *zip(names, arguments.positional, strict=False),
            *arguments.keywords.items(),
        ):
            self.state.set((instance.ident, name), value)

    def _fields(self, type_: Class) -> list[str]:
        """The fields that a class declares, those of the classes above it first."""
        above = [one.atom for one in self.loaded(type_.bases) if isinstance(one.atom, Class)]
        inherited = [name for one in above if one is not type_ for name in self._fields(one)]
        own = [
            statement.target.id
            for statement in type_.node.body
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        ]
        return list(dict.fromkeys((*inherited, *own)))

    def find_in_class(self, type_: Class, name: str) -> Value | None:
        """A name of a class or of the classes of the code above it."""
        return self._first_of(self.order_of(type_), name)

    def find_above(self, type_: Class, below: Class, name: str) -> Value | None:
        """What `super()` in a class finds by a name, for an object of one that derives from it."""
        order = self.order_of(type_)
        idents = [one.frame.ident for one in order]
        if below.frame.ident not in idents:
            return self._first_of(self.order_of(below)[1:], name)
        return self._first_of(order[idents.index(below.frame.ident) + 1 :], name)

    def _first_of(self, classes: Sequence[Class], name: str) -> Value | None:
        for one in classes:
            value = self.state.get((one.frame.ident, name))
            if value is not None:
                return self.loaded(value)
        return None

    def order_of(self, type_: Class) -> Sequence[Class]:
        """The classes of the code in which a name of a class is sought: itself, and those above."""
        known = self._orders.get(type_.frame.ident)
        if known is not None:
            return known
        bases = self.loaded(type_.bases)
        above = [one.atom for one in bases if isinstance(one.atom, Class)]
        above = [one for one in above if one.frame.ident != type_.frame.ident]
        order = (type_, *merged_order([*map(self.order_of, above), above]))
        if not any(isinstance(one.atom, ModuleAtom) for one in bases):
            self._orders[type_.frame.ident] = order
        return order

    def is_keras(self, type_: Class) -> bool:
        """Whether a class of the code derives from a Keras layer or model."""
        return self.spelling(type_) != ""

    def spelling(self, type_: Class) -> str:
        """How the Keras is spelt that a class of the code derives from; "" if from none."""
        for item in type_.bases:
            atom = item.atom
            if isinstance(atom, External) and "keras" in atom.name:
                return keras_family(atom.name)
            if isinstance(atom, Class) and atom is not type_ and (above := self.spelling(atom)):
                return above
        return ""

    def call_instance(
        self, instance: Instance, arguments: Arguments, node: ast.Call | None
    ) -> Value:
        """What calling an object of the code gives: Keras runs build and call in a function."""
        is_keras = self.is_keras(instance.type)
        for name in ("build", "call") if is_keras else ("__call__",):
            method = self.find_in_class(instance.type, name)
            for item in method or ():
                if not isinstance(item.atom, Function):
                    continue
                context = "keras" if is_keras else ""
                given = arguments.after(just(instance))
                with self.inside(context, item.atom.module, item.atom.node):
                    result = self.enter(item.atom, given, node)
                if name != "build":
                    return result
        inputs = (*arguments.positional, *arguments.keywords.values())
        return self.unknown(
            "a call of an object", ("call", id(node), instance.ident, self.turn), *inputs
        )


def merged_order(orders: Sequence[Sequence[Class]]) -> Sequence[Class]:
    """Classes in an order that keeps each of these, as Python seeks names in them.

    Where there is none, Python refuses the class; then each is taken as soon as it is met.
    """
    found: list[Class] = []
    left = [list(order) for order in orders if order]
    while left:
        heads = [order[0] for order in left]
        behind = {one.frame.ident for order in left for one in order[1:]}
        first = next((one for one in heads if one.frame.ident not in behind), heads[0])
        found.append(first)
        taken = first.frame.ident
        left = [[one for one in order if one.frame.ident != taken] for order in left]
        left = [order for order in left if order]
    return found
