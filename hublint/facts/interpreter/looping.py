"""How often does a loop run, and what does it leave? Its passes, its breaks and its `else`.

A body is run once, with every item that it may be given. Where a pass finds what the one before
has left, or keeps things by its item, it is run for each item in turn if these are known and few,
and a second time if they are not.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from hublint.facts.hub import loops
from hublint.facts.interpreter.branching import MAX_PATHS, Branching
from hublint.facts.interpreter.functions import Loop, PassEnd
from hublint.facts.interpreter.passes import found_from_before, keeps_by_item, names_read
from hublint.facts.values.atoms import Atom, Class, Collection, Const, External, Function, Unknown
from hublint.facts.values.contexts import LOOP
from hublint.facts.values.frames import Frame
from hublint.facts.values.guards import Guard
from hublint.facts.values.state import End, State
from hublint.facts.values.value import Alternative, Value

if TYPE_CHECKING:
    from hublint.facts.programs.surroundings import Project

# So many passes are run in turn at most, those of a loop around them counted in.
MAX_IN_TURN = 12

# So few are run in turn whatever they do: what is left is what the last of them leaves.
_FEW = 3

# Expressions that give a container which nobody else can have changed.
_FRESH = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Constant, ast.Call)


class Count(NamedTuple):
    """How often a loop's body runs: at least, and at most; None where nobody knows."""

    least: int
    most: int | None

    @property
    def is_repeated(self) -> bool:
        """Whether one pass may follow another."""
        return self.most is None or self.most > 1


