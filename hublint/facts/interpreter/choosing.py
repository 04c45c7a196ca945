"""Which ways does a test leave open, and what does an expression give on each?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Sequence
from functools import partial

from hublint.facts.interpreter.names import Names
from hublint.facts.values import containers
from hublint.facts.values.atoms import Const, Truth
from hublint.facts.values.choices import default_of, resolved
from hublint.facts.values.comparisons import truth
from hublint.facts.values.frames import Frame
from hublint.facts.values.guards import Guard, both
from hublint.facts.values.state import Guards
from hublint.facts.values.value import Alternative, Value, guarded, union

_MAX_GUARDS = 16


class Choosing(Names):
    """The choices that a program makes in expressions."""

    def _conditional(self, node: ast.IfExp, frame: Frame) -> Value:
        yes, no = self.split(node.test, frame)
        values = [
            self._where(guards, way, frame, partial(self.evaluate, way, frame))
            for guards, way in ((yes, node.body), (no, node.orelse))
            if guards
        ]
        return union(*values)

    def _boolean(self, node: ast.BoolOp, frame: Frame) -> Value:
        operands = node.values[: containers.MAX_ITEMS]
        return self._deciding(operands, isinstance(node.op, ast.And), frame)

    def _deciding(self, operands: Sequence[ast.expr], is_and: bool, frame: Frame) -> Value:
        """The first operand that decides, or the last; one is asked where none before it did."""
        first, rest = operands[0], operands[1:]
        if not rest:
            return self.evaluate(first, frame)
        yes, no = self.split(first, frame)
        go_on, stop = (yes, no) if is_and else (no, yes)
        values = []
        if stop:
            values.append(self._where(stop, first, frame, partial(self.evaluate, first, frame)))
        if go_on:
            decide = partial(self._deciding, rest, is_and, frame)
            values.append(self._where(go_on, rest[0], frame, decide))
        return union(*values) if values else self.opaque(first, frame)

    def _where(
        self, guards: Guards, node: ast.expr, frame: Frame, evaluate: Callable[[], Value]
    ) -> Value:
        """What is evaluated at a node that is only come to under these guards."""
        before, self.guards = self.guards, guards
        try:
            return guarded(evaluate(), guards)
        finally:
            self.guards = before

    # Tests.

    def truth(self, value: Value) -> Value:
        """The truth of a value: True, False, or a choice that the program makes."""
        return tuple(
            Alternative(truth(item.atom), item.guard, item.why, item.assumed) for item in value
        )

    def split(self, test: ast.expr, frame: Frame) -> tuple[Guards, Guards]:
        """The guards under which a test holds, and those under which it doesn't."""
        return self.split_value(self.truth(self.evaluate(test, frame)), test, frame)

    def split_value(self, value: Value, node: ast.AST, frame: Frame) -> tuple[Guards, Guards]:
        """The same for the truth of a test that was evaluated already."""
        yes: list[dict[Hashable, Hashable]] = []
        no: list[dict[Hashable, Hashable]] = []
        for guard in self.guards:
            for item in value:
                held = both(guard, item.guard)
                if held is None:
                    continue
                atom = resolved(item, held)
                default = default_of(item)
                if default is not None and default not in held and isinstance(atom, Const):
                    holds, fails = (yes, no) if atom.value else (no, yes)
                    holds.append({**held, default: True})
                    fails.append({**held, default: False})
                elif isinstance(atom, Const):
                    (yes if atom.value else no).append(dict(held))
                elif isinstance(atom, Truth):
                    self.choose(atom, node, frame)
                    yes.append({**held, atom.key: atom.wanted})
                    no.append({**held, atom.key: not atom.wanted})
        yes = [guard for guard in yes if self.is_possible(guard)]
        no = [guard for guard in no if self.is_possible(guard)]
        if len(yes) + len(no) > _MAX_GUARDS:
            key = ("test", id(node), frame.ident)
            return ({key: True},), ({key: False},)
        return _distinct(yes), _distinct(no)

    # What the layers above supply.

    def choose(self, truth: Truth, node: ast.AST, frame: Frame) -> None:
        """The program takes a choice here."""

    def is_possible(self, guard: Guard) -> bool:
        """Whether a path can be taken at all."""
        return True


def _distinct(guards: Sequence[dict[Hashable, Hashable]]) -> Guards:
    found: list[dict[Hashable, Hashable]] = []
    for guard in guards:
        if guard not in found:
            found.append(guard)
    return tuple(found)
