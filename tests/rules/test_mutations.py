"""Each condition of each page counts: take one away or turn it round, and the table notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hublint.judging.conditions import Condition
from hublint.judging.page import Case, Rule
from hublint.judging.rulebook import Rulebook, load_rulebook
from hublint.vocabulary import FACTS
from tests.rules.table import Place, places

BOOK = load_rulebook()
Speaking = dict[str, int]


def true_cases(rule: Rule, place: Place) -> int:
    """The number of the case that is true of a row, from 1; 0 where none is."""
    for number, case in enumerate(rule.cases, start=1):
        if case.holds(place.row):
            return number
    return 0


def heard(true: Speaking, book: Rulebook) -> frozenset[tuple[str, int]]:
    return frozenset(
        (code, number)
        for code, number in true.items()
        if not any(code in book.superseded[other] for other in true)
    )


TRUE: list[tuple[Place, Speaking]] = [
    (
        place,
        {rule.code: number for rule in BOOK.rules if (number := true_cases(rule, place))},
    )
    for place in places()
]


def notices(mutant: Rule) -> bool:
    """Whether some row of the table is judged otherwise with the mutant in place of its rule."""
    rules = tuple(mutant if rule.code == mutant.code else rule for rule in BOOK.rules)
    book = Rulebook(rules, BOOK.chosen)
    for place, true in TRUE:
        number = true_cases(mutant, place)
        if number == true.get(mutant.code, 0):
            continue
        others = {code: case for code, case in true.items() if code != mutant.code}
        said = heard(others | ({mutant.code: number} if number else {}), book)
        if said != place.cell.speaks:
            return True
    return False


def turned(condition: Condition) -> Condition:
    """The condition that asks for the opposite."""
    word = FACTS[condition.fact]
    if word.kind == "boolean":
        return replace(condition, wanted=(not condition.wanted[0],))
    if word.kind == "words":
        rest = tuple(value for value in word.values if value not in condition.wanted)
        return replace(condition, wanted=rest)
    if word.kind == "version":
        specifier = str(condition.wanted[0])
        opposite = {"<": ">=", ">=": "<"}
        operator = ">=" if specifier.startswith(">=") else "<"
        return replace(condition, wanted=(opposite[operator] + specifier[len(operator) :],))
    return replace(condition, wanted=("something else",))


def changes(conditions: tuple[Condition, ...]) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Every single change of a table of conditions, with a sentence for it."""
    for place, condition in enumerate(conditions):
        before, after = conditions[:place], conditions[place + 1 :]
        yield f"without {condition.fact}", before + after
        yield f"with {condition.fact} turned round", (*before, turned(condition), *after)
        if len(condition.wanted) > 1:
            for value in condition.wanted:
                fewer = tuple(other for other in condition.wanted if other != value)
                less = replace(condition, wanted=fewer)
                yield f"without {condition.fact} {value}", (*before, less, *after)


def case_mutants(case: Case) -> Iterator[tuple[str, Case]]:
    for sentence, when in changes(case.when):
        yield f"when {sentence}", replace(case, when=when)
    for sentence, unless in changes(case.unless):
        yield f"unless {sentence}", replace(case, unless=unless)


def mutants() -> Iterator[tuple[str, Rule]]:
    for rule in BOOK.rules:
        for place, case in enumerate(rule.cases):
            before, after = rule.cases[:place], rule.cases[place + 1 :]
            yield f"{rule.code} without case {place + 1}", replace(rule, cases=before + after)
            for sentence, mutant in case_mutants(case):
                yield (
                    f"{rule.code} case {place + 1} {sentence}",
                    replace(rule, cases=(*before, mutant, *after)),
                )


@pytest.mark.parametrize(
    "mutant", [pytest.param(rule, id=sentence) for sentence, rule in mutants()]
)
def test_a_change_of_a_condition_is_noticed(mutant: Rule):
    assert notices(mutant)


SUPERSESSIONS = [(rule, code) for rule in BOOK.rules for code in rule.supersedes]


@pytest.mark.parametrize(
    ("rule", "code"),
    SUPERSESSIONS,
    ids=[f"{rule.code} over {code}" for rule, code in SUPERSESSIONS],
)
def test_a_supersession_that_is_taken_away_is_noticed(rule: Rule, code: str):
    fewer = replace(rule, supersedes=tuple(one for one in rule.supersedes if one != code))
    book = Rulebook(tuple(fewer if one is rule else one for one in BOOK.rules), BOOK.chosen)
    assert any(heard(true, book) != place.cell.speaks for place, true in TRUE)
