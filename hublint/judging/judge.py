"""What do the rules say of these events, and what became of each hub call?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hublint.judging.opinion import Opinion, opinion_of
from hublint.judging.rulebook import Rulebook
from hublint.judging.ruling import Ruling, ruling_of
from hublint.judging.verdicts import undecided_rulings, verdicts_of
from hublint.model import CallVerdict, Event, Finding, HubCall

UNDECIDED_CALL = "HUB003"


@dataclass(frozen=True, slots=True)
class Judgement:
    """All rulings in the order of the events, and one verdict for each hub call."""

    rulings: tuple[Ruling, ...]
    calls: tuple[CallVerdict, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings alone."""
        return tuple(ruling.finding for ruling in self.rulings)


def judge(events: Sequence[Event], rulebook: Rulebook) -> Judgement:
    """Hold the chosen rules against the events of one file.

    Gives a finding where a rule is true of an event, in all rows or in some (*possible*), and
    is not superseded there; and the verdict of every hub call that an event belongs to.
    """
    opinions = [
        [opinion_of(rule, event) for rule in rulebook.speaking_of(event.kind, event.api)]
        for event in events
    ]
    spoken = [opinion for of_event in opinions for opinion in _heard(of_event, rulebook)]
    rulings = [ruling_of(opinion) for opinion in _once_per_object(spoken)]
    deciding = [[one for one in said if rulebook.decides(one.rule.code)] for said in opinions]
    verdicts = verdicts_of(events, deciding)
    if UNDECIDED_CALL in rulebook.chosen:
        rulings += undecided_rulings(events, verdicts, rulebook.find(UNDECIDED_CALL))
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


def _heard(opinions: Sequence[Opinion], rulebook: Rulebook) -> list[Opinion]:
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


def _once_per_object(opinions: Iterable[Opinion]) -> list[Opinion]:
    seen: set[tuple[str, HubCall]] = set()
    kept: list[Opinion] = []
    for opinion in opinions:
        call = opinion.event.call
        if opinion.rule.per == "object" and call is not None:
            if (opinion.rule.code, call) in seen:
                continue
            seen.add((opinion.rule.code, call))
        kept.append(opinion)
    return kept
