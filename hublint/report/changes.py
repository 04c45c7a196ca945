"""Which lines would a repair change, and into what?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hublint.editing.edits import EditProblem, Text
from hublint.model import Edit, Fix, Span
from hublint.report.snippet import SourceLines
from hublint.report.style import Style, printable

_MOST = 12

_Place = tuple[str, int | None]


class Block(NamedTuple):
    """Lines of a file that are edited together: the first and the last, and their edits."""

    first: int
    last: int
    edits: tuple[Edit, ...]


def changed_lines(fix: Fix, lines: SourceLines, home: Span, style: Style) -> Iterator[str]:
    """The lines before and after, each with its number; nothing of files that nobody carries.

    Those of another file than the finding's have its path before them.
    """
    shown = [line for place in _places(fix) for line in _of_file(place, fix, lines, home, style)]
    yield from shown[:_MOST]
    if len(shown) > _MOST:
        yield f"... and {len(shown) - _MOST} more"


def _places(fix: Fix) -> list[_Place]:
    return list(dict.fromkeys((edit.span.path, edit.span.cell) for edit in fix.edits))


def _of_file(
    place: _Place, fix: Fix, lines: SourceLines, home: Span, style: Style
) -> Iterator[str]:
    edits = [edit for edit in fix.edits if (edit.span.path, edit.span.cell) == place]
    prefix = "" if place[0] == home.path else f"{place[0]}:"
    for block in _blocks(edits):
        before = lines.between(edits[0].span, block.first, block.last)
        after = _after(before, block) if before else None
        if not before or after is None:
            continue
        for number, line in enumerate(before, start=block.first):
            yield style("error", printable(f"{prefix}{number} - {line}"))
        for number, line in enumerate(after, start=block.first):
            yield style("good", printable(f"{prefix}{number} + {line}"))


def _blocks(edits: list[Edit]) -> list[Block]:
    found: list[Block] = []
    for edit in sorted(edits, key=lambda edit: (edit.span.line, edit.span.column)):
        block = Block(edit.span.line, edit.span.end_line, (edit,))
        before = found[-1] if found else None
        if before is not None and block.first <= before.last:
            last = max(before.last, block.last)
            found[-1] = Block(before.first, last, (*before.edits, edit))
        else:
            found.append(block)
    return found


def _after(before: list[str], block: Block) -> list[str] | None:
    shift = block.first - 1
    moved = [
        Edit(
            Span(
                edit.span.path,
                edit.span.line - shift,
                edit.span.column,
                edit.span.end_line - shift,
                edit.span.end_column,
            ),
            edit.text,
        )
        for edit in block.edits
    ]
    try:
        return Text("\n".join(before)).edited(moved).split("\n")
    except EditProblem:
        return None
