"""What is computed from operands: by an operator, a comparison, a slice, a template?"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Sequence

from hublint.facts.interpreter.displays import Displays
from hublint.facts.interpreter.operands import numeric
from hublint.facts.values import containers, texts
from hublint.facts.values.atoms import Collection, Const, Dictionary, Instance
from hublint.facts.values.choices import resolved
from hublint.facts.values.comparisons import compared, opposite
from hublint.facts.values.frames import Frame
from hublint.facts.values.identity import identity
from hublint.facts.values.value import Alternative, Trace, Value, capped, constant, just, only


class Computing(Displays):
    """The operators of a program."""

    def _unary(self, node: ast.UnaryOp, frame: Frame) -> Value:
        if isinstance(node.op, ast.Not):
            return tuple(
                Alternative(opposite(item.atom), item.guard, item.why, item.assumed)
                for item in self.truth(self.evaluate(node.operand, frame))
            )
        (value,) = self._operands(node, (node.operand,), frame)
        if isinstance(node.op, ast.USub):
            return texts.combine([value], lambda number: -number, id(node), "a number")
        return value

    def _operands(
        self, node: ast.expr | ast.AugAssign, operands: Sequence[ast.expr], frame: Frame
    ) -> Sequence[Value]:
        """The values of a computation's operands."""
        values = [self.evaluate(one, frame) for one in operands]
        numbers = () if any(map(_may_compute, values)) else numeric(node)
        for one, value in zip(operands, values, strict=True):
            if one in numbers:
                self.computed(one, value, frame)
        return values

    def _binary(self, node: ast.BinOp, frame: Frame) -> Value:
        return self.combined(node, node.left, node.right, frame)

    def combined(
        self, node: ast.BinOp | ast.AugAssign, left: ast.expr, right: ast.expr, frame: Frame
    ) -> Value:
        """What the operator of a node makes of its two operands."""
        one, other = self._operands(node, (left, right), frame)
        return self.operated(type(node.op).__name__, one, other, self.at(node, frame))

    def operated(self, operator: str, left: Value, right: Value, key: Hashable) -> Value:
        """What a binary operation gives, by the name of its operator in `ast`."""
        first = only(left)
        if operator == "BitOr" and isinstance(first, Dictionary):
            return just(containers.merged(first, right))
        if operator == "Add" and isinstance(first, Collection):
            return just(containers.extended(first, right))
        compute = texts.BINARY.get(operator)
        if compute is None:
            return self.unknown("a computation", key, left, right)
        return texts.combine([left, right], compute, key, "a computation")

    def _comparison(self, node: ast.Compare, frame: Frame) -> Value:
        values = self._operands(node, (node.left, *node.comparators), frame)
        found = [
            self.compare(type(operator).__name__, left, right)
            for operator, left, right in zip(node.ops, values, values[1:], strict=False)
        ]
        if len(found) == 1:
            return found[0]
        unsure = [one for one in found if only(one) != Const(True)]
        if any(only(one) == Const(False) for one in unsure):
            return constant(False)
        if len(unsure) > 1:
            return self.unknown("a comparison", self.at(node, frame), *values)
        return unsure[0] if unsure else constant(True)

    def compare(self, operator: str, left: Value, right: Value) -> Value:
        """The truth of a comparison; where it isn't known, a choice named by what is compared."""
        results = []
        for (one, other), guard in texts.combinations([left, right]):
            first, last = (other, one) if other.assumed and not one.assumed else (one, other)
            why = (*first.why, *last.why)  # what is assumed names the choice
            atom = compared(operator, resolved(one, guard), resolved(other, guard))
            results.append(Alternative(atom, guard, why, one.assumed or other.assumed))
        return capped(tuple(results))

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Value:
        value = self.evaluate(node.value, frame)
        if not is_slice(node.slice):
            return self.item(value, self.evaluate(node.slice, frame), node, frame)
        if len(value) == 1 and isinstance(node.slice, ast.Slice):
            return self._slice(value, node, node.slice, frame)
        return self.unknown("a slice", ("slice", identity(value), id(node)), value)

    def _slice(self, value: Value, node: ast.Subscript, part: ast.Slice, frame: Frame) -> Value:
        bounds = [
            constant(None) if bound is None else self.evaluate(bound, frame)
            for bound in (part.lower, part.upper, part.step)
        ]
        atom = value[0].atom
        if isinstance(atom, Collection):
            found = containers.sliced(atom, bounds)
            return found or self.unknown("a slice", self.at(node, frame), value)
        return texts.combine(
            [value, *bounds],
            lambda text, lower, upper, step: text[lower:upper:step],
            self.at(node, frame),
            "a slice",
        )

    def _formatted(self, node: ast.JoinedStr, frame: Frame) -> Value:
        operands = [self._part(part, frame) for part in node.values]
        trace = Trace("", frame.module, node)
        result = texts.combine(
            operands, lambda *parts: "".join(parts), self.at(node, frame), "an f-string"
        )
        return texts.traced(result, trace)

    def _part(self, part: ast.expr, frame: Frame) -> Value:
        if isinstance(part, ast.Constant):
            return constant(part.value)
        if not isinstance(part, ast.FormattedValue):
            return self.unknown("an f-string", self.at(part, frame))
        written = part.format_spec
        pieces = written.values if isinstance(written, ast.JoinedStr) else ()
        conversion = chr(part.conversion) if part.conversion > 0 else None
        return texts.combine(
            [self.evaluate(part.value, frame), *(self._part(one, frame) for one in pieces)],
            lambda value, *spec: texts.piece(value, conversion, "".join(spec)),
            self.at(part, frame),
            "an f-string",
        )

    # What the layers above supply.

    def computed(self, operand: ast.expr, value: Value, frame: Frame) -> None:
        """A number or a tensor is computed from the value of an operand."""

    def item(self, value: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
        """What value[index] is."""
        raise TypeError("an interpreter knows items")


def _may_compute(operand: Value) -> bool:
    """Whether an operand may be an object of the code, whose class says what is computed."""
    return any(isinstance(item.atom, Instance) for item in operand)


def is_slice(index: ast.expr) -> bool:
    """Whether what stands in the brackets of an item asks for more than one."""
    return isinstance(index, ast.Slice) or (
        isinstance(index, ast.Tuple) and any(isinstance(one, ast.Slice) for one in index.elts)
    )
