"""What became of each hub call: the worst that holds, or what is missing to say it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hublint.judging.opinion import ORDER, Opinion
from hublint.judging.page import CELLS, Rule
from hublint.judging.ruling import Ruling
from hublint.judging.wording import api_name
from hublint.model import CallVerdict, Event, Finding, HubCall, Missing, Row


def verdicts_of(
    events: Sequence[Event], opinions: Sequence[Sequence[Opinion]]
) -> tuple[CallVerdict, ...]:
    """Give one verdict for each call, from the opinions of the deciding rules on each event."""
    by_call: dict[HubCall, list[Opinion]] = {}
    rows: dict[HubCall, tuple[Row, ...]] = {}
    for event, of_event in zip(events, opinions, strict=True):
        if event.call is None:
            continue
        if event.call not in rows or event.kind == "made":
            rows[event.call] = event.rows
        by_call.setdefault(event.call, []).extend(of_event)
    return tuple(_verdict(call, rows[call], by_call[call]) for call in by_call)


def _verdict(call: HubCall, rows: tuple[Row, ...], opinions: Sequence[Opinion]) -> CallVerdict:
    cells = {case.cell for opinion in opinions for case in opinion.cases if case}
    missing: dict[str, Missing] = {}
    for opinion in opinions:
        for one in opinion.missing:
            missing.setdefault(one.fact, one)
    lacking = tuple(sorted(missing.values(), key=lambda one: ORDER[one.fact]))
    for cell in CELLS[:2]:
        if cell in cells:
            return CallVerdict(call, rows, lacking, cell)
    # A rule that is true of one path and unknown of another has decided nothing of the call.
    return CallVerdict(call, rows, lacking, "undecided" if lacking else "supported")


def undecided_rulings(
    events: Sequence[Event], verdicts: Iterable[CallVerdict], rule: Rule
) -> list[Ruling]:
    """Tell every call that is undecided, by the rule that does so."""
    events_of = {event.call: event for event in reversed(events)}
    return [
        Ruling(_undecided_call(verdict, rule), rule, events_of[verdict.call])
        for verdict in verdicts
        if verdict.verdict == "undecided"
    ]


def _undecided_call(verdict: CallVerdict, rule: Rule) -> Finding:
    missing = "; ".join(f"{one.fact} is unknown ({one.reason})" for one in verdict.missing)
    return Finding(
        span=verdict.call.span,
        code=rule.code,
        name=rule.name,
        severity=rule.severity or "info",
        certainty="proven",
        message=f"nobody can say whether {api_name(verdict.call.api)} is supported here: {missing}",
    )
