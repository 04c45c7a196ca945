"""What is left after all repairs that hold? Rounds of linting and repairing, until nothing changes.

Repairs that overlap wait for the next round. What would break a file, or bring an error that was
not there, is taken back: nobody is worse off for a repair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hublint.editing.drafts import Contents, DraftProblem, drafted
from hublint.editing.edits import Plan
from hublint.model import Finding, Fix, Note, Report

MAX_ROUNDS = 10

# What hublint says of a file that it can't read, or on which it failed.
_BROKEN = frozenset({"HUB000", "HUB001"})

Check = Callable[[Contents], Report]
Wanted = Callable[[Finding, Fix], bool]


@dataclass(frozen=True, slots=True)
class Repaired:
    """The contents after the repairs, what was repaired, what is left, and what went wrong."""

    contents: Contents
    report: Report
    fixed: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()


class Rounds:
    """The repair of some files that are linted together."""

    def __init__(self, check: Check, wanted: Wanted, find: Callable[[str], Path]) -> None:
        """`wanted` says whether a repair shall be made, `find` which file a path means.

        `wanted` is asked once of each finding and round.
        """
        self._check = check
        self._wanted = wanted
        self._find = find
        self._refused: Counter[tuple[object, ...]] = Counter()
        self._notes: list[Note] = []

    def run(self, contents: Contents) -> Repaired:
        """Repairs these contents, by file: the only files that are edited."""
        done = Repaired(contents, self._check(contents))
        for _ in range(MAX_ROUNDS):
            chosen = self._chosen(done)
            if not chosen:
                break
            after = self._tried(chosen, done)
            if not after.fixed:
                break
            done = Repaired(after.contents, after.report, (*done.fixed, *after.fixed))
        return Repaired(done.contents, done.report, done.fixed, tuple(self._notes))

    def _chosen(self, before: Repaired) -> list[Finding]:
        """The findings whose repairs are made in this round, none overlapping another."""
        plan = Plan()
        passed: Counter[tuple[object, ...]] = Counter()
        chosen: list[Finding] = []
        for file in before.report.files:
            for finding in file.findings:
                fix = finding.fix
                if fix is None or not fix.edits or not self._may_edit(fix, before.contents):
                    continue
                key = _key(finding, fix)
                passed[key] += 1
                if passed[key] <= self._refused[key]:
                    continue
                if not self._wanted(finding, fix):
                    self._refused[key] += 1
                elif plan.take(fix):
                    chosen.append(finding)
        return chosen

    def _may_edit(self, fix: Fix, contents: Contents) -> bool:
        return all(self._find(edit.span.path) in contents for edit in fix.edits)

    def _tried(self, chosen: Sequence[Finding], before: Repaired) -> Repaired:
        """As many of the chosen repairs as hold, found by halves if not all do."""
        fixes = [finding.fix for finding in chosen if finding.fix]
        reason = ""
        try:
            contents = drafted(before.contents, fixes, self._find)
            report = self._check(contents)
            reason = _worse(before.report, report)
            if not reason:
                return Repaired(contents, report, tuple(chosen))
        except DraftProblem as problem:
            reason = str(problem)
        if len(chosen) == 1:
            self._refuse(chosen[0], reason)
            return before_only(before)
        half = len(chosen) // 2
        first = self._tried(chosen[:half], before)
        second = self._tried(chosen[half:], before)
        if first.fixed and second.fixed:
            return self._together(first, second, before)
        return first if first.fixed else second

    def _together(self, first: Repaired, second: Repaired, before: Repaired) -> Repaired:
        fixes = [finding.fix for finding in (*first.fixed, *second.fixed) if finding.fix]
        contents = drafted(before.contents, fixes, self._find)
        report = self._check(contents)
        if _worse(before.report, report):
            return first  # the others have their turn in the next round
        return Repaired(contents, report, (*first.fixed, *second.fixed))

    def _refuse(self, finding: Finding, reason: str) -> None:
        if finding.fix:
            self._refused[_key(finding, finding.fix)] += 1
        text = f"line {finding.span.line}: the repair of {finding.code} was taken back: {reason}"
        self._notes.append(Note(text, finding.span.path))


def before_only(before: Repaired) -> Repaired:
    """The same state, with nothing repaired."""
    return Repaired(before.contents, before.report)


def _key(finding: Finding, fix: Fix) -> tuple[object, ...]:
    """What a finding and its repair are called wherever they stand, as lines move."""
    texts = tuple(edit.text for edit in fix.edits)
    return finding.code, finding.span.path, finding.span.cell, finding.message, texts


def _worse(before: Report, after: Report) -> str:
    """Why a report is worse than the one before; empty if it is not."""
    new = _errors(after) - _errors(before)
    if not new:
        return ""
    path, code = min(new)
    return f"it would bring {code} into {path}"


def _errors(report: Report) -> Counter[tuple[str, str]]:
    return Counter(
        (file.path, finding.code)
        for file in report.files
        for finding in file.findings
        if finding.severity == "error" or finding.code in _BROKEN
    )
