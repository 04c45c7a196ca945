"""What does a call give? For each thing that the called may be."""

from __future__ import annotations

import ast
from functools import partial
from typing import Any

from hublint.facts.interpreter.expectations import expects_by_name
from hublint.facts.interpreter.members import LOOKS, Members
from hublint.facts.values import containers, format_guards, object_tests, texts, version_tests
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
    Signatures,
    Truth,
    Unknown,
)
from hublint.facts.values.contexts import EXPECTS
from hublint.facts.values.frames import Frame
from hublint.facts.values.identity import identity
from hublint.facts.values.value import (
    Alternative,
    Trace,
    Value,
    just,
    narrowed,
    only,
    through,
    union,
)


class Calling(Members):
    """Follows calls."""

    def call_library(
        self, name: str, value: Alternative, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        """What a call of a library's name gives."""
        raise TypeError("an interpreter knows libraries")

    def call_object(self, atom: Any, arguments: Arguments, node: ast.Call, frame: Frame) -> Value:
        """What a call of a hub object, its signature or a Keras model gives."""
        raise TypeError("an interpreter knows hub objects")

    def call_unread(
        self, item: Alternative, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        """What a function gives of a module that has not been read."""
        raise TypeError("an interpreter knows modules")

    def call_wrapper(
        self, atom: Atom, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value | None:
        """What a function gives that stands for an API of hub; None if it does not."""
        raise TypeError("an interpreter knows wrappers")

    def arguments(self, node: ast.Call, frame: Frame) -> Arguments:
        """The arguments of a call, first those without names."""
        positional, is_open = self.listed(node.args, frame)
        keywords: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.evaluate(keyword.value, frame)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            else:
                is_open = not self._spread(value, keywords) or is_open
        return Arguments(tuple(positional), keywords, is_open, node, frame.module)

    def _spread(self, value: Value, keywords: dict[str, Value]) -> bool:
        atom = only(value)
        if not isinstance(atom, Dictionary):
            return False
        for key, item in atom.entries:
            name = only(key)
            if isinstance(name, Const) and isinstance(name.value, str):
                keywords[name.value] = item
        return not atom.open

    def call(self, node: ast.Call, frame: Frame) -> Value:
        """What a call gives, for each thing that the called may be."""
        called = self.evaluate(node.func, frame)
        with self.inside(EXPECTS if expects_by_name(node) else "", frame.module, node):
            arguments = self.arguments(node, frame)
        return self.apply(called, arguments, node, frame)

    def apply(self, called: Value, arguments: Arguments, node: ast.Call, frame: Frame) -> Value:
        """What calling a value with arguments gives."""
        results = []
        before = self.guards
        for item in called:
            guards = narrowed(before, item)
            if not guards:
                continue
            self.guards = guards
            result = self._apply_one(item, arguments, node, frame)
            results.append(through(result, item))
        self.guards = before
        return union(*results) if results else self.opaque(node, frame)

    def _apply_one(
        self, item: Alternative, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        atom = item.atom
        if isinstance(atom, (External, Function, Class)):
            wrapped = self.call_wrapper(atom, arguments, node, frame)
            if wrapped is not None:
                return wrapped
        if isinstance(atom, External):
            return self.call_library(atom.name, item, arguments, node, frame)
        if isinstance(atom, Function):
            return self.enter(atom, arguments.after(*atom.bound) if atom.bound else arguments, node)
        if isinstance(atom, Class):
            return self.instantiate(atom, arguments, node)
        if isinstance(atom, Instance):
            return self.call_instance(atom, arguments, node)
        if isinstance(atom, Partial):
            given = arguments.after(*atom.positional).with_defaults(dict(atom.keywords))
            return self.apply(atom.function, given, node, frame)
        if isinstance(atom, Method):
            return self.call_method(item, atom, arguments, node, frame)
        if isinstance(atom, (HubObject, Signature, KerasModel)):
            return self.call_object(atom, arguments, node, frame)
        if isinstance(atom, ModuleAtom):
            return self.call_unread(item, arguments, node, frame)
        return self.opaque_call(item, arguments, node, frame)

    def opaque_call(
        self, item: Alternative, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        """What a call gives of which nothing is known but what goes in."""
        self.unfollowed(node)
        reason = getattr(item.atom, "reason", "") or "what is called is not known"
        inputs = (*arguments.positional, *arguments.keywords.values(), (item,))
        key = object_tests.named(("call", id(node), frame.ident), inputs)
        return self.unknown(reason, key, *inputs)

    def call_method(
        self,
        item: Alternative,
        method: Method,
        arguments: Arguments,
        node: ast.Call,
        frame: Frame,
    ) -> Value:
        """What a method of a container, a text or a known object gives."""
        owner = method.owner
        if isinstance(owner, (HubObject, Signatures, KerasModel, Instance)):
            return self.call_object(method, arguments, node, frame)
        if method.name in LOOKS and isinstance(owner, (Const, Unknown)):
            return self.look(just(owner), node, frame)
        is_text = isinstance(owner, Const) and isinstance(owner.value, str)
        if is_text or isinstance(owner, ByVersion):
            text = just(owner, item.why)
            return self._call_text(text, method.name, arguments, node, frame)
        if isinstance(owner, (Dictionary, Collection)):
            done = containers.call(owner, method.name, arguments)
            if done is not None:
                if done.changed is not None:
                    self.change(owner, done.changed, node.func, frame)
                return done.value
        return self.opaque_call(Alternative(owner), arguments, node, frame)

    def choose(self, truth: Truth, node: ast.AST, frame: Frame) -> None:
        """The program takes a choice here: of those about versions, the place is remembered."""
        if isinstance(truth.key, tuple) and truth.key[0] == "releases":
            self.choices.setdefault(truth.key, Trace("", frame.module, node))

    def look(self, path: Value, node: ast.Call, frame: Frame) -> Value:
        """Whether a path exists: a choice that tells the format, if it is the mark's path."""
        results = []
        for item in path:
            atom = format_guards.look(item.atom)
            if atom is None:
                key = ("exists", identity((item,)))
                results.append(self.unknown("what lies on disk is not known", key))
                continue
            self.choices[atom.key] = Trace("", frame.module, node)
            results.append((Alternative(atom, item.guard),))
        return union(*results)

    def _call_text(
        self, owner: Value, name: str, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        key = (id(node), frame.ident)
        if name in texts.PATH_METHODS and not arguments.open:
            operands = [owner, *arguments.positional]
            return texts.combine(operands, texts.join_path, key, "a path that is not known")
        if name not in texts.STRING_METHODS or arguments.open:
            library = version_tests.source(owner[0].atom) if len(owner) == 1 else ""
            named = version_tests.marked(library, key) if library else key
            return self.unknown("a text that is not known", named)
        names = tuple(arguments.keywords)

        def run(text: str, *given: Any) -> Any:
            split = len(given) - len(names)
            keywords = dict(zip(names, given[split:], strict=True))
            method = partial(texts.formatted, text) if name == "format" else getattr(text, name)
            return method(*given[:split], **keywords)

        inputs = [owner, *arguments.positional, *arguments.keywords.values()]
        return texts.combine(inputs, run, key, "a text that is not known")
