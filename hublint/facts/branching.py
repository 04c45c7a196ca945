"""What holds behind a branch? Whatever any of the branches that may be taken leaves.

Both branches of a test that isn't known are run, each over a layer of its own; where they meet,
their layers are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import libcst as cst

from hublint.facts.binding import Binding
from hublint.facts.expressions import Frame
from hublint.facts.repeating import is_repeated
from hublint.facts.state import End, Guards, Key
from hublint.facts.values import (
    Truth,
    Value,
    just,
)

# Beyond so many paths to one place, which of them was taken is forgotten.
MAX_PATHS = 8


class Branch(NamedTuple):
    """Statements that are run under some guards only, and the context that they run in."""

    guards: Guards
    body: Sequence[Any]
    node: cst.CSTNode
    context: str = ""


class Branching(Binding):
    """Runs branches, of tests and of matches."""

    def branch(
        self,
        branches: Sequence[Branch],
        frame: Frame,
        lasting: bool = False,
    ) -> bool:
        """Runs each branch over a layer of its own and joins them; whether any goes on.

        Where `lasting`, what the first throws (a switch) holds in the others, as in the handlers
        of a try: it is not the switch that they handle.
        """
        if len(branches) == 1:
            return self.execute(branches[0].body, frame)
        below, before, ends = self.state, self.guards, []
        thrown: dict[Key, Value] = {}
        for branch in branches:
            self.guards, self.state = branch.guards, below.fork()
            self.state.writes.update(thrown)
            with self.inside(branch.context, frame.module, branch.node):
                goes_on = self.execute(branch.body, frame)
            written = self.state.since(below)
            if goes_on:
                ends.append(End(self.guards, written))
            if lasting and not thrown:
                thrown = {key: value for key, value in written.items() if key[0] == self.ambient}
        self.state = below
        if not ends:
            return False
        self.guards = tuple(guard for end in ends for guard in end.guards)
        below.join(ends, before, self.dead)
        if self.guards == tuple(guard for branch in branches for guard in branch.guards):
            self.guards = before
        if len(self.guards) > MAX_PATHS:
            self.guards = before
        return True

    def if_(self, node: cst.If, frame: Frame) -> bool:
        """Runs what a test lets run; whether the program goes on behind it."""
        yes, no = self.split(node.test, frame)
        self.went(node, [way for way, guards in ((True, yes), (False, no)) if guards], frame)
        branches: list[Branch] = []
        if yes:
            branches.append(Branch(yes, body_of(node.body), node))
        if no:
            branches.append(Branch(no, orelse_of(node.orelse), node))
        with self.inside(self._maybe(), frame.module, node):
            return self.branch(branches, frame)

    def went(self, node: cst.If, ways: Sequence[bool], frame: Frame) -> None:
        """The test of an `if` has gone these ways: it held, it didn't, or either."""

    def _where(self, guards: Guards, node: cst.BaseExpression, frame: Frame) -> Value:
        with self.inside(self._maybe(), frame.module, node):
            return super()._where(guards, node, frame)

    def _maybe(self) -> str:
        """The context of what isn't done each time that this place is come to."""
        return "branch" if is_repeated(self.contexts) else ""

    def match(self, node: cst.Match, frame: Frame) -> bool:
        """Runs the cases that may fit; whether the program goes on behind them."""
        subject = self.evaluate(node.subject, frame)
        before, left = self.guards, self.guards
        branches: list[Branch] = []
        for case in node.cases:
            self.guards = left
            yes, left = self._case(case, subject, frame)
            if yes:
                branches.append(Branch(yes, body_of(case.body), case))
            if not left:
                break
        self.guards = before
        if left:
            branches.append(Branch(left, (), node))
        with self.inside(self._maybe(), frame.module, node):
            return self.branch(branches, frame)

    def _case(self, case: cst.MatchCase, subject: Value, frame: Frame) -> tuple[Guards, Guards]:
        """The guards under which a case is taken, and those under which it isn't."""
        yes, no = self._pattern(case.pattern, subject, frame)
        if case.guard is None or not yes:
            return yes, no
        before, self.guards = self.guards, yes
        yes, failed = self.split(case.guard, frame)
        self.guards = before
        return yes, (*no, *failed)

    def _pattern(
        self, pattern: cst.MatchPattern, subject: Value, frame: Frame
    ) -> tuple[Guards, Guards]:
        """The guards under which a pattern fits, and those under which it doesn't."""
        if isinstance(pattern, cst.MatchAs):
            if pattern.name is not None:
                self.bind(pattern.name, subject, frame)
            if pattern.pattern is None:
                return self.guards, ()
            return self._pattern(pattern.pattern, subject, frame)
        if isinstance(pattern, (cst.MatchValue, cst.MatchSingleton)):
            held = self.compare("Equal", subject, self.evaluate(pattern.value, frame))
            return self.split_value(held, pattern, frame)
        if isinstance(pattern, cst.MatchOr):
            return self._any_pattern(pattern, subject, frame)
        for name in _captures(pattern):
            reason = "a part of what is matched"
            self.bind(name, self.unknown(reason, (id(name), frame.ident), subject), frame)
        fits = Truth(("match", id(pattern), frame.ident), True, "a pattern that is not known")
        return self.split_value(just(fits), pattern, frame)

    def _any_pattern(
        self, pattern: cst.MatchOr, subject: Value, frame: Frame
    ) -> tuple[Guards, Guards]:
        before, left = self.guards, self.guards
        fitting: Guards = ()
        for element in pattern.patterns:
            self.guards = left
            yes, left = self._pattern(element.pattern, subject, frame)
            fitting = (*fitting, *yes)
            if not left:
                break
        self.guards = before
        return fitting, left


def _captures(pattern: cst.CSTNode) -> Iterator[cst.Name]:
    """The names that the parts of a pattern are given."""
    for child in pattern.children:
        if isinstance(child, (cst.MatchAs, cst.MatchStar)) and child.name is not None:
            yield child.name
        yield from _captures(child)


def body_of(suite: cst.BaseSuite) -> Sequence[Any]:
    """The statements of a block, on lines of their own or behind its colon."""
    return suite.body if isinstance(suite, (cst.IndentedBlock, cst.SimpleStatementSuite)) else ()


def orelse_of(node: cst.If | cst.Else | None) -> Sequence[Any]:
    """The statements that run otherwise: those of an `else`, or the `elif`."""
    if node is None:
        return ()
    return body_of(node.body) if isinstance(node, cst.Else) else (node,)
