"""What does a program read line by line? What the JSON report holds, an object on each line.

The key "type" says what an object is: finding, call, note or, as the last line, summary.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hublint.model import Report
from hublint.report import Look
from hublint.report.json_report import document


def render(report: Report, look: Look) -> str:
    """The report as JSON lines, ASCII only."""
    return "".join(f"{json.dumps(line)}\n" for line in _lines(document(report)))


def _lines(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key, kind in (("findings", "finding"), ("calls", "call"), ("notes", "note")):
        yield from ({"type": kind, **one} for one in whole[key])
    yield {"type": "summary", "version": whole["version"], **whole["summary"]}
