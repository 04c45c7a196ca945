"""Each thing that people run into, and that the code shows, has a rule that sees it in the lab."""

from __future__ import annotations

import pytest

from hublint.judging.rulebook import load_rulebook
from tests.lab import outcomes, pains
from tests.lab.check import Finding
from tests.lab.pains import Pain, Place

PAINS = pains.read()
RULED = [one for one in PAINS if one.rule]
TABLE = {(row.program, row.environment): row for row in outcomes.read()}
CODES = {rule.code for rule in load_rulebook().rules}

# How many pains were ranked, and how many of them were reproduced by running them.
RANKED = 31


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[Place, tuple[Finding, ...]]:
    places = [place for one in RULED for place in (one.program, one.corrected) if place]
    return pains.told(places, tmp_path_factory.mktemp("pains"))


def test_every_pain_is_in_the_table() -> None:
    assert {one.number for one in PAINS} == set(range(1, RANKED + 1))


@pytest.mark.parametrize("pain", PAINS, ids=str)
def test_a_pain_has_a_rule_or_a_reason_why_not(pain: Pain) -> None:
    assert bool(pain.rule) != bool(pain.reason)
    assert not pain.rule or (pain.rule in CODES and pain.program and pain.corrected)


@pytest.mark.parametrize("pain", [one for one in PAINS if one.program], ids=str)
def test_its_program_reproduces_it(pain: Pain) -> None:
    assert pain.program is not None
    assert TABLE[pain.program].outcome in ("raises", "silent")


@pytest.mark.parametrize("pain", RULED, ids=str)
def test_its_corrected_form_runs(pain: Pain) -> None:
    assert pain.corrected is not None
    assert TABLE[pain.corrected].outcome == "runs"


@pytest.mark.parametrize("pain", RULED, ids=str)
def test_its_rule_fires_on_the_program(pain: Pain, told: dict[Place, tuple[Finding, ...]]) -> None:
    assert pain.program is not None
    assert pain.rule in {finding.code for finding in told[pain.program]}


@pytest.mark.parametrize("pain", RULED, ids=str)
def test_its_rule_is_silent_on_the_corrected_form(
    pain: Pain, told: dict[Place, tuple[Finding, ...]]
) -> None:
    assert pain.corrected is not None
    assert [one for one in told[pain.corrected] if one.severity != "info"] == []
    assert pain.rule not in {finding.code for finding in told[pain.corrected]}
