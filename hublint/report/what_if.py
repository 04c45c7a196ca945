"""What becomes of each call in each environment, as a table?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hublint.model import HubCall, Report, Verdict
from hublint.report.ending import where
from hublint.report.style import Style, counted, printable
from hublint.silencing.suppress import UNUSED

_WORDS: Mapping[Verdict, str] = {
    "supported": "works",
    "partial": "partly",
    "unsupported": "breaks",
    "undecided": "unknown",
}
_LOOKS: Mapping[str, str] = {"works": "good", "partly": "warning", "breaks": "error"}
_SHORT = {"tensorflow": "tf", "tensorflow_hub": "hub"}
NOTHING = "no call of TensorFlow Hub\n"


@dataclass(frozen=True, slots=True)
class Environment:
    """The versions of one environment, and what a run says there."""

    versions: Mapping[str, str]
    report: Report

    @property
    def title(self) -> str:
        """The versions in a few letters: tf 2.15.1, hub 0.16.1."""
        parts = (f"{_SHORT.get(name, name)} {text}" for name, text in self.versions.items())
        return ", ".join(parts)

    @property
    def verdicts(self) -> Mapping[HubCall, Verdict]:
        """What becomes of each call that is come to."""
        return {
            one.call: one.verdict
            for file in self.report.files
            for one in file.calls
            if any(row["event"].value != "unreached" for row in one.rows)
        }


def render_what_if(environments: Sequence[Environment], style: Style) -> str:
    """The table, then what is found in each environment, each finding told once."""
    calls = list(dict.fromkeys(call for one in environments for call in one.verdicts))
    if not calls:
        return NOTHING
    titles = [one.title for one in environments]
    rows = [[f"{where(call.span)} {call.api}", *_cells(environments, call)] for call in calls]
    widths = [max(map(len, column)) for column in zip(["", *titles], *rows, strict=True)]
    lines = [_line(["", *titles], widths, style), *(_line(row, widths, style) for row in rows)]
    return "\n".join([*lines, "", *_reasons(environments, style)]) + "\n"


def _cells(environments: Sequence[Environment], call: HubCall) -> Iterator[str]:
    for one in environments:
        verdict = one.verdicts.get(call)
        yield _WORDS[verdict] if verdict is not None else "-"


def _line(cells: Sequence[str], widths: Sequence[int], style: Style) -> str:
    padded = (f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
    looks = (_LOOKS.get(cell, "") for cell in cells)
    shown = (style(look, text) if look else text for look, text in zip(looks, padded, strict=True))
    return "  ".join(shown).rstrip()


def _reasons(environments: Sequence[Environment], style: Style) -> Iterator[str]:
    for one in environments:
        found = [
            finding
            for file in one.report.files
            for finding in file.findings
            if finding.severity != "info" and finding.code != UNUSED  # of a comment
        ]
        count = counted(len(found), "finding")
        yield style("bold", f"{one.title}: {count if found else 'nothing breaks'}")
        for finding in found:
            text = f"{where(finding.span)} {finding.code} {finding.name}"
            yield f"    {text}: {printable(finding.message)}"
