"""What does a statement do? They are run in the order in which Python runs them.

A loop's body is run once, with every item that it may be given.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from hublint.facts.hub import loops
from hublint.facts.interpreter import forms
from hublint.facts.interpreter.branching import MAX_PATHS, Branch, Branching
from hublint.facts.interpreter.expectations import around_try, expects_by_name
from hublint.facts.interpreter.functions import Loop
from hublint.facts.interpreter.tried_imports import tries_tf_keras
from hublint.facts.libraries import meaning
from hublint.facts.libraries.roles.files import never_returns
from hublint.facts.values import object_tests, texts
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, Const, Entered, Function, Instance
from hublint.facts.values.contexts import EXPECTS, LOOP, Context
from hublint.facts.values.frames import Frame
from hublint.facts.values.functions import innermost
from hublint.facts.values.state import End, Key
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


class Statements(Branching):
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
        if frame.module.names_word("@param"):
            self._offer(node, frame)

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

    def _for(self, node: ast.For | ast.AsyncFor, frame: Frame) -> bool:
        source = self.evaluate(node.iter, frame)
        self.bind(node.target, self.element(source, node), frame)
        items = self.items_of(source)
        self._loop(node, frame, is_repeated=items is None or len(items) > 1)
        return self.execute(node.orelse, frame)

    def _while(self, node: ast.While, frame: Frame) -> bool:
        self.evaluate(node.test, frame)
        self._loop(node, frame)
        return self.execute(node.orelse, frame)

    def _loop(self, node: loops.Loop, frame: Frame, is_repeated: bool = True) -> None:
        """Runs a loop's body once; what a pass leaves when it breaks or continues, stays."""
        below, guards = self.state, self.guards
        self.state = below.fork()
        self.loops.append(Loop(below, []))
        if is_repeated:
            self._forget_carried(node, frame)
        with self.inside(LOOP if is_repeated else "", frame.module, node, str(frame.ident)):
            goes_on = self.execute(node.body, frame)
        if goes_on:
            self.loops[-1].ends.append(End(self.guards, self.state.since(below)))
        self.state, self.guards = below, guards
        below.join(self.loops.pop().ends, guards, self.dead)

    def _forget_carried(self, node: loops.Loop, frame: Frame) -> None:
        """What a pass counts or lengthens is another text or number in each."""
        for name in loops.carried(node):
            value = super().lookup(name, frame, node)
            if all(isinstance(item.atom, Const) and item.atom.value is not None for item in value):
                key = ("carried", id(node), name, frame.ident)
                self.assign(name, self.unknown(f"{name} changes from pass to pass", key), frame)

    def _end_of_pass(self, node: ast.Break | ast.Continue, frame: Frame) -> bool:
        if self.loops:
            loop = self.loops[-1]
            loop.ends.append(End(self.guards, self.state.since(loop.before)))
        return False

    def _try(self, node: ast.Try, frame: Frame) -> bool:
        goes_on: bool
        if not node.handlers or self._never_fails(node, frame):
            goes_on = self.execute([*node.body, *node.orelse], frame)
        else:
            key = ("try", id(node), frame.ident)
            tried = [*node.body, *node.orelse]
            branches: list[Branch] = []
            handled = object_tests.named(("handled", key), self._named_in(node.body, frame))
            for number, body in enumerate([tried, *(handler.body for handler in node.handlers)]):
                own = {key: number, handled: True} if number else {key: number}
                guards = tuple({**guard, **own} for guard in self.guards)
                context = around_try(node) if number == 0 else self._maybe()
                branches.append(Branch(guards, body, node, context))
            goes_on = self.branch(branches, frame, lasting=True)
        return self.execute(node.finalbody, frame) and goes_on

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
        self.leave(value)
        return False

    def _raise(self, node: ast.Raise, frame: Frame) -> bool:
        return False

    def _function(self, node: FunctionNode, frame: Frame) -> None:
        defined_in = frame.defined_in if frame.kind == "class" else None
        self.capture(frame)
        function = Function(node, frame.module, frame, defined_in=defined_in)
        if any(map(_is_accessor, node.decorator_list)):
            return  # the property keeps its name, which asks the getter
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
        ast.Import: Branching.import_modules,
        ast.ImportFrom: Branching.import_names,
        ast.If: Branching.if_,
        ast.For: _for,
        ast.AsyncFor: _for,
        ast.While: _while,
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
        ast.Match: Branching.match,
        ast.Assert: _assert,
        ast.Delete: _delete,
        ast.Break: _end_of_pass,
        ast.Continue: _end_of_pass,
    }


def _is_accessor(decorator: ast.expr) -> bool:
    """Whether a function is the setter or the deleter of a property."""
    return isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter")
