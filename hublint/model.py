"""What travels between the stages: spans, evidence, facts, events, findings, reports.

Everything here is frozen. Lines and columns count from 1, columns in code points, ends are
exclusive. Paths are relative to the folder of the run where they can be, with forward slashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Certainty = Literal["proven", "assumed"]
FindingCertainty = Literal["proven", "assumed", "possible"]
Severity = Literal["error", "warning", "info"]
Cell = Literal["unsupported", "partial", "supported"]
Verdict = Literal["unsupported", "partial", "supported", "undecided"]
Safety = Literal["safe", "unsafe", "display"]


class _Sent:
    """What processes hand to one another: made again of its fields, in half the time."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        names: tuple[str, ...] = self.__match_args__  # type: ignore[attr-defined]
        return type(self), tuple([getattr(self, name) for name in names])


@dataclass(frozen=True, slots=True)
class Span(_Sent):
    """A stretch of a file; in a notebook, lines count within the cell (cells from 1)."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence(_Sent):
    """One thing that made us believe a fact, and where it stands (None: outside the code)."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class VersionRange:
    """The known releases of one library that this code may run with.

    `text` is the range as people write it (">=2.15,<2.16"); `releases` are the known releases
    that it admits, never empty. Where `releases` is only the newest that the pins admit, which is
    then assumed, `admitted` are all of them.
    """

    text: str
    releases: frozenset[str]
    admitted: frozenset[str] = frozenset()


FactValue = str | bool | VersionRange


@dataclass(frozen=True, slots=True)
class Fact(_Sent):
    """A value with its certainty and evidence; the value None is unknown, `missing` says why."""

    value: FactValue | None
    certainty: Certainty = "proven"
    why: tuple[Evidence, ...] = ()
    missing: str = ""


# One consistent set of facts, along one path of the program. A fact that is absent does not
# apply to the event (no tags were passed to an API that takes none); unknown is a Fact of None.
Row = Mapping[str, Fact]


def value_of(row: Row, name: str) -> FactValue | None:
    """The value of a fact of a row; None where it is unknown, or does not apply."""
    return row[name].value if name in row else None


@dataclass(frozen=True, slots=True)
class HubCall(_Sent):
    """The place where a hub object is made: what the report counts as decided or undecided."""

    api: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a hub object, or a switch, with every fact of every path.

    `kind` is a word of the vocabulary (`made`, `called`, ...); `call` is the hub call that made
    the object, None for events of no hub call; `rows` is never empty.
    """

    kind: str
    api: str
    span: Span
    call: HubCall | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Text that takes the place of a span."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair: a title in the imperative, how safe it is, and its edits (none: only advice)."""

    title: str
    safety: Safety
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of an event. `severity` is already lowered by `certainty`.

    `assumes` names the libraries whose newest release it takes for granted because nothing pins
    them; such findings are merged to one for each project and rule. `facts` are those that it
    rests on, as "format=tf1-hub", without versions: a raised pin leaves it the finding it was.
    """

    span: Span
    code: str
    name: str
    severity: Severity
    certainty: FindingCertainty
    message: str
    why: tuple[Evidence, ...] = ()
    fix: Fix | None = None
    cell: Cell | None = None
    assumes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that some rule needed and nobody knows, with the reason."""

    fact: str
    reason: str


@dataclass(frozen=True, slots=True)
class CallVerdict:
    """What became of one hub call: its rows, what was missing, and the worst that holds."""

    call: HubCall
    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the reader that is no finding (a file that was skipped, a folder that is both)."""

    text: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What a run says of one file; `parsed` is whether its code was read (hub is mentioned)."""

    path: str
    parsed: bool = False
    findings: tuple[Finding, ...] = ()
    calls: tuple[CallVerdict, ...] = ()
    notes: tuple[Note, ...] = ()
    suppressed: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a run says: the files in order, and the source lines that a reader will want to see.

    `sources` are by path, `cells` are a notebook's by its path and the cell's number.
    """

    files: tuple[FileReport, ...]
    notes: tuple[Note, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[str, int], str] = field(default_factory=dict)
