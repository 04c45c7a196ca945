"""`hublint explain` ends with what the real libraries did."""

from __future__ import annotations

from hublint.judging.executed import executed
from hublint.judging.rulebook import load_rulebook


def test_a_rule_shows_the_exception_and_the_releases_it_was_raised_on() -> None:
    lines = executed(load_rulebook().find("HUB104"))
    assert any(
        line.startswith("raises TypeError: 'AutoTrackable' object is not callable (TF/hub ")
        and "2.15.1/0.16.1" in line
        for line in lines
    )


def test_every_error_has_something_to_show() -> None:
    rules = load_rulebook().rules
    graves = [rule for rule in rules if any(case.severity == "error" for case in rule.cases)]
    assert [rule.code for rule in graves if not executed(rule)] == []


def test_a_page_without_proof_shows_nothing() -> None:
    assert executed(load_rulebook().find("HUB003")) == ()
