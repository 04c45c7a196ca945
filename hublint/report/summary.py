"""How much was seen, found, decided and left undecided?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hublint.model import CallVerdict, Finding, Missing, Report, Severity, Span


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of one run; `calls` are hub calls, each decided or undecided."""

    files: int
    parsed: int
    calls: int
    decided: int
    undecided: int
    errors: int
    warnings: int
    infos: int
    suppressed: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why calls are undecided: the facts that miss, how many calls, and the first of them."""

    facts: tuple[str, ...]
    text: str
    calls: int
    first: Span


def summarise(report: Report) -> Summary:
    """Count what the report holds."""
    calls = calls_of(report)
    undecided = sum(call.verdict == "undecided" for call in calls)
    levels: Mapping[Severity, int] = Counter(finding.severity for finding in findings_of(report))
    return Summary(
        files=len(report.files),
        parsed=sum(file.parsed for file in report.files),
        calls=len(calls),
        decided=len(calls) - undecided,
        undecided=undecided,
        errors=levels["error"],
        warnings=levels["warning"],
        infos=levels["info"],
        suppressed=sum(file.suppressed for file in report.files),
    )


def findings_of(report: Report) -> list[Finding]:
    """All findings, by file and place."""
    return [
        finding
        for file in report.files
        if file.findings
        for finding in sorted(file.findings, key=lambda found: (place(found.span), found.code))
    ]


def calls_of(report: Report) -> list[CallVerdict]:
    """All hub calls, by file and place."""
    return [
        call
        for file in report.files
        if file.calls
        for call in sorted(file.calls, key=lambda verdict: place(verdict.call.span))
    ]


def reasons_of(report: Report) -> list[Reason]:
    """Why calls are undecided, what most of them miss first."""
    places: dict[Missing, list[Span]] = {}
    for call in calls_of(report):
        if call.verdict == "undecided":
            for missing in dict.fromkeys(call.missing):
                places.setdefault(missing, []).append(call.call.span)
    alike: dict[tuple[str, tuple[Span, ...]], list[str]] = {}
    for missing, spans in places.items():
        alike.setdefault((missing.reason, tuple(spans)), []).append(missing.fact)
    reasons = [
        Reason(tuple(facts), text, len(spans), spans[0]) for (text, spans), facts in alike.items()
    ]
    return sorted(reasons, key=lambda reason: -reason.calls)


def place(span: Span) -> tuple[str, int, int, int]:
    """What spans are sorted by."""
    return (span.path, span.cell or 0, span.line, span.column)
