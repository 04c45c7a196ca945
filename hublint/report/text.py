"""What does a person read? Each finding with its line, why we believe it, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hublint.model import Evidence, Finding, Fix, Report, Safety, Span
from hublint.report import Look
from hublint.report.ending import ending, where
from hublint.report.snippet import SourceLines, snippet
from hublint.report.style import Style, printable
from hublint.report.summary import findings_of

_SAFETY: Mapping[Safety, str] = {
    "safe": " (safe)",
    "unsafe": " (unsafe: may change what the code does)",
    "display": "",
}


def render(report: Report, look: Look) -> str:
    """The report as text for people."""
    style = Style(look.colour)
    lines = SourceLines(report)
    blocks = ["\n".join(_block(finding, lines, style)) for finding in findings_of(report)]
    end = "\n".join(ending(report, look))
    text = "\n\n".join(filter(None, (*blocks, end)))
    return f"{text}\n" if text else ""


def headline(finding: Finding, style: Style) -> str:
    """A finding's place, rule, level and message, in one line."""
    certainty = "" if finding.certainty == "proven" else f" ({finding.certainty})"
    return (
        f"{style('bold', where(finding.span))} "
        f"{style(finding.severity, finding.code)} {finding.name} "
        f"{style(finding.severity, finding.severity)}{certainty}: {printable(finding.message)}"
    )


def _block(finding: Finding, lines: SourceLines, style: Style) -> Iterator[str]:
    yield headline(finding, style)
    line = lines.first_line(finding.span)
    margin = " " * (len(str(finding.span.line)) + 1)
    if line is not None and line.strip() and not _is_empty(finding.span):
        yield from snippet(line, finding.span, style, finding.severity)
    for evidence in dict.fromkeys(finding.why):
        yield f"{margin}{style('gutter', '=')} {style('bold', 'because')}: {_reason(evidence)}"
    if finding.fix:
        yield f"{margin}{style('gutter', '=')} {style('good', 'help')}: {help_of(finding.fix)}"
        yield from (f"{margin}  {changed}" for changed in _changes(finding, lines, style))


def _changes(finding: Finding, lines: SourceLines, style: Style) -> Iterator[str]:
    if finding.fix is not None and finding.fix.edits:
        from hublint.report.changes import changed_lines  # most findings need none of it

        yield from changed_lines(finding.fix, lines, finding.span, style)


def _is_empty(span: Span) -> bool:
    """Whether the span marks nothing: the finding is about the file."""
    return (span.line, span.column) == (span.end_line, span.end_column)


def _reason(evidence: Evidence) -> str:
    if evidence.span is None:
        return printable(evidence.text)
    cell = f"cell {evidence.span.cell}:" if evidence.span.cell is not None else ""
    return printable(f"{evidence.text}  ({evidence.span.path}:{cell}{evidence.span.line})")


def help_of(fix: Fix) -> str:
    """What is to be done, and how safe it is if hublint can do it."""
    return printable(fix.title) + _SAFETY[fix.safety]
