"""What does code scanning read? The report as SARIF 2.1.0, with evidence as code flows.

Columns count code points, as everywhere in hublint. SARIF knows no cells: what stands in a
notebook is placed at the file as a whole, with the cell and the line in its message.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from hublint import __version__
from hublint.judging.rulebook import Rule, load_rulebook
from hublint.model import Edit, Evidence, Finding, Fix, Report, Severity, Span
from hublint.report import Look
from hublint.report.fingerprint import fingerprint
from hublint.report.page import without_block
from hublint.report.snippet import SourceLines
from hublint.report.summary import findings_of
from hublint.report.wording import headless, in_cell

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}

_Json = dict[str, Any]


def render(report: Report, look: Look) -> str:
    """The report as one SARIF log, ASCII only."""
    findings = findings_of(report)
    names = dict(sorted({finding.code: finding.name for finding in findings}.items()))
    pages = {rule.code: rule for rule in load_rulebook().rules}
    rules = [_rule(code, name, pages.get(code)) for code, name in names.items()]
    lines = SourceLines(report)
    run = {
        "tool": {"driver": {"name": "hublint", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, **_notes(report)}],
        "results": [_result(finding, list(names), lines) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, name: str, rule: Rule | None) -> _Json:
    """What is said of a rule: its page, if it has one here."""
    if rule is None:
        return {"id": code, "name": name}
    page = without_block(rule.page)
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.levels[0]]},
        "properties": {"tags": ["tensorflow-hub"]},
    }


def _notes(report: Report) -> _Json:
    notes = [*(note for file in report.files for note in file.notes), *report.notes]
    told = [
        {
            "level": "note",
            "message": {"text": note.text},
            **({"locations": [{"physicalLocation": _file(note.path)}]} if note.path else {}),
        }
        for note in notes
    ]
    return {"toolExecutionNotifications": told} if told else {}


def _result(finding: Finding, codes: Sequence[str], lines: SourceLines) -> _Json:
    span = finding.span
    result: _Json = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{in_cell(span)}{headless(finding)}"},
        "locations": [{"physicalLocation": _place(span)}],
        "partialFingerprints": {"hublint/v1": fingerprint(finding, lines.first_line(span))},
        "properties": {"certainty": finding.certainty},
    }
    if finding.why:
        steps = [*(_step(evidence) for evidence in finding.why), _last_step(finding)]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if finding.fix and (changes := list(_changes(finding.fix))):
        fix = {"description": {"text": finding.fix.title}, "artifactChanges": changes}
        result["fixes"] = [{**fix, "properties": {"safety": finding.fix.safety}}]
    return result


def _step(evidence: Evidence) -> _Json:
    place = {"physicalLocation": _place(evidence.span)} if evidence.span else {}
    cell = in_cell(evidence.span) if evidence.span else ""
    return {"location": {**place, "message": {"text": f"{cell}{evidence.text}"}}}


def _last_step(finding: Finding) -> _Json:
    text = f"{in_cell(finding.span)}{finding.message}"
    return {"location": {"physicalLocation": _place(finding.span), "message": {"text": text}}}


def _changes(fix: Fix) -> Iterator[_Json]:
    """The edits, file by file; none of a fix that changes cells, which have no lines here."""
    by_path: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        if edit.span.cell is not None:
            return
        by_path.setdefault(edit.span.path, []).append(edit)
    for path, edits in by_path.items():
        replacements = [
            {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
            for edit in edits
        ]
        yield {**_file(path), "replacements": replacements}


def _place(span: Span) -> _Json:
    if span.cell is not None:
        return _file(span.path)
    whole_line = (span.line, span.column) == (span.end_line, span.end_column)
    return {**_file(span.path), "region": {"startLine": span.line} if whole_line else _region(span)}


def _region(span: Span) -> _Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _file(path: str) -> _Json:
    """A file by its address: below the folder of the run, or on its own if it lies elsewhere."""
    if path.startswith("/"):
        return {"artifactLocation": {"uri": f"file://{quote(path)}"}}
    if path[1:3] == ":/":  # a drive
        return {"artifactLocation": {"uri": f"file:///{path[:2]}{quote(path[2:])}"}}
    return {"artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"}}
