"""Every page keeps the conventions, and its Bad and Good programs do as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hublint.engine import check_sources
from hublint.judging.page import Rule, placeholders
from hublint.judging.rulebook import load_rulebook
from hublint.settings.config import Settings
from tests.rules.blocks import Program, programs, sections, written

BOOK = load_rulebook()
WITH_CASES = [rule for rule in BOOK.rules if rule.cases]
BAD = [program for rule in BOOK.rules for program in programs(rule, "Bad")]
GOOD = [program for rule in BOOK.rules for program in programs(rule, "Good")]

# Scenarios of the lab (B14, H01b, K.seq_list) and patterns of them, as the proofs name them.
SCENARIO = re.compile(r"[A-Z]\d\d[a-z]?|K\.[a-z0-9_]+\*?|V\.[\w.*-]+")


def findings(program: Program, folder: Path) -> list[tuple[str, int, str]]:
    written(program, folder)
    choices = () if program.rule.default else (("extend-select", program.rule.code),)
    settings = Settings(root=str(folder), selection=choices)
    report = check_sources(settings, program.files, folder)
    return sorted(
        (Path(finding.span.path).name, finding.span.line, finding.code)
        for file in report.files
        for finding in file.findings
    )


@pytest.mark.parametrize("program", BAD, ids=str)
def test_a_bad_program_fires_its_code_on_the_marked_lines_and_nothing_else(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert program.claims
    assert {code for _, _, code in program.claims} == {program.rule.code}
    assert findings(program, tmp_path) == program.claims


@pytest.mark.parametrize("program", GOOD, ids=str)
def test_a_good_program_is_silent(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert program.claims == []
    assert findings(program, tmp_path) == []


@pytest.mark.parametrize("rule", WITH_CASES, ids=lambda rule: rule.code)
def test_a_page_has_its_sections(rule: Rule):
    found = sections(rule)
    wanted = ["Why", "Bad", "Good", *(["Fix safety"] if rule.fixes else []), "Sources"]
    assert [heading for heading in found if heading in wanted] == wanted
    assert all(found[heading].strip() for heading in wanted)
    assert "<https://" in found["Sources"]


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_a_page_is_named_after_its_rule(rule: Rule):
    assert rule.path.name == f"{rule.code}-{rule.name}.md"


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_a_page_says_in_one_line_what_it_is_about(rule: Rule):
    assert 20 <= len(rule.summary) <= 90
    assert not rule.summary.endswith(".")
    assert rule.page.count("\n```") % 2 == 0, "a fence is left open"


@pytest.mark.parametrize("rule", WITH_CASES, ids=lambda rule: rule.code)
def test_every_case_says_what_it_means_for_the_verdict(rule: Rule):
    assert all(case.cell for case in rule.cases)


@pytest.mark.parametrize("rule", WITH_CASES, ids=lambda rule: rule.code)
def test_a_message_begins_small_has_no_full_stop_and_a_repair_beside_it(rule: Rule):
    for case in rule.cases:
        for text in (case.message, case.repair or ""):
            assert text == text.strip()
            assert not text.endswith((".", "!"))
            assert text[0] == "{" or text[0].islower()
        assert case.repair, "say what to do"


@pytest.mark.parametrize("rule", WITH_CASES, ids=lambda rule: rule.code)
def test_a_message_names_only_facts_that_its_case_reads_or_every_call_has(rule: Rule):
    for case in rule.cases:
        read = {condition.fact for condition in case.conditions} | {"handle", "api"}
        assert set(placeholders(case.message + (case.repair or ""))) <= read


@pytest.mark.parametrize("rule", WITH_CASES, ids=lambda rule: rule.code)
def test_an_error_names_the_scenarios_that_executed_it(rule: Rule):
    for case in rule.cases:
        assert case.proof or case.severity != "error"
        assert all(SCENARIO.fullmatch(scenario) for scenario in case.proof)


def test_codes_and_names_are_told_apart():
    words = [word for rule in BOOK.rules for word in (rule.code, rule.name)]
    assert len(words) == len(set(words))
