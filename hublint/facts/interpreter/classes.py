"""What are the classes of the code, and their objects?"""

from __future__ import annotations

import ast
from dataclasses import replace

from hublint.facts.interpreter.functions import Functions
from hublint.facts.libraries.symbols import keras_family
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, External, Function, Instance
from hublint.facts.values.value import Value, just


class Classes(Functions):
    """Makes objects of classes."""

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
        if init is None:
            self._fields_from_arguments(type_, instance, arguments)
            init, arguments = self.find_in_class(type_, "__post_init__"), Arguments()
        for item in init or ():
            if isinstance(item.atom, Function):
                method = replace(item.atom, uncalled=uncalled)
                self.enter(method, arguments.after(value), node)
        return value

    def _fields_from_arguments(
        self, type_: Class, instance: Instance, arguments: Arguments
    ) -> None:
        """A dataclass or NamedTuple takes its fields by name, or in their order."""
        names = [
            statement.target.id
            for statement in type_.node.body
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        ]
        for name, value in (
            *zip(names, arguments.positional, strict=False),
            *arguments.keywords.items(),
        ):
            self.state.set((instance.ident, name), value)

    def find_in_class(self, type_: Class, name: str) -> Value | None:
        """A name of a class or of the classes of the code above it."""
        value = self.state.get((type_.frame.ident, name))
        if value is not None:
            return self.loaded(value)
        for base in type_.bases:
            for item in self.loaded((base,)):
                if isinstance(item.atom, Class) and item.atom is not type_:
                    value = self.find_in_class(item.atom, name)
                    if value is not None:
                        return value
        return None

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
        return self.unknown("a call of an object", ("call", id(node), instance.ident), *inputs)
