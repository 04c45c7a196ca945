"""Repairs are made in rounds, and none leaves a file worse than it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hublint.editing.drafts import Contents
from hublint.editing.rounds import MAX_ROUNDS, Repaired, Rounds
from hublint.model import Edit, FileReport, Finding, Fix, Report, Span

PATH = Path("/a.py")


def letters(contents: Contents, rules: dict[str, str], wide: str = "") -> Report:
    """A linter of toy files: each letter of `rules` is to become another; "!" is an error.

    The repair of a letter of `wide` spans the one behind it, too.
    """
    text = contents[PATH].decode()
    findings = []
    for column, letter in enumerate(text, start=1):
        if letter == "!":
            span = Span("a.py", 1, column, 1, column + 1)
            findings.append(Finding(span, "HUB998", "bang", "error", "proven", "a bang"))
        if letter in rules:
            end = column + 1 + (letter in wide)
            span = Span("a.py", 1, column, 1, min(end, len(text) + 1))
            kept = text[column : end - 1]
            fix = Fix("change it", "safe", (Edit(span, rules[letter] + kept),))
            message = f"{letter} is wrong"
            findings.append(
                Finding(span, "HUB999", "letter", "warning", "proven", message, fix=fix)
            )
    return Report((FileReport("a.py", True, tuple(findings)),))


def repaired(
    text: str,
    rules: dict[str, str],
    wide: str = "",
    wanted: Callable[[Finding, Fix], bool] = lambda finding, fix: True,
) -> Repaired:
    rounds = Rounds(
        lambda contents: letters(contents, rules, wide), wanted, lambda name: Path("/", name)
    )
    return rounds.run({PATH: text.encode()})


@pytest.mark.parametrize(
    ("before", "rules", "wide", "after", "fixed"),
    [
        pytest.param("xyx", {"x": "y"}, "", "yyy", 2, id="all at once"),
        pytest.param("yyy", {"x": "y"}, "", "yyy", 0, id="nothing to do"),
        pytest.param("x", {"x": "y", "y": "z"}, "", "z", 2, id="a repair that asks for another"),
        pytest.param("xx", {"x": "y"}, "x", "yy", 2, id="those that overlap, one after the other"),
        pytest.param("ab", {"a": "!", "b": "c"}, "", "ac", 1, id="one that brings an error"),
        pytest.param("aabba", {"a": "!", "b": "c"}, "", "aacca", 2, id="several that bring errors"),
        pytest.param("!b", {"b": "c"}, "", "!c", 1, id="an error that was there before"),
    ],
)
def test_what_rounds_make_of_a_file(
    before: str, rules: dict[str, str], wide: str, after: str, fixed: int
) -> None:
    done = repaired(before, rules, wide)
    assert done.contents[PATH].decode() == after
    assert len(done.fixed) == fixed
    assert repaired(after, rules, wide).contents[PATH].decode() == after


def test_a_repair_that_is_taken_back_is_told() -> None:
    (note,) = repaired("ab", {"a": "!", "b": "c"}).notes
    assert note.path == "a.py"
    assert (
        note.text == "line 1: the repair of HUB999 was taken back: it would bring HUB998 into a.py"
    )


def test_repairs_that_never_end_are_ended() -> None:
    done = repaired("x", {"x": "y", "y": "x"})
    assert len(done.fixed) == MAX_ROUNDS


def test_each_finding_is_asked_for_once() -> None:
    asked: list[int] = []

    def wanted(finding: Finding, fix: Fix) -> bool:
        asked.append(finding.span.column)
        return finding.span.column == 2

    done = repaired("xxx", {"x": "y"}, wanted=wanted)
    assert done.contents[PATH] == b"xyx"
    assert asked == [1, 2, 3]


def test_a_file_that_was_not_asked_for_is_not_edited() -> None:
    span = Span("b.py", 1, 1, 1, 2)
    own = Span("a.py", 1, 1, 1, 2)
    fix = Fix("change both", "safe", (Edit(own, "z"), Edit(span, "z")))
    finding = Finding(own, "HUB999", "letter", "error", "proven", "x is wrong", fix=fix)
    report = Report((FileReport("a.py", True, (finding,)),))
    rounds = Rounds(lambda contents: report, lambda *asked: True, lambda name: Path("/", name))
    done = rounds.run({PATH: b"x"})
    assert done.contents == {PATH: b"x"}
    assert not done.fixed


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"# coding: ascii\nx = 1\n", id="no place in the encoding"),
        pytest.param(b"# coding: utf-7\nx = '+AOk-'\n", id="an encoding that writes otherwise"),
    ],
)
def test_what_can_not_be_written_back_is_left_as_it_is(data: bytes) -> None:
    span = Span("a.py", 2, 1, 2, 2)
    fix = Fix("change it", "safe", (Edit(span, "é"),))
    finding = Finding(span, "HUB999", "letter", "error", "proven", "x is wrong", fix=fix)
    report = Report((FileReport("a.py", True, (finding,)),))
    rounds = Rounds(lambda contents: report, lambda *asked: True, lambda name: Path("/", name))
    done = rounds.run({PATH: data})
    assert done.contents == {PATH: data}
    assert done.notes
