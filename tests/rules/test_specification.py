"""The specification's two tables, enumerated: the rules say what execution showed, cell by cell."""

from __future__ import annotations

import pytest

from hublint.judging.judge import judge
from hublint.judging.rulebook import Rule, Rulebook, load_rulebook
from hublint.model import Event, HubCall, Row, Span
from hublint.vocabulary import FACTS
from tests.rules.table import OUTCOMES, Cell, Place, cells, places

BOOK = load_rulebook().selected([("extend-select", "HUB5")])  # what is off by default, too

# Rules that speak of files and of hublint itself, not of what hub objects do.
OF_NO_CELL = {"HUB000", "HUB001", "HUB002", "HUB003"}


def spoken(book: Rulebook, row: Row) -> frozenset[tuple[str, int]]:
    """The cases that speak of an event which has this one row, as (code, number from 1)."""
    span = Span("main.py", 1, 1, 1, 2)
    api, kind = str(row["api"].value), str(row["event"].value)
    judged = judge([Event(kind, api, span, HubCall(api, span), (row,))], book)
    return frozenset(
        (ruling.rule.code, ruling.rule.cases.index(case) + 1)
        for ruling in judged.rulings
        for case in ruling.cases
    )


def rows_of(rule: Rule) -> list[Place]:
    return [place for place in places() if any(case.holds(place.row) for case in rule.cases)]


def test_every_row_is_judged_as_the_table_says():
    wrong = [
        f"{place}: {sorted(said)} instead of {sorted(place.cell.speaks)}"
        for place in places()
        if (said := spoken(BOOK, place.row)) != place.cell.speaks
    ]
    assert not wrong, "\n".join(wrong)


def test_every_cell_of_the_table_speaks_of_some_row():
    used = {place.cell for place in places()}
    assert [cell for cell in cells() if cell not in used] == []


@pytest.mark.parametrize("fact", ["api", "format", "operation", "runtime", "execution"])
def test_every_word_of_the_vocabulary_is_enumerated(fact: str):
    seen = {place.row[fact].value for place in places() if fact in place.row}
    assert seen - {None, ""} == set(FACTS[fact].values)


def cell_id(cell: Cell) -> str:
    return f"{cell.use}, {cell.format}, {cell.where}"


@pytest.mark.parametrize("cell", cells(), ids=cell_id)
def test_what_is_said_of_a_cell_follows_its_execution(cell: Cell):
    assert cell.executed in OUTCOMES
    severities = {BOOK.find(code).cases[number - 1].severity for code, number in cell.speaks}
    if cell.executed in ("runs", "elsewhere"):
        assert "error" not in severities, "an error where execution showed none"
    if cell.executed in ("raises", "silent") and not cell.speaks:
        assert cell.note, "a failure that no rule speaks of needs its reason"
    if cell.executed == "not run" and "error" in severities:
        assert cell.note, "an error beyond what was executed needs its reason"
    if cell.executed in ("runs", "raises", "silent"):
        assert cell.scenarios, "what was executed has a scenario"


@pytest.mark.parametrize("cell", cells(), ids=cell_id)
def test_a_difference_from_the_specification_says_why(cell: Cell):
    failed = cell.executed in ("raises", "silent")
    differs = (cell.table == "supported" and failed) or (
        cell.table == "unsupported" and cell.executed == "runs"
    )
    assert cell.note or not differs


@pytest.mark.parametrize("rule", [r for r in BOOK.rules if r.cases], ids=lambda rule: rule.code)
def test_every_case_of_a_rule_is_reached(rule: Rule):
    reached = {number for cell in cells() for code, number in cell.speaks if code == rule.code}
    assert reached == set(range(1, len(rule.cases) + 1))


@pytest.mark.parametrize("rule", [r for r in BOOK.rules if r.cases], ids=lambda rule: rule.code)
def test_every_error_is_backed_by_an_executed_failure_that_its_page_names(rule: Rule):
    for number, case in enumerate(rule.cases, start=1):
        if case.severity != "error":
            continue
        failures = {
            scenario
            for cell in cells()
            if (rule.code, number) in cell.speaks and cell.executed in ("raises", "silent")
            for scenario in cell.scenarios
        }
        assert failures & set(case.proof), f"case {number} is backed by none of {case.proof}"


def test_two_rules_speak_of_one_event_only_where_one_supersedes_the_other():
    for place in places():
        true = [rule for rule in BOOK.rules if any(case.holds(place.row) for case in rule.cases)]
        for rule in true:
            for other in true:
                assert (
                    rule is other
                    or other.code in BOOK.superseded[rule.code]
                    or rule.code in BOOK.superseded[other.code]
                ), f"{rule.code} and {other.code} both speak of {place}"


def test_a_supersession_that_is_declared_is_needed():
    for rule in BOOK.rules:
        here = {id(place) for place in rows_of(rule)}
        for code in rule.supersedes:
            shared = [place for place in rows_of(BOOK.find(code)) if id(place) in here]
            assert shared, f"{rule.code} and {code} never meet"


def test_the_rules_that_no_cell_needs_are_those_of_hublint_itself():
    assert {rule.code for rule in BOOK.rules if not rule.cases} == OF_NO_CELL
