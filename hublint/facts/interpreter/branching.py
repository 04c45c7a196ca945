"""What holds behind a branch? Whatever any of the branches that may be taken leaves.

Both branches of a test that isn't known are run, each over a layer of its own; where they meet,
their layers are joined.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from hublint.facts.hub.repeating import is_repeated
from hublint.facts.interpreter.binding import Binding
from hublint.facts.values import object_tests
from hublint.facts.values.atoms import Truth
from hublint.facts.values.frames import Frame
from hublint.facts.values.state import End, Guards, Key
from hublint.facts.values.value import Value, constant, just
from hublint.sources.syntax import walk

# Beyond so many paths to one place, which of them was taken is forgotten.
MAX_PATHS = 8


class Branch(NamedTuple):
    """Statements that are run under some guards only, and the context that they run in."""

    guards: Guards
    body: Sequence[Any]
    node: ast.AST
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

    def if_(self, node: ast.If, frame: Frame) -> bool:
        """Runs what a test lets run; whether the program goes on behind it."""
        yes, no = self.split(node.test, frame)
        self.went(node, [way for way, guards in ((True, yes), (False, no)) if guards], frame)
        branches: list[Branch] = []
        if yes:
            branches.append(Branch(yes, node.body, node))
        if no:
            branches.append(Branch(no, node.orelse, node))
        with self.inside(self._maybe(), frame.module, node):
            return self.branch(branches, frame)

    def went(self, node: ast.If, ways: Sequence[bool], frame: Frame) -> None:
        """The test of an `if` has gone these ways: it held, it didn't, or either."""

    def _where(
        self, guards: Guards, node: ast.expr, frame: Frame, evaluate: Callable[[], Value]
    ) -> Value:
        with self.inside(self._maybe(), frame.module, node):
            return super()._where(guards, node, frame, evaluate)

    def _maybe(self) -> str:
        """The context of what isn't done each time that this place is come to."""
        return "branch" if is_repeated(self.contexts) else ""

    def match(self, node: ast.Match, frame: Frame) -> bool:
        """Runs the cases that may fit; whether the program goes on behind them."""
        subject = self.evaluate(node.subject, frame)
        before, left = self.guards, self.guards
        branches: list[Branch] = []
        for case in node.cases:
            self.guards = left
            yes, left = self._case(case, subject, frame)
            if yes:
                branches.append(Branch(yes, case.body, case))
            if not left:
                break
        self.guards = before
        if left:
            branches.append(Branch(left, (), node))
        with self.inside(self._maybe(), frame.module, node):
            return self.branch(branches, frame)

    def _case(self, case: ast.match_case, subject: Value, frame: Frame) -> tuple[Guards, Guards]:
        """The guards under which a case is taken, and those under which it isn't."""
        yes, no = self._pattern(case.pattern, subject, frame)
        if case.guard is None or not yes:
            return yes, no
        before, self.guards = self.guards, yes
        yes, failed = self.split(case.guard, frame)
        self.guards = before
        return yes, (*no, *failed)

    def _pattern(self, pattern: ast.pattern, subject: Value, frame: Frame) -> tuple[Guards, Guards]:
        """The guards under which a pattern fits, and those under which it doesn't."""
        if isinstance(pattern, ast.MatchAs):
            if pattern.name is not None:
                self.assign(pattern.name, subject, frame)
            if pattern.pattern is None:
                return self.guards, ()
            return self._pattern(pattern.pattern, subject, frame)
        if isinstance(pattern, (ast.MatchValue, ast.MatchSingleton)):
            written = pattern.value
            code = written if isinstance(written, ast.expr) else None
            value = constant(written) if code is None else self.evaluate(code, frame)
            return self.split_value(self.compare("Eq", subject, value), pattern, frame)
        if isinstance(pattern, ast.MatchOr):
            return self._any_pattern(pattern, subject, frame)
        for name in _captures(pattern):
            reason = "a part of what is matched"
            part = (id(pattern), name, frame.ident)
            self.assign(name, self.unknown(reason, part, subject), frame)
        key = object_tests.named(("match", id(pattern), frame.ident), (subject,))
        fits = Truth(key, True, "a pattern that is not known")
        return self.split_value(just(fits), pattern, frame)

    def _any_pattern(
        self, pattern: ast.MatchOr, subject: Value, frame: Frame
    ) -> tuple[Guards, Guards]:
        before, left = self.guards, self.guards
        fitting: Guards = ()
        for element in pattern.patterns:
            self.guards = left
            yes, left = self._pattern(element, subject, frame)
            fitting = (*fitting, *yes)
            if not left:
                break
        self.guards = before
        return fitting, left


def _captures(pattern: ast.pattern) -> Iterator[str]:
    """The names that the parts of a pattern are given."""
    for part in walk(pattern):
        if isinstance(part, (ast.MatchAs, ast.MatchStar)) and part.name is not None:
            yield part.name
        elif isinstance(part, ast.MatchMapping) and part.rest is not None:
            yield part.rest
