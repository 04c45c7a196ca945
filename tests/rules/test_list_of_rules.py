"""rules/README.md lists every rule as its page says, and the tables as the rules decide them."""

from __future__ import annotations

import re

import pytest

from hublint.judging.rulebook import Rule, load_rulebook
from tests.rules.catalogue import END, GROUPS, README, START, fresh

BOOK = load_rulebook()
TEXT = README.read_text("utf-8")


def test_the_catalogue_is_fresh():
    message = "run python -m tests.rules.catalogue and read what changed"
    assert fresh(TEXT, BOOK) == TEXT, message


def test_what_is_written_stands_between_its_marks_once():
    assert TEXT.count(START) == TEXT.count(END) == 1
    assert TEXT.index(START) < TEXT.index(END)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.code)
def test_every_rule_belongs_to_a_group(rule: Rule):
    assert rule.code[:4] in GROUPS


def test_a_link_leads_to_a_page():
    links = re.findall(r"\]\(([\w.-]+\.md)\)", TEXT)
    assert [link for link in links if not (README.parent / link).is_file()] == []
