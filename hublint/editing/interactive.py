"""Shall this repair be made? Asked of a person, with the evidence and what would change."""

from __future__ import annotations

from typing import TextIO

from hublint.model import Finding, Fix
from hublint.report.outlet import emit
from hublint.report.style import printable

_QUESTION = "repair this? [y]es, [n]o, [a]ll of this rule, [q]uit: "


class Asker:
    """Asks of each repair once; after `all`, no more of that rule, after `quit` of none."""

    def __init__(self, answers: TextIO, questions: TextIO) -> None:
        self._answers = answers
        self._questions = questions
        self._all: set[str] = set()
        self._is_over = False

    def ask(self, finding: Finding, fix: Fix) -> bool:
        """Whether the person wants the repair; the end of the input means no more."""
        if self._is_over or finding.code in self._all:
            return not self._is_over
        emit(_shown(finding, fix), self._questions)
        while True:
            emit(_QUESTION, self._questions)
            line = self._answers.readline()
            answer = line.strip().lower()[:1]
            if answer in ("y", "n"):
                return answer == "y"
            if answer == "a":
                self._all.add(finding.code)
                return True
            if answer == "q" or not line:
                self._is_over = True
                return False


def _shown(finding: Finding, fix: Fix) -> str:
    span = finding.span
    lines = [f"\n{span.path}:{span.line}:{span.column} {finding.code} {finding.message}"]
    lines += [f"  because: {evidence.text}" for evidence in finding.why]
    lines.append(f"  help: {fix.title} ({fix.safety})")
    for edit in fix.edits:
        place = f"{edit.span.path}:{edit.span.line}:{edit.span.column}"
        lines.append(f"  {place}: {edit.text!r}")
    return "".join(f"{printable(line) if line[0] != chr(10) else line}\n" for line in lines)
