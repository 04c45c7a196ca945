"""What do the rules say of these events, and what became of each hub call?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hublint.model import (
    CallVerdict,
    Event,
    Evidence,
    Finding,
    FindingCertainty,
    Fix,
    HubCall,
    Missing,
    Row,
    Severity,
)
from hublint.page import CELLS, SEVERITIES, Case, Rule
from hublint.rulebook import Rulebook
from hublint.vocabulary import FACTS
from hublint.wording import api_name, fill, paths

UNDECIDED_CALL = "HUB003"

_EVIDENCE_PER_FACT = 4
_LOWER: dict[Severity, Severity] = {"error": "warning", "warning": "info", "info": "info"}
_ORDER = {fact: place for place, fact in enumerate(FACTS)}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A finding with what stands behind it: rule, event, the rows that fire, their cases."""

    finding: Finding
    rule: Rule
    event: Event
    rows: tuple[Row, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """All rulings in the order of the events, and one verdict for each hub call."""

    rulings: tuple[Ruling, ...]
    calls: tuple[CallVerdict, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings alone."""
        return tuple(ruling.finding for ruling in self.rulings)


@dataclass(frozen=True, slots=True)
class _Opinion:
    # What one rule makes of one event: the case that is true of each row (None: of no row).
    rule: Rule
    event: Event
    cases: tuple[Case | None, ...]
    missing: tuple[Missing, ...]

    @property
    def fired(self) -> frozenset[int]:
        return frozenset(place for place, case in enumerate(self.cases) if case)

    @property
    def assumes(self) -> tuple[str, ...]:
        # The libraries of which only an assumed release made a case true.
        names = {
            condition.fact
            for row, case in zip(self.event.rows, self.cases, strict=True)
            for condition in (case.conditions if case else ())
            if FACTS[condition.fact].kind == "version"
            and condition.fact in row
            and row[condition.fact].certainty == "assumed"
        }
        return tuple(sorted(names, key=_ORDER.__getitem__))


def judge(events: Sequence[Event], rulebook: Rulebook) -> Judgement:
    """Hold the chosen rules against the events of one file.

    Gives a finding where a rule is true of an event, in all rows or in some (*possible*), and
    is not superseded there; and the verdict of every hub call that an event belongs to.
    """
    opinions = [
        [_opinion(rule, event) for rule in rulebook.speaking if rule.cases] for event in events
    ]
    spoken = [opinion for of_event in opinions for opinion in _heard(of_event, rulebook)]
    rulings = [_ruling(opinion) for opinion in _once_per_object(spoken)]
    verdicts = _verdicts(events, opinions, rulebook)
    if UNDECIDED_CALL in rulebook.chosen:
        rulings += _undecided(events, verdicts, rulebook.find(UNDECIDED_CALL))
    return Judgement(tuple(rulings), verdicts)


def merge_assumed_versions(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Tell once what rests on an assumed version only: the first place, how many, how to pin.

    Takes all findings of one project, gives them in their order with those merged.
    """
    findings = tuple(findings)
    counts: dict[str, int] = {}
    for finding in findings:
        if finding.assumes:
            counts[finding.code] = counts.get(finding.code, 0) + 1
    merged: list[Finding] = []
    for finding in findings:
        if not finding.assumes:
            merged.append(finding)
        elif finding.code in counts:
            merged.append(_merged(finding, counts.pop(finding.code)))
    return tuple(merged)


def _merged(finding: Finding, count: int) -> Finding:
    libraries = " and ".join(finding.assumes)
    places = "place" if count == 2 else "places"
    several = f" (here and in {count - 1} more {places})" if count > 1 else ""
    advice = (
        f"nothing pins {libraries}, so the newest is assumed: "
        f"pin it, or say --target {finding.assumes[0]}=VERSION"
    )
    return replace(finding, message=f"{finding.message}{several}; {advice}")


def _opinion(rule: Rule, event: Event) -> _Opinion:
    cases: list[Case | None] = []
    missing: list[Missing] = []
    for row in event.rows:
        case, unknown = _first_true(rule, row)
        cases.append(case)
        missing += unknown
    return _Opinion(rule, event, tuple(cases), tuple(dict.fromkeys(missing)))


def _first_true(rule: Rule, row: Row) -> tuple[Case | None, list[Missing]]:
    unknown: list[Case] = []
    for case in rule.cases:
        truth = case.holds(row)
        if truth:
            return case, []
        if truth is None:
            unknown.append(case)
    missing = [
        condition.missing(row[condition.fact])
        for case in unknown
        for condition in case.conditions
        if condition.holds(row) is None
    ]
    return None, missing


def _heard(opinions: Sequence[_Opinion], rulebook: Rulebook) -> list[_Opinion]:
    # Of one event. A rule is silenced where one that supersedes it speaks of all its rows.
    fired = [opinion for opinion in opinions if opinion.fired]
    return [
        opinion
        for opinion in fired
        if not any(
            opinion.rule.code in rulebook.superseded[other.rule.code]
            and opinion.fired <= other.fired
            and not other.assumes
            for other in fired
        )
    ]


def _once_per_object(opinions: Iterable[_Opinion]) -> list[_Opinion]:
    seen: set[tuple[str, HubCall]] = set()
    kept: list[_Opinion] = []
    for opinion in opinions:
        call = opinion.event.call
        if opinion.rule.per == "object" and call is not None:
            if (opinion.rule.code, call) in seen:
                continue
            seen.add((opinion.rule.code, call))
        kept.append(opinion)
    return kept


def _ruling(opinion: _Opinion) -> Ruling:
    event = opinion.event
    pairs = [(row, case) for row, case in zip(event.rows, opinion.cases, strict=True) if case]
    rows = tuple(row for row, _ in pairs)
    cases = tuple(case for case in opinion.rule.cases if any(case is one for _, one in pairs))
    certainty = _certainty(pairs, len(event.rows))
    # Paths that differ in gravity: what can be said of all of them is the mildest.
    severity = max((case.severity for case in cases), key=SEVERITIES.index)
    if opinion.assumes:
        severity = "info"
    elif certainty != "proven":
        severity = _LOWER[severity]
    said = [fill(case.message, _rows_of(case, pairs)) for case in cases]
    message = "; or ".join(dict.fromkeys(said))
    if certainty == "possible":
        read = {condition.fact for case in cases for condition in case.conditions}
        message = f"may happen {paths(rows, event.rows, read)}: {message}"
    repair = next((fill(case.repair, _rows_of(case, pairs)) for case in cases if case.repair), None)
    finding = Finding(
        span=event.span,
        code=opinion.rule.code,
        name=opinion.rule.name,
        severity=severity,
        certainty=certainty,
        message=message,
        why=_why(pairs),
        fix=Fix(repair, "display") if repair else None,
        cell=min((case.cell for case in cases if case.cell), key=CELLS.index, default=None),
        assumes=opinion.assumes,
    )
    return Ruling(finding, opinion.rule, event, rows, cases)


def _rows_of(case: Case, pairs: Iterable[tuple[Row, Case]]) -> tuple[Row, ...]:
    return tuple(row for row, one in pairs if one is case)


def _certainty(pairs: Sequence[tuple[Row, Case]], rows: int) -> FindingCertainty:
    if len(pairs) < rows:
        return "possible"
    assumed = any(
        row[condition.fact].certainty == "assumed"
        for row, case in pairs
        for condition in case.conditions
        if condition.fact in row
    )
    return "assumed" if assumed else "proven"


def _why(pairs: Sequence[tuple[Row, Case]]) -> tuple[Evidence, ...]:
    read = {condition.fact for _, case in pairs for condition in case.conditions}
    told: dict[Evidence, None] = {}
    for fact in sorted(read, key=_ORDER.__getitem__):
        count = 0
        for row, _ in pairs:
            new = [one for one in row[fact].why if one not in told] if fact in row else []
            # A fact's own evidence stays whole; what other paths add to it is limited.
            if count and count + len(new) > _EVIDENCE_PER_FACT:
                break
            count += len(new)
            told.update(dict.fromkeys(new))
    return tuple(told)


def _verdicts(
    events: Sequence[Event], opinions: Sequence[Sequence[_Opinion]], rulebook: Rulebook
) -> tuple[CallVerdict, ...]:
    by_call: dict[HubCall, list[_Opinion]] = {}
    rows: dict[HubCall, tuple[Row, ...]] = {}
    for event, of_event in zip(events, opinions, strict=True):
        if event.call is None:
            continue
        if event.call not in rows or event.kind == "made":
            rows[event.call] = event.rows
        deciding = (opinion for opinion in of_event if rulebook.decides(opinion.rule.code))
        by_call.setdefault(event.call, []).extend(deciding)
    return tuple(_verdict(call, rows[call], by_call[call]) for call in by_call)


def _verdict(call: HubCall, rows: tuple[Row, ...], opinions: Sequence[_Opinion]) -> CallVerdict:
    cells = {case.cell for opinion in opinions for case in opinion.cases if case}
    missing: dict[str, Missing] = {}
    for opinion in opinions:
        for one in opinion.missing:
            missing.setdefault(one.fact, one)
    lacking = tuple(sorted(missing.values(), key=lambda one: _ORDER[one.fact]))
    for cell in CELLS[:2]:
        if cell in cells:
            return CallVerdict(call, rows, lacking, cell)
    # A rule that is true of one path and unknown of another has decided nothing of the call.
    return CallVerdict(call, rows, lacking, "undecided" if lacking else "supported")


def _undecided(
    events: Sequence[Event], verdicts: Iterable[CallVerdict], rule: Rule
) -> list[Ruling]:
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
