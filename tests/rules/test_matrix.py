"""The specification's two tables, printed from the rules."""

from __future__ import annotations

from hublint.judging.matrix import render_matrix
from hublint.judging.rulebook import load_rulebook

BOOK = load_rulebook()
PRINTED = render_matrix(BOOK)


def cells(code: str, after: str = "") -> list[str]:
    """The two cells of the first line of a use, below the heading `after`."""
    lines = PRINTED[PRINTED.index(after) :].splitlines()
    line = next(line for line in lines if line.startswith(code))
    return [cell.strip() for cell in line.split("|")[1:]]


def test_both_tables_stand_in_the_order_of_the_specification():
    headings = ["TF1 Hub format", "Loading", "Fine-tuning", "Creation", "TF2 SavedModel"]
    places = [PRINTED.index(heading) for heading in headings]
    assert places == sorted(places)


def test_a_cell_names_the_rule_behind_it():
    assert cells("hub.load(h)(x)") == ["unsupported HUB104", "unsupported HUB104"]
    assert cells("hub.load(h)(x)", "TF2 SavedModel") == ["supported", "supported"]


def test_a_cell_says_where_its_exceptions_hold():
    assert "unsupported HUB101: TF1, eager" in PRINTED
    assert cells("hub.load(h), minimize", "TF2 SavedModel")[1] == "supported"


def test_the_rules_that_are_not_chosen_have_no_say():
    printed = render_matrix(BOOK.selected([("ignore", "HUB104")]))
    assert "HUB104" in PRINTED
    assert "HUB104" not in printed


def test_no_cell_is_undecided():
    assert "undecided" not in PRINTED


def test_it_fits_a_terminal_of_a_hundred_columns():
    assert max(map(len, PRINTED.splitlines())) <= 100