class Looping(Branching):
    """Runs loops."""

    def __init__(self, project: Project, budget: int) -> None:
        super().__init__(project, budget)
        self._in_turn = 1  # so many passes are run in turn here

    def for_(self, node: ast.For | ast.AsyncFor, frame: Frame) -> bool:
        """Runs a `for` and its `else`; whether the program goes on behind them."""
        source = self.evaluate(node.iter, frame)
        count = self._count(source, isinstance(node.iter, _FRESH))
        if count.most == 0:
            return self.execute(node.orelse, frame)
        items = self.items_of(source) if count.is_repeated else None
        if items is not None and self._matters_which(node, items):
            ends = self._each_in_turn(node, items, frame)
            return self._behind(node, ends, frame, is_sure=count.least > 0)
        element = self.element(source, node)
        self.bind(node.target, element, frame)
        again = partial(self._bind_another, node, element, frame) if items is None else None
        ends = self._passes(node, frame, count.is_repeated, again)
        return self._behind(node, ends, frame, is_sure=count.least > 0)

    def while_(self, node: ast.While, frame: Frame) -> bool:
        """Runs a `while` and its `else`; whether the program goes on behind them."""
        yes, no = self.split(node.test, frame)
        if not yes:
            return self.execute(node.orelse, frame)
        ends = self._passes(node, frame, True, lambda: None)
        if loops.is_endless(node):
            ends = [one for one in ends if one.breaks]
        return self._behind(node, ends, frame, is_sure=not no)

    def end_pass(self, node: ast.Break | ast.Continue, frame: Frame) -> bool:
        """A pass breaks off the loop, or goes on with the next one."""
        if self.run_finals(frame, len(self.loops)):
            self._end_pass(isinstance(node, ast.Break))
        return False

    def _end_pass(self, breaks: bool) -> None:
        if self.loops:
            loop = self.loops[-1]
            loop.ends.append(PassEnd(End(self.guards, self.state.since(loop.before)), breaks))

    def _count(self, source: Value, is_fresh: bool) -> Count:
        """How often a loop over a value runs; a list that has a name may have been changed."""
        least, most = [], []
        for item in source:
            items = self.items_of((item,))
            number = None if items is None else len(items)
            atom = item.atom
            is_sure = is_fresh or not isinstance(atom, Collection) or atom.kind == "tuple"
            least.append(number if number is not None and is_sure else 0)
            most.append(number if number is None or is_sure else max(number, 1))
        known = [one for one in most if one is not None]
        return Count(
            min(least, default=0), max(known) if known and len(known) == len(most) else None
        )

    def _matters_which(self, node: loops.Loop, items: Sequence[Value]) -> bool:
        """Whether a pass depends on which item it has, of items that are few enough."""
        if self._in_turn * len(items) > MAX_IN_TURN:
            return False
        return len(items) <= _FEW or bool(found_from_before(node)) or keeps_by_item(node)

    def _pass(
        self, node: loops.Loop, frame: Frame, is_repeated: bool, before: State
    ) -> list[PassEnd]:
        """Runs a loop's body once; how it ends, and what it and the passes before have written.

        `before` is the state before the loop.
        """
        guards, state = self.guards, self.state
        self.state = state.fork()
        self.loops.append(Loop(before, []))
        if is_repeated:
            self._forget_carried(node, frame)
        with self.inside(LOOP if is_repeated else "", frame.module, node, str(frame.ident)):
            if self.execute(node.body, frame):
                self._end_pass(breaks=False)
        self.state, self.guards = state, guards
        return self.loops.pop().ends

    def _passes(
        self, node: loops.Loop, frame: Frame, is_repeated: bool, again: Callable[[], None] | None
    ) -> list[PassEnd]:
        """Runs a body once, and again if that may do something else then.

        `again` gives the loop's target its value in another pass; None where none is run.
        """
        names = found_from_before(node) if is_repeated and again is not None else ()
        found = {name: self.state.get((_owner(name, frame), name)) for name in names}
        ends = self._pass(node, frame, is_repeated, self.state)
        over = [one.end for one in ends if not one.breaks]
        if again is None or not found or not over:
            return ends
        below, guards = self.state, self.guards
        self.state = below.fork()
        self.state.join(over, guards, self.dead)
        if self._has_news(node, found, frame):
            with self._another_turn():
                again()
                if not isinstance(node, ast.While) or self.split(node.test, frame)[0]:
                    key = ("passes", id(node), frame.ident)
                    more = self._pass(node, frame, is_repeated, below)
                    ends = [*_where(ends, {key: 1}), *_where(more, {key: 2})]
        self.state, self.guards = below, guards
        return ends

    def _bind_another(self, node: ast.For | ast.AsyncFor, element: Value, frame: Frame) -> None:
        """Gives the target another item of those of which nobody knows which they are."""
        self.bind(node.target, tuple(map(_another, element)), frame)

    def _has_news(self, node: loops.Loop, found: Mapping[str, Value | None], frame: Frame) -> bool:
        """Whether a pass has left the names another way than it has found them, as far as matters.

        That is something of hub, or a constant where something of hub is near: it may be tested.
        """
        news = []
        for name, before in found.items():
            now = self.state.get((_owner(name, frame), name))
            if now is not None and now is not before:
                known = [item.atom for item in before or ()]
                news.append(tuple(item for item in now if item.atom not in known))
        if any(map(self._relevance.carries, news)):
            return True
        if not any(isinstance(item.atom, Const) for value in news for item in value):
            return False
        return any(
            map(
                self._is_of_hub,
                [super(Looping, self).lookup(name, frame, node) for name in names_read(node)],
            )
        )

    def _is_of_hub(self, value: Value) -> bool:
        return any(
            self._relevance.leads(item.atom)
            if isinstance(item.atom, (Function, Class))
            else self._relevance.carries((item,)) or _is_hub(item.atom)
            for item in value
        )

    def _each_in_turn(
        self, node: ast.For | ast.AsyncFor, items: Sequence[Value], frame: Frame
    ) -> list[PassEnd]:
        """Runs a body for each item in turn; how the loop ends."""
        below, guards, around = self.state, self.guards, self._in_turn
        ends: list[PassEnd] = []
        self._in_turn = around * len(items)
        for item in items:
            with self._another_turn():
                self.state = self.state.fork()
                self.bind(node.target, item, frame)
                passed = self._pass(node, frame, True, below)
            ends += [one for one in passed if one.breaks]
            over = [one.end for one in passed if not one.breaks]
            self.state = below.fork()
            self.state.join(over, guards, self.dead)
            if not over:
                break
            left = tuple(guard for end in over for guard in end.guards)
            self.guards = left if len(left) <= MAX_PATHS else guards
        else:
            ends.append(PassEnd(End(self.guards, self.state.since(below)), False))
        self.state, self.guards, self._in_turn = below, guards, around
        return ends

    @contextmanager
    def _another_turn(self) -> Iterator[None]:
        """What isn't known is something else within than it was before."""
        before, self.turn = self.turn, self.fresh()
        try:
            yield
        finally:
            self.turn = before

    def _behind(
        self, node: loops.Loop, ends: Sequence[PassEnd], frame: Frame, is_sure: bool
    ) -> bool:
        """Runs the `else`, if no pass breaks the loop off; whether the program goes on.

        `is_sure` is whether there is any pass at all.
        """
        below, guards = self.state, self.guards
        broken = [one.end for one in ends if one.breaks]
        over = [one.end for one in ends if not one.breaks]
        if not node.orelse or not broken:
            below.join([*over, *broken], guards, self.dead)
            return (bool(ends) or not is_sure) and self.execute(node.orelse, frame)
        if over or not is_sure:
            self.state = below.fork()
            self.state.join(over, guards, self.dead)
            if self.execute(node.orelse, frame):
                broken.append(End(self.guards, self.state.since(below)))
        self.state, self.guards = below, guards
        below.join(broken, guards, self.dead)
        return True

    def _forget_carried(self, node: loops.Loop, frame: Frame) -> None:
        """What a pass counts or lengthens is another text or number in each."""
        for name in loops.carried(node):
            value = super().lookup(name, frame, node)
            if all(isinstance(item.atom, Const) and item.atom.value is not None for item in value):
                key = ("carried", id(node), name, frame.ident)
                self.assign(name, self.unknown(f"{name} changes from pass to pass", key), frame)


def _owner(name: str, frame: Frame) -> int:
    return frame.owned_elsewhere.get(name, frame).ident


def _is_hub(atom: Atom) -> bool:
    return isinstance(atom, External) and atom.name.startswith("tensorflow_hub")


def _another(item: Alternative) -> Alternative:
    """Another item of those that a loop gives, of which nobody knows which they are."""
    atom = item.atom
    if not isinstance(atom, Unknown):
        return item
    return replace(item, atom=replace(atom, key=("another", atom.key)))


def _where(ends: Sequence[PassEnd], choice: Guard) -> list[PassEnd]:
    """The same ends, under one more choice."""
    return [
        PassEnd(
            End(tuple({**guard, **choice} for guard in one.end.guards), one.end.writes), one.breaks
        )
        for one in ends
    ]
