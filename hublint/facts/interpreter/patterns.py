"""Does this pattern of a `match` fit, and what do its names become?"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from hublint.facts.interpreter.binding import Binding
from hublint.facts.values import containers, object_tests
from hublint.facts.values.atoms import Class, Collection, Const, Dictionary, Instance, Truth
from hublint.facts.values.frames import Frame
from hublint.facts.values.state import Guards
from hublint.facts.values.value import Alternative, Value, constant, just, only
from hublint.sources.syntax import walk


class Patterns(Binding):
    """Holds values against patterns."""

    def pattern(self, pattern: ast.pattern, subject: Value, frame: Frame) -> tuple[Guards, Guards]:
        """The guards under which a pattern fits, and those under which it doesn't."""
        if isinstance(pattern, ast.MatchAs):
            if pattern.name is not None:
                self.assign(pattern.name, subject, frame)
            if pattern.pattern is None:
                return self.guards, ()
            return self.pattern(pattern.pattern, subject, frame)
        if isinstance(pattern, (ast.MatchValue, ast.MatchSingleton)):
            written = pattern.value
            code = written if isinstance(written, ast.expr) else None
            value = constant(written) if code is None else self.evaluate(code, frame)
            return self.split_value(self.compare("Eq", subject, value), pattern, frame)
        if isinstance(pattern, ast.MatchOr):
            return self._any_pattern(pattern, subject, frame)
        parts = self._parts(pattern, subject, frame)
        if parts is not None:
            return self._all_patterns(parts, frame)
        if self._is_other(pattern, subject, frame):
            return (), self.guards
        for name in _captures(pattern):
            reason = "a part of what is matched"
            part = (id(pattern), name, frame.ident, self.turn)
            self.assign(name, self.unknown(reason, part, subject), frame)
        key = object_tests.named(("match", self.at(pattern, frame)), (subject,))
        fits = Truth(key, True, "a pattern that is not known")
        return self.split_value(just(fits), pattern, frame)

    def _any_pattern(
        self, pattern: ast.MatchOr, subject: Value, frame: Frame
    ) -> tuple[Guards, Guards]:
        before, left = self.guards, self.guards
        fitting: Guards = ()
        for element in pattern.patterns:
            self.guards = left
            yes, left = self.pattern(element, subject, frame)
            fitting = (*fitting, *yes)
            if not left:
                break
        self.guards = before
        return fitting, left

    def _all_patterns(
        self, parts: Iterable[tuple[ast.pattern, Value]], frame: Frame
    ) -> tuple[Guards, Guards]:
        """Where each of several patterns fits its part, and where one of them doesn't."""
        before, yes = self.guards, self.guards
        failed: Guards = ()
        for pattern, part in parts:
            self.guards = yes
            yes, no = self.pattern(pattern, part, frame)
            failed = (*failed, *no)
            if not yes:
                break
        self.guards = before
        return yes, failed

    def _parts(
        self, pattern: ast.pattern, subject: Value, frame: Frame
    ) -> list[tuple[ast.pattern, Value]] | None:
        """The parts of a subject that surely has those of a pattern; None where nobody knows."""
        atom = only(subject)
        if isinstance(pattern, ast.MatchSequence) and isinstance(atom, Collection):
            is_plain = not any(isinstance(one, ast.MatchStar) for one in pattern.patterns)
            if is_plain and not atom.open and len(atom.items) == len(pattern.patterns):
                return list(zip(pattern.patterns, atom.items, strict=True))
        if isinstance(pattern, ast.MatchMapping) and isinstance(atom, Dictionary):
            keys = [self.evaluate(key, frame) for key in pattern.keys]
            values = [_item(atom, key) for key in keys]
            if pattern.rest is None and None not in values:
                known = [value for value in values if value is not None]
                return list(zip(pattern.patterns, known, strict=True))
        if isinstance(pattern, ast.MatchClass) and isinstance(atom, Instance):
            if pattern.patterns or not self._is_of(atom, pattern, frame):
                return None
            names = pattern.kwd_attrs
            held = [self.attribute(subject, name, pattern, frame) for name in names]
            return list(zip(pattern.kwd_patterns, held, strict=True))
        return None

    def _is_other(self, pattern: ast.pattern, subject: Value, frame: Frame) -> bool:
        """Whether a subject surely is of another kind or length than a pattern asks for."""
        atom = only(subject)
        if isinstance(pattern, ast.MatchClass) and isinstance(atom, Instance):
            return self._is_of(atom, pattern, frame) is False
        if isinstance(pattern, ast.MatchMapping):
            return isinstance(atom, (Collection, Const))
        if not isinstance(pattern, ast.MatchSequence):
            return False
        if not isinstance(atom, Collection) or atom.open:
            return isinstance(atom, (Const, Dictionary))
        is_starred = any(isinstance(one, ast.MatchStar) for one in pattern.patterns)
        return not is_starred and len(atom.items) != len(pattern.patterns)

    def _is_of(self, atom: Instance, pattern: ast.MatchClass, frame: Frame) -> bool | None:
        """Whether an object is of the class that a pattern names; None where nobody knows."""
        named = self.evaluate(pattern.cls, frame)
        class_ = only(named)
        if not isinstance(class_, Class):
            return None
        idents = {one.frame.ident for one in self.order_of(atom.type)}
        return class_.frame.ident in idents


def _item(atom: Dictionary, key: Value) -> Value | None:
    if len(key) != 1 or not isinstance(key[0].atom, Const) or atom.open:
        return None
    return containers.item_of(atom, Alternative(key[0].atom))


def _captures(pattern: ast.pattern) -> Iterator[str]:
    """The names that the parts of a pattern are given."""
    for part in walk(pattern):
        if isinstance(part, (ast.MatchAs, ast.MatchStar)) and part.name is not None:
            yield part.name
        elif isinstance(part, ast.MatchMapping) and part.rest is not None:
            yield part.rest
