"""Which part of the source does a finding speak of?"""

from __future__ import annotations

import re
import unicodedata

from hublint.model import Report, Span
from hublint.report.style import Style, printable

_LINE_END = re.compile("\r\n|\r|\n")  # Python's own, fewer than str.splitlines takes
_WIDEST = 120
_BEFORE = 30


class SourceLines:
    """The lines of the files and cells that a report carries, each text split once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lines: dict[tuple[str, int | None], list[str]] = {}

    def first_line(self, span: Span) -> str | None:
        """The line in which the span begins; None if the report doesn't carry it."""
        lines = self.between(span, span.line, span.line)
        return lines[0] if lines else None

    def between(self, span: Span, first: int, last: int) -> list[str]:
        """The lines of the span's file from the first to the last; none that aren't carried."""
        text = self._text(span)
        if text is None:
            return []
        where = (span.path, span.cell)
        if where not in self._lines:
            self._lines[where] = _LINE_END.split(text)
        return self._lines[where][first - 1 : last]

    def _text(self, span: Span) -> str | None:
        if span.cell is None:
            return self._report.sources.get(span.path)
        return self._report.cells.get((span.path, span.cell))


def snippet(line: str, span: Span, style: Style, level: str) -> list[str]:
    """The line with the span marked below it, and its number in the gutter."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    line, start, end = _window(line, start, max(end, start + 1))
    before, marked = printable(line[:start]), printable(line[start:end])
    number = str(span.line)
    margin = " " * len(number)
    return [
        style("gutter", f"{margin} |"),
        f"{style('gutter', f'{number} |')} {before}{marked}{printable(line[end:])}".rstrip(),
        f"{style('gutter', f'{margin} |')} {_blank(before)}{style(level, _mark(marked))}",
    ]


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line around the span, and where the span then stands."""
    if len(line) <= _WIDEST:
        return line, start, end
    left = max(0, start - _BEFORE) if start > _WIDEST - _BEFORE else 0
    head = "..." if left else ""
    tail = "..." if left + _WIDEST < len(line) else ""
    shift = len(head) - left
    part = f"{head}{line[left : left + _WIDEST]}"
    return part + tail, start + shift, min(end + shift, len(part))


def _blank(text: str) -> str:
    """Space as wide as the text on a terminal; its tabs stay, so that they stop where it does."""
    return "".join("\t" if char == "\t" else " " * _width(char) for char in text)


def _mark(text: str) -> str:
    return "^" * max(1, sum(map(_width, text)))


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
