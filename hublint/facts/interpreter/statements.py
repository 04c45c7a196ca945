"""What does a statement do? They are run in the order in which Python runs them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from hublint.facts.interpreter import forms
from hublint.facts.interpreter.branching import MAX_PATHS, Branch
from hublint.facts.interpreter.expectations import around_try, expects_by_name
from hublint.facts.interpreter.functions import Final
from hublint.facts.interpreter.looping import Looping
from hublint.facts.interpreter.special_methods import accessor
from hublint.facts.interpreter.tried_imports import tries_tf_keras
from hublint.facts.libraries import meaning
from hublint.facts.libraries.roles.files import never_returns
from hublint.facts.values import object_tests, texts
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, Const, Entered, Function, Instance
from hublint.facts.values.contexts import EXPECTS, Context
from hublint.facts.values.frames import Frame
from hublint.facts.values.functions import innermost
from hublint.facts.values.state import Key
from hublint.facts.values.value import (
    Alternative,
    Trace,
    Value,
    capped,
    constant,
    guarded,
    just,
    union,
)
from hublint.sources.syntax import TRIES, FunctionNode, walk

if TYPE_CHECKING:
    from hublint.facts.programs.surroundings import Project


class Statements(Looping):
    """Runs statements."""

    def __init__(self, project: Project, budget: int) -> None:
        super().__init__(project, budget)
        self.cases: dict[ast.AST, tuple[Arguments, ...]] = {}  # of tests
        self.decorating: dict[ast.AST, ast.Call] = {}  # the calls that decorators are

    # What the layer above supplies.

    def context_of(self, value: Value) -> str:
        """The kind of context that a `with` over this value enters; "" if it doesn't matter."""
        raise TypeError("an interpreter knows libraries")

    def decorated(self, decorator: ast.expr, value: Value, frame: Frame) -> Value:
        """What a decorator makes of a function."""
        raise TypeError("an interpreter knows libraries")

    # Statements.

    def execute(self, body: Sequence[Any], frame: Frame) -> bool:
        """Runs statements in order; whether the program goes on behind them."""
        for statement in body:
            self.budget -= 1
            if self.budget <= 0:
                return False
            method = self._STATEMENTS.get(type(statement))
            if method is not None and method(self, statement, frame) is False:
                return False
        return True

    def _offer(self, node: ast.Assign, frame: Frame) -> None:
        """A form field offers other values for the name that is assigned before it."""
        if not isinstance(node.targets[0], ast.Name):
            return
        name = node.targets[0].id
        current = super().lookup(name, frame, node)  # nobody reads it here
        selected = [item.atom for item in current]
        offers = [texts.as_atom(one) for one in forms.choices(frame.module.behind(node))]
        others = [one for one in offers if one not in selected]
        if others:
            field = ("form", id(node), frame.ident)
            trace = (Trace("", frame.module, node),)
            offered = [
                Alternative(one, {field: number}, trace)
                for number, one in enumerate(others, start=1)
            ]
            self.assign(name, capped((*guarded(current, ({field: 0},)), *offered)), frame)

    def _expression(self, node: ast.Expr, frame: Frame) -> bool:
        value = self.evaluate(node.value, frame)
        return not isinstance(node.value, ast.Call) or not never_returns(value)

    def _assign(self, node: ast.Assign, frame: Frame) -> None:
        value = self.evaluate(node.value, frame)
        for target in node.targets:
            self.bind(target, self._shown(value, node, frame), frame)
        if frame.kind == "class":
            self._property(node, value, frame)
        if frame.module.names_word("@param"):
            self._offer(node, frame)

    def _property(self, node: ast.Assign, value: Value, frame: Frame) -> None:
        """`x = property(get, set)` in a class: what sets it is kept for it."""
        target, call = node.targets[0], node.value
        is_getter = any(
            isinstance(one.atom, Function) and one.atom.kind == "getter" for one in value
        )
        if not is_getter or not isinstance(target, ast.Name) or not isinstance(call, ast.Call):
            return
        given = self.arguments(call, frame).get("fset", 1) or ()
        for item in given:
            if isinstance(item.atom, Function):
                self.keep_accessor(target.id, "setter", item.atom, frame)

    def _shown(self, value: Value, node: ast.AST, frame: Frame) -> Value:
        """A constant that is given a name here: the assignment is what shows it."""
        return tuple(
            Alternative(item.atom, item.guard, (Trace("", frame.module, node),), item.assumed)
            if isinstance(item.atom, Const) and not item.why
            else item
            for item in value
        )

    def _annotated(self, node: ast.AnnAssign, frame: Frame) -> None:
        if node.value is not None:
            value = self.evaluate(node.value, frame)
            self.bind(node.target, self._shown(value, node, frame), frame)

    def _augmented(self, node: ast.AugAssign, frame: Frame) -> None:
        value = self.combined(node, node.target, node.value, frame)
        self.bind(node.target, value, frame)

    def _try(self, node: ast.Try, frame: Frame) -> bool:
        if not node.finalbody:
            return self._tried(node, frame)
        around = self.finals
        self.finals = [*around, Final(node.finalbody, len(self.returns), len(self.loops))]
        try:
            goes_on = self._tried(node, frame)
        finally:
            self.finals = around
        return self.execute(node.finalbody, frame) and goes_on

    def _tried(self, node: ast.Try, frame: Frame) -> bool:
        goes_on: bool
        if not node.handlers or self._never_fails(node, frame):
            goes_on = self.execute([*node.body, *node.orelse], frame)
        else:
            key = ("try", self.at(node, frame))
            tried = [*node.body, *node.orelse]
            branches: list[Branch] = []
            handled = object_tests.named(("handled", key), self._named_in(node.body, frame))
            for number, body in enumerate([tried, *(handler.body for handler in node.handlers)]):
                own = {key: number, handled: True} if number else {key: number}
                guards = tuple({**guard, **own} for guard in self.guards)
                context = around_try(node) if number == 0 else self._maybe()
                branches.append(Branch(guards, body, node, context))
            goes_on = self.branch(branches, frame, lasting=True)
        return goes_on

    def _named_in(self, body: Sequence[ast.stmt], frame: Frame) -> Sequence[Value]:
        """What statements name: in the handlers of a `try`, they have failed with one of it."""
        names = {one.id: one for part in body for one in walk(part) if isinstance(one, ast.Name)}
        return [super(Statements, self).lookup(name, frame, one) for name, one in names.items()]

    def _never_fails(self, node: ast.Try, frame: Frame) -> bool:
        """Whether a program in which hub works never comes to the handlers of a `try`."""
        if not tries_tf_keras(node):
            return False
        return self.keras.family("tf.keras", frame).value == "keras3"

    def _with(self, node: ast.With | ast.AsyncWith, frame: Frame) -> bool:
        depth = len(self.contexts)
        for item in node.items:
            entered = item.context_expr
            value = self.evaluate(entered, frame)
            expects = EXPECTS if expects_by_name(entered) else ""
            if not expects and meaning.may_enter_graph(entered, value):
                expects = "unknown-graph"
            value = self.enter_context(value, expects, node, frame)
            if item.optional_vars is not None:
                self.bind(item.optional_vars, value, frame)
        goes_on = self.execute(node.body, frame)
        del self.contexts[depth:]
        return goes_on

    def enter_context(self, value: Value, expects: str, node: ast.AST, frame: Frame) -> Value:
        """What `with` gives for a value, whose context is entered."""
        kind = expects or self.context_of(value)
        if kind:
            detail = meaning.graph_of(value) if kind == "graph" else ""
            self.contexts.append(Context(kind, Trace("", frame.module, node), detail))
        if len(value) != 1:
            return value
        atom = value[0].atom
        if isinstance(atom, Entered):
            self.contexts.extend(one for one in atom.contexts if isinstance(one, Context))
            return atom.value
        method = self.find_in_class(atom.type, "__enter__") if isinstance(atom, Instance) else None
        for item in method or ():
            if isinstance(item.atom, Function):
                return self.enter(item.atom, Arguments((value,)), None)
        return value

    def _return(self, node: ast.Return, frame: Frame) -> bool:
        value = constant(None) if node.value is None else self.evaluate(node.value, frame)
        if not self.finals or self.run_finals(frame):
            self.leave(value)
        return False

    def _raise(self, node: ast.Raise, frame: Frame) -> bool:
        return False

    def _function(self, node: FunctionNode, frame: Frame) -> None:
        defined_in = frame.defined_in if frame.kind == "class" else None
        self.capture(frame)
        defaults = self.defaults(node, frame)
        function = Function(node, frame.module, frame, defined_in=defined_in, defaults=defaults)
        self.may_set(node.name)
        kind = accessor(node.decorator_list)
        if kind:
            self.keep_accessor(node.name, kind, function, frame)
            return
        value = just(function, (Trace("", frame.module, node),))
        self.cases.pop(node, None)
        for decorator in reversed(node.decorator_list):
            value = self.decorated(decorator, value, frame)
        for item in value:
            inner = innermost(item.atom)
            if inner is not None:
                self.define(inner)
        self.assign(node.name, value, frame)

    def _class(self, node: ast.ClassDef, frame: Frame) -> None:
        listed, _ = self.listed(node.bases, frame)
        bases = tuple(item for base in listed for item in self.loaded(base))
        self.capture(frame)
        inner = Frame(self.fresh(), frame.module, frame, "class", uncalled=frame.uncalled)
        class_ = Class(node, frame.module, inner, bases)
        inner = replace(inner, defined_in=class_)
        self.assign(node.name, just(class_), frame)
        self.define(class_)
        self.execute(node.body, inner)
        if bases:
            given = {one.arg: self.evaluate(one.value, frame) for one in node.keywords if one.arg}
            self.tell_bases(class_, given)

    def _global(self, node: ast.Global | ast.Nonlocal, frame: Frame) -> None:
        owner = frame
        while owner.parent is not None:
            owner = owner.parent
            if isinstance(node, ast.Nonlocal) and owner.kind == "function":
                break
        for name in node.names:
            frame.owned_elsewhere[name] = owner
            if frame.uncalled:
                self._reopen((owner.ident, name))

    def _reopen(self, key: Key) -> None:
        """A function that nobody in view calls may have been called when a global was new."""
        first, now = self.first.get(key), self.state.get(key)
        if first is not None and now is not None and first != now:
            moment = ("moment", key)
            parts = guarded(first, ({moment: 0},)), guarded(now, ({moment: 1},))
            self.state.set(key, union(*parts))

    def _assert(self, node: ast.Assert, frame: Frame) -> bool:
        yes, _ = self.split(node.test, frame)
        if len(yes) <= MAX_PATHS:
            self.guards = yes
        return bool(yes)

    def _delete(self, node: ast.Delete, frame: Frame) -> None:
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                self.remove(target, frame)

    _STATEMENTS: ClassVar[dict[type[ast.AST], Callable[[Any, Any, Frame], bool | None]]] = {
        ast.Expr: _expression,
        ast.Assign: _assign,
        ast.AnnAssign: _annotated,
        ast.AugAssign: _augmented,
        ast.Import: Looping.import_modules,
        ast.ImportFrom: Looping.import_names,
        ast.If: Looping.if_,
        ast.For: Looping.for_,
        ast.AsyncFor: Looping.for_,
        ast.While: Looping.while_,
        **dict.fromkeys(TRIES, _try),
        ast.With: _with,
        ast.AsyncWith: _with,
        ast.Return: _return,
        ast.Raise: _raise,
        ast.FunctionDef: _function,
        ast.AsyncFunctionDef: _function,
        ast.ClassDef: _class,
        ast.Global: _global,
        ast.Nonlocal: _global,
        ast.Match: Looping.match,
        ast.Assert: _assert,
        ast.Delete: _delete,
        ast.Break: Looping.end_pass,
        ast.Continue: Looping.end_pass,
    }
