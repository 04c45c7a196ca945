"""Where a case names a repair, the first Bad program, repaired, is the first Good one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from hublint.editing.edits import Plan, Text
from hublint.engine import check_sources
from hublint.judging.page import Rule
from hublint.judging.rulebook import load_rulebook
from hublint.model import Edit
from hublint.repairs import repair_named
from hublint.settings.config import Choice, Settings
from tests.rules.blocks import programs, written

FIXING = [rule for rule in load_rulebook().rules if rule.fixes]
CLAIM = re.compile(r"  # HUB\d{3}$", re.MULTILINE)


@pytest.mark.parametrize("name", sorted({name for rule in FIXING for name in rule.fixes}))
def test_a_repair_that_a_page_names_exists(name: str) -> None:
    assert callable(repair_named(name))


@pytest.mark.parametrize("rule", FIXING, ids=lambda rule: rule.code)
def test_the_first_bad_program_repaired_is_the_first_good(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bad = next(iter(programs(rule, "Bad")))
    good = next(iter(programs(rule, "Good")))
    files = {name: CLAIM.sub("", text) for name, text in bad.files.items()}
    written(replace(bad, files=files), tmp_path)
    choices: tuple[Choice, ...] = () if rule.default else (("extend-select", rule.code),)
    report = check_sources(Settings(root=str(tmp_path), selection=choices), files, tmp_path)
    plan, edits = Plan(), list[Edit]()
    for file in report.files:
        for finding in file.findings:
            assert finding.code == rule.code
            if finding.fix and plan.take(finding.fix):
                edits += finding.fix.edits
    assert edits, "no repair was written"
    repaired = {
        name: Text(text).edited(edit for edit in edits if edit.span.path == name)
        for name, text in files.items()
    }
    assert repaired == dict(good.files)
