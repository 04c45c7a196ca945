"""What does a program read? The report as JSON, under a contract (`"version": 1`).

Lines and columns count from 1, columns in code points, ends exclusive; unknown is null.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from hublint.model import (
    CallVerdict,
    Edit,
    Evidence,
    Finding,
    Fix,
    Note,
    Report,
    Row,
    Span,
    VersionRange,
    value_of,
)
from hublint.report import Look
from hublint.report.fingerprint import fingerprint
from hublint.report.snippet import SourceLines
from hublint.report.summary import calls_of, findings_of, summarise

_ROW_FACTS = (
    "handle",
    "format",
    "runtime",
    "execution",
    "operation",
    "trainable",
    "tensorflow",
    "tensorflow_hub",
    "keras",
)


def render(report: Report, look: Look) -> str:
    """The report as one JSON document, ASCII only."""
    return json.dumps(document(report), indent=2) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as JSON's own values."""
    lines = SourceLines(report)
    notes = (*(note for file in report.files for note in file.notes), *report.notes)
    return {
        "version": 1,
        "findings": [_finding(finding, lines) for finding in findings_of(report)],
        "calls": [_call(call) for call in calls_of(report)],
        "notes": [_note(note) for note in notes],
        "summary": asdict(summarise(report)),
    }


def _finding(finding: Finding, lines: SourceLines) -> dict[str, Any]:
    return {
        **_span(finding.span),
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "message": finding.message,
        "fingerprint": fingerprint(finding, lines.first_line(finding.span)),
        "why": [_evidence(evidence) for evidence in finding.why],
        "fix": _fix(finding.fix) if finding.fix else None,
    }


def _span(span: Span) -> dict[str, Any]:
    return {
        "path": span.path,
        "cell": span.cell,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    span = evidence.span
    return {
        "text": evidence.text,
        "path": span.path if span else None,
        "cell": span.cell if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safety": fix.safety,
        "edits": [_edit(edit) for edit in fix.edits],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "path": edit.span.path,
        "cell": edit.span.cell,
        "start": {"line": edit.span.line, "column": edit.span.column},
        "end": {"line": edit.span.end_line, "column": edit.span.end_column},
        "text": edit.text,
    }


def _call(verdict: CallVerdict) -> dict[str, Any]:
    return {
        **_span(verdict.call.span),
        "api": verdict.call.api,
        "alternatives": [_row(row) for row in verdict.rows],
        "missing": [{"fact": item.fact, "reason": item.reason} for item in verdict.missing],
        "verdict": verdict.verdict,
    }


def _row(row: Row) -> dict[str, Any]:
    return {name: _value(row, name) for name in _ROW_FACTS}


def _value(row: Row, name: str) -> str | bool | None:
    value = value_of(row, name)
    return value.text if isinstance(value, VersionRange) else value


def _note(note: Note) -> dict[str, Any]:
    return {"path": note.path, "text": note.text}
