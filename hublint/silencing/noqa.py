"""Where does a `# noqa` go that silences these findings?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hublint.model import Edit, Finding, Span
from hublint.silencing.suppressions import Suppression, suppressions_of
from hublint.sources.comments import row_ends
from hublint.sources.syntax import split_lines

# Findings that no suppression takes away: hublint's own failure, and idle suppressions.
_NOT_SILENCED = frozenset({"HUB000", "HUB002"})


def silenceable(findings: Iterable[Finding]) -> list[Finding]:
    """The errors and warnings among the findings that a comment can silence."""
    return [
        finding
        for finding in findings
        if finding.severity != "info" and finding.code not in _NOT_SILENCED
    ]


class Silencer(NamedTuple):
    """The edits that silence findings, and the findings for which no comment can be written."""

    edits: tuple[Edit, ...]
    left: tuple[Finding, ...]


def silencer_of(text: str, findings: Sequence[Finding]) -> Silencer:
    """What writes a `# noqa` for each finding in a text, behind its first line.

    The findings are those of one file, or of one cell of a notebook. A line that has a noqa with
    codes gets more of them. Where the text can't be tokenized, no comment is written.
    """
    ends = row_ends(text)
    codes: dict[int, set[str]] = {}
    for finding in findings:
        if finding.span.line in ends:
            codes.setdefault(ends[finding.span.line], set()).add(finding.code)
    left = tuple(finding for finding in findings if finding.span.line not in ends)
    if not codes:
        return Silencer((), left)
    span = findings[0].span
    there = {
        one.span.line: one
        for one in suppressions_of(text, span.path, (), span.cell)
        if one.verb == "noqa" and one.words
    }
    return Silencer(tuple(_edits(codes, split_lines(text), there, span)), left)


def _edits(
    codes: dict[int, set[str]], lines: list[str], there: dict[int, Suppression], span: Span
) -> Iterator[Edit]:
    for line, wanted in sorted(codes.items()):
        words = ", ".join(sorted(wanted))
        if line in there:
            column = there[line].words[-1].end_column
            yield Edit(Span(span.path, line, column, line, column, span.cell), f", {words}")
        else:
            width = len(lines[line - 1])
            start = len(lines[line - 1].rstrip()) + 1
            place = Span(span.path, line, start, line, width + 1, span.cell)
            yield Edit(place, f"  # noqa: {words}")
