"""What does a person or an editor scan? One line for each finding."""

from __future__ import annotations

from hublint.model import Report
from hublint.report import Look
from hublint.report.ending import ending
from hublint.report.style import Style
from hublint.report.summary import findings_of
from hublint.report.text import headline


def render(report: Report, look: Look) -> str:
    """The report with one line for each finding."""
    style = Style(look.colour)
    lines = [headline(finding, style) for finding in findings_of(report)]
    return "".join(f"{line}\n" for line in (*lines, *ending(report, look)))
