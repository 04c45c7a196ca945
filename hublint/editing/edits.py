"""What is a text after these edits? Their spans give way to their texts; all else stays."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, TypeVar

from hublint.model import Edit, Fix, Span

_Position = tuple[int, int]
_Place = TypeVar("_Place", int, _Position)

_NEWLINE = re.compile("\r\n|\r|\n")


class EditProblem(ValueError):
    """Edits that can't be made: they overlap, or a span lies outside the text."""


class Stretch(NamedTuple):
    """A stretch of a text by offsets in code points, end exclusive; empty for an insertion."""

    start: int
    end: int


class Text:
    """A text in which spans are looked up: its lines end as Python's do."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]

    def stretch(self, span: Span) -> Stretch:
        """The offsets of a span. Raises EditProblem if it lies outside the text."""
        start = self._offset(span.line, span.column)
        end = self._offset(span.end_line, span.end_column)
        if start > end:
            raise EditProblem(f"a span of {span.path} ends before it begins")
        return Stretch(start, end)

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text after edits, given in any order; "\\n" in an edit is the text's own line end.

        The same edit given twice is made once. Raises EditProblem for edits that overlap.
        """
        newline = newline_of(self.text)
        texts = {(self.stretch(edit.span), edit.text) for edit in edits}
        pieces: list[str] = []
        done, before = 0, None
        for stretch, text in sorted(texts):
            if before is not None and overlap(before, stretch):
                raise EditProblem(f"two edits overlap at offset {stretch.start}")
            pieces += self.text[done : stretch.start], text.replace("\n", newline)
            done, before = stretch.end, stretch
        return "".join((*pieces, self.text[done:]))

    def _offset(self, line: int, column: int) -> int:
        if not 1 <= line <= len(self._starts):
            raise EditProblem(f"there is no line {line}")
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        if not 1 <= column <= end - start + 1:
            raise EditProblem(f"line {line} has no column {column}")
        return start + column - 1


def newline_of(text: str) -> str:
    """How the first line of a text ends; "\\n" for a text of one line."""
    first = _NEWLINE.search(text)
    return first[0] if first else "\n"


def overlap(one: tuple[_Place, _Place], other: tuple[_Place, _Place]) -> bool:
    """Whether it counts which of two edits is made first, told by their starts and ends.

    So an insertion at the edge of another edit overlaps it; two replacements may touch.
    """
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def joined(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits of one fix, with those that touch made one: their texts follow each other.

    Of insertions at one place, the one that was given first comes first.
    """
    found: list[Edit] = []
    for edit in sorted(
        dict.fromkeys(edits),
        key=lambda edit: (edit.span.path, edit.span.cell or 0, *_key(edit)[:2]),
    ):
        before = found[-1] if found else None
        if before is None or not _touch(before.span, edit.span):
            found.append(edit)
            continue
        end = edit.span.end_line, edit.span.end_column
        span = replace(before.span, end_line=end[0], end_column=end[1])
        found[-1] = Edit(span, before.text + edit.text)
    return tuple(found)


def _touch(before: Span, after: Span) -> bool:
    same_file = _place(before) == _place(after)
    return same_file and (before.end_line, before.end_column) == (after.line, after.column)


class Plan:
    """Edits that can be made together, collected fix by fix: of each all edits or none."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, int | None], list[tuple[_Position, _Position, str]]] = {}
        self._shared: dict[int, tuple[Edit, ...]] = {}

    def take(self, fix: Fix) -> bool:
        """Takes the edits of a fix, unless one of them overlaps another that was taken.

        An edit that was taken before, such as an import that two fixes need, is shared.
        """
        if id(fix.edits) in self._shared:
            return True
        if any(self._in_the_way(edit) for edit in fix.edits):
            return False
        for edit in fix.edits:
            known = self._taken.setdefault(_place(edit.span), [])
            at = bisect_left(known, _key(edit))
            if known[at : at + 1] != [_key(edit)]:
                known.insert(at, _key(edit))
        self._shared[id(fix.edits)] = fix.edits
        return True

    def _in_the_way(self, edit: Edit) -> bool:
        known = self._taken.get(_place(edit.span), [])
        key = _key(edit)
        at = bisect_left(known, key)
        if at < len(known) and known[at] == key:
            return False
        return any(
            overlap(key[:2], known[near][:2]) for near in (at - 1, at) if 0 <= near < len(known)
        )


def _place(span: Span) -> tuple[str, int | None]:
    return span.path, span.cell


def _key(edit: Edit) -> tuple[_Position, _Position, str]:
    span = edit.span
    return (span.line, span.column), (span.end_line, span.end_column), edit.text
