"""What does code list: the items of a list, of a dict, of a comprehension, of a loop?"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import islice
from typing import Any

from hublint.facts.interpreter.choosing import Choosing
from hublint.facts.values import containers
from hublint.facts.values.atoms import Collection, Const, Dictionary, Unknown
from hublint.facts.values.frames import Frame
from hublint.facts.values.guards import ALWAYS, Guard
from hublint.facts.values.identity import identity
from hublint.facts.values.sources import sources_in
from hublint.facts.values.state import Guards
from hublint.facts.values.value import (
    Alternative,
    Value,
    capped,
    constant,
    guarded,
    just,
    only,
    through,
)

# The letters of a text so short are taken one by one.
_SHORT = 32

# Of more items than these a comprehension is evaluated once, for any of them.
_MANY = 32


class Displays(Choosing):
    """The containers that expressions spell out, and the items of any."""

    def _tuple(self, node: ast.Tuple | ast.List | ast.Set, frame: Frame) -> Value:
        kind = type(node).__name__.lower()
        items, is_open = self.listed(node.elts[: containers.MAX_ITEMS], frame)
        is_open = is_open or len(node.elts) > containers.MAX_ITEMS
        return just(containers.collected(kind, items, is_open))

    def listed(self, nodes: Sequence[ast.expr], frame: Frame) -> tuple[list[Value], bool]:
        """The values of what is listed, with what stars unpack, and whether some stay unknown."""
        values: list[Value] = []
        is_open = False
        for node in nodes:
            if not isinstance(node, ast.Starred):
                values.append(self.evaluate(node, frame))
                continue
            items = self.items_of(self.evaluate(node.value, frame))
            is_open = is_open or items is None
            values.extend(items or ())
        return values, is_open

    def items_of(self, value: Value) -> tuple[Value, ...] | None:
        """The items of a value that is one known container; None where they aren't known."""
        if len(value) != 1:
            return None
        atom = value[0].atom
        if isinstance(atom, Collection) and not atom.open:
            return atom.items
        if isinstance(atom, Dictionary) and not atom.open:
            return tuple(key for key, _ in atom.entries)
        if isinstance(atom, Const) and isinstance(atom.value, str) and len(atom.value) <= _SHORT:
            return tuple(constant(letter) for letter in atom.value)
        return None

    def _dict(self, node: ast.Dict, frame: Frame) -> Value:
        entries: list[tuple[Value, Value]] = []
        is_open = len(node.keys) > containers.MAX_ITEMS
        pairs = zip(node.keys, node.values, strict=True)
        for key, element in islice(pairs, containers.MAX_ITEMS):
            if key is not None:
                entries.append((self.evaluate(key, frame), self.evaluate(element, frame)))
                continue
            value = self.evaluate(element, frame)
            inner = only(value)
            if isinstance(inner, Dictionary):
                entries.extend(inner.entries)
                is_open = is_open or inner.open
            else:
                is_open = True
        return just(Dictionary(tuple(entries), is_open, (id(node), frame.ident)))

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, frame: Frame
    ) -> Value:
        inner = Frame(self.fresh(), frame.module, frame, "comprehension", uncalled=frame.uncalled)
        results: list[Any] = []
        before = self.guards
        complete = self._each(node.generators, node, inner, results)
        self.guards = before
        if isinstance(node, ast.DictComp):
            return just(Dictionary(tuple(results), not complete, (id(node), frame.ident)))
        kind = "set" if isinstance(node, ast.SetComp) else "list"
        return just(Collection(kind if complete else "each", tuple(results), not complete))

    def _each(
        self, loops: Sequence[ast.comprehension], node: Any, frame: Frame, results: list[Any]
    ) -> bool:
        """Evaluates the element for each item; whether it is known which items there are."""
        loop, inner = loops[0], loops[1:]
        source = self.evaluate(loop.iter, frame)
        items = self.items_of(source)
        complete = items is not None and len(items) <= _MANY
        if items is None or not complete:
            items = (self.element(source, loop),)
        before = self.guards
        for item in items:
            self.bind(loop.target, item, frame)
            kept, self.guards = self._kept(loop.ifs, frame), before
            complete = complete and kept is not None
            if kept == ():
                continue
            if inner:
                complete = self._each(inner, node, frame, results) and complete
            elif isinstance(node, ast.DictComp):
                results.append((self.evaluate(node.key, frame), self.evaluate(node.value, frame)))
            else:
                results.append(self.evaluate(node.elt, frame))
        return complete

    def _kept(self, tests: Sequence[ast.expr], frame: Frame) -> Guards | None:
        """Where the tests hold: nowhere, everywhere (as before), or (None) nobody knows."""
        is_known = True
        for test in tests:
            yes, no = self.split(test, frame)
            if not yes:
                return ()
            is_known = is_known and not no
        return self.guards if is_known else None

    def element(self, value: Value, node: ast.AST) -> Value:
        """What a loop over the value gives: each item, as one choice of the loop."""
        items: list[Alternative] = []
        for alternative in value:
            atom = alternative.atom
            inner = self.items_of((alternative,))
            if inner is None and isinstance(atom, Collection) and atom.kind == "each":
                inner = atom.items
            if inner is None:
                reason = getattr(atom, "reason", "") or "what the loop runs over is not known"
                key = ("element", id(node), identity((alternative,)))
                unknown = Unknown(reason, key, sources_in((alternative,)))
                items.append(Alternative(unknown, alternative.guard))
                continue
            for index, item in enumerate(inner):
                choice: Guard = {("loop", id(node)): index} if len(inner) > 1 else ALWAYS
                items += through(guarded(item, (choice,)), alternative)
        return capped(tuple(items)) or self.unknown("an empty loop", ("element", id(node)))

    # What the layers above supply.

    def bind(self, target: ast.AST, value: Value, frame: Frame) -> None:
        """Assigns a value to whatever stands on the left."""
        raise TypeError("an interpreter binds")
