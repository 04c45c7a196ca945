"""How does an opinion become a finding? Its level, certainty, message and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hublint.judging.conditions import Condition
from hublint.judging.opinion import ORDER, Opinion
from hublint.judging.page import CELLS, SEVERITIES, Case, Rule
from hublint.judging.wording import fill, paths
from hublint.model import Event, Evidence, Fact, Finding, FindingCertainty, Fix, Row, Severity
from hublint.vocabulary import FACTS

_EVIDENCE_PER_FACT = 4
_LOWER: dict[Severity, Severity] = {"error": "warning", "warning": "info", "info": "info"}


@dataclass(frozen=True, slots=True)
class Ruling:
    """A finding with what stands behind it: rule, event, the rows that fire, their cases."""

    finding: Finding
    rule: Rule
    event: Event
    rows: tuple[Row, ...] = ()
    cases: tuple[Case, ...] = ()


def ruling_of(opinion: Opinion) -> Ruling:
    """Say what is to be said of the rows in which a rule is true: there must be one."""
    event = opinion.event
    pairs = [(row, case) for row, case in zip(event.rows, opinion.cases, strict=True) if case]
    rows = tuple(row for row, _ in pairs)
    cases = tuple(case for case in opinion.rule.cases if any(case is one for _, one in pairs))
    certainty = _certainty(pairs, len(event.rows))
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
        severity=_severity(cases, certainty, bool(opinion.assumes)),
        certainty=certainty,
        message=message,
        why=_why(pairs),
        fix=Fix(repair, "display") if repair else None,
        cell=min((case.cell for case in cases if case.cell), key=CELLS.index, default=None),
        assumes=opinion.assumes,
        facts=_facts(pairs),
    )
    return Ruling(finding, opinion.rule, event, rows, cases)


def _severity(cases: Sequence[Case], certainty: FindingCertainty, assumes: bool) -> Severity:
    """How grave it is: of paths that differ, what can be said of all of them is the mildest."""
    if assumes:
        return "info"
    severity = max((case.severity for case in cases), key=SEVERITIES.index)
    return severity if certainty == "proven" else _LOWER[severity]


def _rows_of(case: Case, pairs: Iterable[tuple[Row, Case]]) -> tuple[Row, ...]:
    return tuple(row for row, one in pairs if one is case)


def _certainty(pairs: Sequence[tuple[Row, Case]], rows: int) -> FindingCertainty:
    if len(pairs) < rows:
        return "possible"
    assumed = any(
        not condition.is_sure(row[condition.fact])
        for row, case in pairs
        for condition in case.conditions
        if condition.fact in row
    )
    return "assumed" if assumed else "proven"


def _facts(pairs: Sequence[tuple[Row, Case]]) -> tuple[str, ...]:
    """The facts that the cases read, and the handle, each with every value that it has."""
    read = {condition.fact for _, case in pairs for condition in case.conditions} | {"handle"}
    names = [name for name in ORDER if name in read and FACTS[name].kind != "version"]
    values = {
        name: sorted({str(row[name].value) for row, _ in pairs if name in row}) for name in names
    }
    return tuple(f"{name}={'|'.join(values[name])}" for name in names if values[name])


def _why(pairs: Sequence[tuple[Row, Case]]) -> tuple[Evidence, ...]:
    read = {condition.fact: condition for _, case in pairs for condition in case.conditions}
    told: dict[Evidence, None] = {}
    for fact in sorted(read, key=ORDER.__getitem__):
        count = 0
        for row, _ in pairs:
            shown = _shown(read[fact], row[fact]) if fact in row else ()
            new = [one for one in shown if one not in told]
            # A fact's own evidence stays whole; what other paths add to it is limited.
            if count and count + len(new) > _EVIDENCE_PER_FACT:
                break
            count += len(new)
            told.update(dict.fromkeys(new))
    return tuple(told)


def _shown(condition: Condition, fact: Fact) -> tuple[Evidence, ...]:
    """A fact's evidence; of a version that need not be assumed here, only what is written."""
    if fact.certainty == "proven" or not condition.is_sure(fact):
        return fact.why
    return tuple(one for one in fact.why if one.span is not None)
