"""What may an expression be? One method for each kind of expression, by its name in `ast`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, ClassVar, cast

from hublint.facts.interpreter.computing import Computing
from hublint.facts.values.atoms import Const, External, Function
from hublint.facts.values.frames import Frame
from hublint.facts.values.value import Trace, Value, constant, just, only
from hublint.sources.syntax import TEMPLATES, children


class Expressions(Computing):
    """Evaluates expressions where the program stands."""

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        """Every value that the expression may have where the program stands."""
        method = self._METHODS.get(type(node))
        if method is None:
            return self.opaque(node, frame)
        return method(self, node, frame)

    def _name(self, node: ast.Name, frame: Frame) -> Value:
        value = self.lookup(node.id, frame, node)
        first = only(value)
        if isinstance(first, External):
            return self.external(first.name, value, node, frame)
        return value

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Value:
        return self.attribute(self.evaluate(node.value, frame), node.attr, node, frame)

    def _constant(self, node: ast.Constant, frame: Frame) -> Value:
        value = node.value
        if isinstance(value, (str, bytes)):
            return just(Const(value), (Trace("", frame.module, node),))
        if value is ... or isinstance(value, complex):
            return self.opaque(node, frame)
        return constant(value)

    def _template(self, node: ast.expr, frame: Frame) -> Value:
        """A template string: nobody knows what it is, but what stands in it is run."""
        for part in children(node):
            for code in children(part):
                self.evaluate(cast("ast.expr", code), frame)
        return self.opaque(node, frame)

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Value:
        self.capture(frame)
        function = Function(node, frame.module, frame)
        self.define(function)
        return just(function)

    def _named(self, node: ast.NamedExpr, frame: Frame) -> Value:
        value = self.evaluate(node.value, frame)
        home = frame
        while home.kind == "comprehension" and home.parent is not None:
            home = home.parent
        self.bind(node.target, value, home)
        return value

    def _yield(self, node: ast.Yield, frame: Frame) -> Value:
        self.yield_(constant(None) if node.value is None else self.evaluate(node.value, frame))
        return self.opaque(node, frame)

    def _yield_from(self, node: ast.YieldFrom, frame: Frame) -> Value:
        self.yield_(self.element(self.evaluate(node.value, frame), node))
        return self.opaque(node, frame)

    def _await(self, node: ast.Await, frame: Frame) -> Value:
        return self.evaluate(node.value, frame)

    # What the layers above supply.

    def call(self, node: ast.Call, frame: Frame) -> Value:
        """What a call gives."""
        raise TypeError("an interpreter calls")

    def attribute(self, value: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        """What an attribute of a value is."""
        raise TypeError("an interpreter knows attributes")

    def external(self, name: str, value: Value, node: ast.AST, frame: Frame) -> Value:
        """A library's name is read: what it stands for."""
        return value

    def yield_(self, value: Value) -> None:
        """Yields a value from the function that runs."""

    _METHODS: ClassVar[dict[type[ast.AST], Callable[[Any, Any, Frame], Value]]] = {
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Call: lambda self, node, frame: self.call(node, frame),
        ast.Constant: _constant,
        ast.JoinedStr: Computing._formatted,
        **dict.fromkeys(TEMPLATES, _template),
        ast.Tuple: Computing._tuple,
        ast.List: Computing._tuple,
        ast.Set: Computing._tuple,
        ast.Dict: Computing._dict,
        ast.IfExp: Computing._conditional,
        ast.BoolOp: Computing._boolean,
        ast.UnaryOp: Computing._unary,
        ast.BinOp: Computing._binary,
        ast.Compare: Computing._comparison,
        ast.Lambda: _lambda,
        ast.NamedExpr: _named,
        ast.Subscript: Computing._subscript,
        ast.Await: _await,
        ast.Yield: _yield,
        ast.YieldFrom: _yield_from,
        ast.ListComp: Computing._comprehension,
        ast.SetComp: Computing._comprehension,
        ast.GeneratorExp: Computing._comprehension,
        ast.DictComp: Computing._comprehension,
    }
