"""What does GitHub show beside the code? A workflow command for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hublint.model import Finding, Report, Severity
from hublint.report import Look
from hublint.report.style import printable
from hublint.report.summary import findings_of
from hublint.report.wording import headless, in_cell

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, look: Look) -> str:
    """The report as lines that a workflow's log turns into annotations."""
    return "".join(f"{_command(finding)}\n" for finding in findings_of(report))


def _command(finding: Finding) -> str:
    properties = ",".join(f"{key}={_value(text)}" for key, text in _properties(finding))
    lines = f"{in_cell(finding.span)}{headless(finding)}".split("\n")
    text = _message("\n".join(map(printable, lines)))
    return f"::{_COMMANDS[finding.severity]} {properties}::{text}"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    span = finding.span
    yield "file", span.path
    if span.cell is None:  # lines of a cell are no lines of the file
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line and span.column < span.end_column:
            yield "col", str(span.column)
            yield "endColumn", str(span.end_column)
    yield "title", f"{finding.code} {finding.name}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
