"""What does one rule make of one event? The case that is true of each row, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from hublint.judging.page import Case, Rule
from hublint.model import Event, Missing, Row
from hublint.vocabulary import FACTS

ORDER = {fact: place for place, fact in enumerate(FACTS)}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one rule makes of one event: the case that is true of each row (None: no case)."""

    rule: Rule
    event: Event
    cases: tuple[Case | None, ...]
    missing: tuple[Missing, ...]

    @property
    def fired(self) -> frozenset[int]:
        """The rows, by their places, of which a case is true."""
        return frozenset(place for place, case in enumerate(self.cases) if case)

    @property
    def assumes(self) -> tuple[str, ...]:
        """The libraries of which only an assumed release made a case true."""
        names = {
            condition.fact
            for row, case in zip(self.event.rows, self.cases, strict=True)
            for condition in (case.conditions if case else ())
            if FACTS[condition.fact].kind == "version"
            and condition.fact in row
            and not condition.is_sure(row[condition.fact])
        }
        return tuple(sorted(names, key=ORDER.__getitem__))


def opinion_of(rule: Rule, event: Event) -> Opinion:
    """Hold a rule against every row of an event."""
    cases: list[Case | None] = []
    missing: list[Missing] = []
    for row in event.rows:
        case, unknown = _first_true(rule, row)
        cases.append(case)
        missing += unknown
    return Opinion(rule, event, tuple(cases), tuple(dict.fromkeys(missing)))


def _first_true(rule: Rule, row: Row) -> tuple[Case | None, list[Missing]]:
    if "expected" in row:  # the code knows
        return None, []
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
