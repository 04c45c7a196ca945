"""What happened to the hub objects? Collects events while programs run, and merges their rows.

One place in the code may be reached several times, by several calls or programs: its rows are
told together. What a function does for unknown arguments, because nobody in view calls it, and
what it makes others do then, counts only where no program was seen to call it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from hublint.facts.values.defined import Defined
from hublint.facts.values.rows import MAX_ROWS, told_together, unknown_row
from hublint.model import Event, Evidence, Fact, HubCall, Row, Span

if TYPE_CHECKING:
    import ast

    from hublint.facts.project.modules import Module


@dataclass(frozen=True, slots=True)
class Record:
    """What happened in all programs, and where each hub object is named."""

    events: tuple[Event, ...] = ()
    mentions: Mapping[HubCall, frozenset[Span]] = field(default_factory=dict)


@dataclass(slots=True)
class _Entry:
    kind: str
    api: str
    span: Span
    call: HubCall | None
    run: list[dict[str, Fact]] = field(default_factory=list)
    uncalled: list[dict[str, Fact]] = field(default_factory=list)
    under: dict[Defined, list[dict[str, Fact]]] = field(default_factory=dict)

    def rows(self, called: Set[Defined]) -> tuple[Row, ...]:
        """The rows that count where these functions have been called by some program."""
        real = list(self.run)
        for root, own in self.under.items():
            if root not in called:
                _added(own, real)
        rows = told_together(real or self._supposed())
        if len(rows) <= MAX_ROWS:
            return tuple(rows)
        return (*rows[: MAX_ROWS - 1], unknown_row(rows[MAX_ROWS - 1]))

    def _supposed(self) -> list[dict[str, Fact]]:
        rows: list[dict[str, Fact]] = []
        for own in self.under.values():
            _added(own, rows)
        return rows or self.uncalled


class Told(NamedTuple):
    """What one recorder was told."""

    entries: tuple[_Entry, ...] = ()
    mentions: Mapping[HubCall, frozenset[Span]] = MappingProxyType({})
    called: frozenset[Defined] = frozenset()
    ways: Mapping[Span, frozenset[bool]] = MappingProxyType({})


class Recorder:
    """The events of one or several programs, in the order in which they were first seen."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str, Span, Span | None], _Entry] = {}
        self._waiting: list[dict[str, Fact]] = []
        self._seen: dict[HubCall, dict[ast.AST, Module]] = {}
        self._mentions: dict[HubCall, frozenset[Span]] = {}
        self._places: set[Span] = set()
        self._called: set[Defined] = set()
        self._ways: dict[Span, frozenset[bool]] = {}

    def record(
        self,
        kind: str,
        api: str,
        span: Span,
        call: HubCall | None,
        rows: Iterable[dict[str, Fact]],
        uncalled: bool = False,
        root: Defined | None = None,
    ) -> None:
        """Takes the rows of one event, as one pass over its place sees them.

        `uncalled` is whether the function around it was run only because nobody calls it; `root`
        is such a function from which it was called, at whatever remove.
        """
        entry = self._entry(kind, api, span, call)
        if uncalled:
            kept = entry.uncalled
        else:
            kept = entry.run if root is None else entry.under.setdefault(root, [])
        self._waiting += _added(rows, kept)

    def call(self, functions: Iterable[Defined]) -> None:
        """Takes functions and classes that are really called."""
        self._called.update(functions)

    def take(self, told: Told) -> None:
        """Takes all that another recorder was told, after what this one has."""
        for one in told.entries:
            entry = self._entry(one.kind, one.api, one.span, one.call)
            _added(one.run, entry.run)
            _added(one.uncalled, entry.uncalled)
            for root, rows in one.under.items():
                _added(rows, entry.under.setdefault(root, []))
        self._called |= told.called
        for place, ways in told.ways.items():
            self.went(place, *ways)
        for call, spans in told.mentions.items():
            self._mentions[call] = self._mentions.get(call, frozenset()) | spans

    def told(self) -> Told:
        """All that was taken, without the code's trees, so that another process can take it."""
        entries, called = tuple(self._entries.values()), frozenset(self._called)
        return Told(entries, self.mentions(), called, self._ways)

    def _entry(self, kind: str, api: str, span: Span, call: HubCall | None) -> _Entry:
        key = (kind, api, span, call.span if call is not None else None)
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(kind, api, span, call)
        self._places.add(span)
        return entry

    def went(self, place: Span, *ways: bool) -> None:
        """Takes how a test went which begins at a place: it held, it didn't, or either."""
        self._ways[place] = self._ways.get(place, frozenset()) | set(ways)

    @property
    def ways(self) -> Mapping[Span, frozenset[bool]]:
        """How tests went in all programs, by the place where they begin."""
        return self._ways

    def was_at(self, span: Span) -> bool:
        """Whether anything has happened at a place."""
        return span in self._places

    def see(self, call: HubCall, node: ast.AST, module: Module) -> None:
        """Takes an expression that gives the hub object which was made by a call."""
        self._seen.setdefault(call, {})[node] = module

    def mentions(self) -> Mapping[HubCall, frozenset[Span]]:
        """Where each hub object is named: every name, attribute or call that gives it."""
        found = dict(self._mentions)
        for call, seen in self._seen.items():
            spans = frozenset(module.span(node) for node, module in seen.items())
            found[call] = found.get(call, frozenset()) | spans
        return found

    def switched(self, evidence: Evidence) -> None:
        """Graph mode is switched on: for all that was made before, that is too late.

        So each program must have a recorder of its own.
        """
        for row in self._waiting:
            switch = row.get("switch")
            if switch is not None and switch.value == "none":
                row["switch"] = Fact("late", "proven", (evidence,))

    def record_of_all(self) -> Record:
        """All that was taken, as it stays."""
        return Record(self.events(), self.mentions())

    def events(self) -> tuple[Event, ...]:
        """All events, in the order in which they were first seen."""
        return tuple(
            Event(entry.kind, entry.api, entry.span, entry.call, rows)
            for entry in self._entries.values()
            if (rows := entry.rows(self._called))
        )


def _added(rows: Iterable[dict[str, Fact]], kept: list[dict[str, Fact]]) -> list[dict[str, Fact]]:
    """Puts rows that say something new behind those that are kept; gives these."""
    new = []
    for row in rows:
        if not any(_same(row, seen) for seen in kept):
            kept.append(row)
            new.append(row)
    return new


def _same(one: Row, other: Row) -> bool:
    if one.keys() != other.keys():
        return False
    return all(
        fact.value == other[name].value and fact.certainty == other[name].certainty
        for name, fact in one.items()
    )
