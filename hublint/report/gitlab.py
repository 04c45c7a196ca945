"""What does GitLab show in a merge request? The findings as a Code Quality report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from hublint.model import Report, Severity
from hublint.report import Look
from hublint.report.fingerprint import fingerprint
from hublint.report.snippet import SourceLines
from hublint.report.summary import findings_of
from hublint.report.wording import headless, in_cell

_SEVERITIES: Mapping[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, look: Look) -> str:
    """The report as one JSON list."""
    return json.dumps(list(_issues(report)), indent=2) + "\n"


def _issues(report: Report) -> Iterator[dict[str, Any]]:
    lines = SourceLines(report)
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings_of(report):
        span = finding.span
        name = (span.path, fingerprint(finding, lines.first_line(span)))
        seen[name] += 1
        whole = "\0".join((*name, str(seen[name])))  # which GitLab wants to be without equal
        lines_of_file = (span.line, span.end_line) if span.cell is None else (1, 1)
        yield {
            "description": f"{in_cell(span)}{headless(finding)}".replace("\n", "; "),
            "check_name": f"{finding.code} {finding.name}",
            "fingerprint": hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest(),
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": span.path,
                "lines": dict(zip(("begin", "end"), lines_of_file, strict=True)),
            },
        }
