"""What does a person read in a comment or in a job's summary? The findings as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hublint.model import Evidence, Finding, Report
from hublint.report import Look
from hublint.report.ending import ending, where
from hublint.report.style import printable
from hublint.report.summary import findings_of
from hublint.report.text import help_of

# What Markdown would read as markup; an underscore within a word is none.
_MARKUP = re.compile(r"\\|[`*\[\]<>#|~]|(?<!\w)_|_(?!\w)")
_CODE = re.compile(r"(`[^`]+`)")


def render(report: Report, look: Look) -> str:
    """The report as Markdown: an item for each finding, then what a run says at its end."""
    items = [_item(finding) for finding in findings_of(report)]
    plain = look._replace(colour=False)
    end = [_escaped(line) for line in ending(report, plain)]
    blocks = ("## hublint", "\n".join(items), "\n\n".join(end))
    return "\n\n".join(filter(None, blocks)) + "\n"


def _item(finding: Finding) -> str:
    return "\n".join(_lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    sure = "" if finding.certainty == "proven" else f" ({finding.certainty})"
    yield (
        f"- **{finding.severity}**{sure} {_code(where(finding.span))}"
        f" {finding.code} {finding.name}: {_escaped(printable(finding.message))}"
    )
    for evidence in dict.fromkeys(finding.why):
        yield f"  - because {_because(evidence)}"
    if finding.fix:
        yield f"  - help: {_escaped(help_of(finding.fix))}"


def _because(evidence: Evidence) -> str:
    place = f" ({_code(where(evidence.span))})" if evidence.span else ""
    return f"{_escaped(printable(evidence.text))}{place}"


def _code(text: str) -> str:
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def _escaped(text: str) -> str:
    """The text as it reads, but for what stands between backticks, which is code already."""
    parts = _CODE.split(text)
    parts[::2] = (_MARKUP.sub(r"\\\g<0>", part) for part in parts[::2])
    return "".join(parts)
