"""A repair is shown by the lines that it changes."""

from __future__ import annotations

import pytest

from hublint.model import Edit, Fix, Report, Span
from hublint.report.changes import changed_lines
from hublint.report.snippet import SourceLines
from hublint.report.style import Style

SOURCES = {"a.py": "one\r\ntwo\r\nthree\r\n", "b.py": "four\n"}
HOME = Span("a.py", 1, 1, 1, 2)


def edit(path: str, line: int, column: int, end_line: int, end_column: int, text: str) -> Edit:
    return Edit(Span(path, line, column, end_line, end_column), text)


@pytest.mark.parametrize(
    ("edits", "shown"),
    [
        pytest.param([], [], id="advice alone"),
        pytest.param(
            [edit("a.py", 2, 1, 2, 2, "T"), edit("a.py", 2, 3, 2, 3, "-")],
            ["2 - two", "2 + Tw-o"],
            id="two edits of a line",
        ),
        pytest.param(
            [edit("a.py", 1, 4, 2, 1, " "), edit("a.py", 3, 1, 3, 2, "T")],
            ["1 - one", "2 - two", "1 + one two", "3 - three", "3 + Three"],
            id="lines that become one",
        ),
        pytest.param(
            [edit("a.py", 2, 1, 2, 1, "new\n")],
            ["2 - two", "2 + new", "3 + two"],
            id="a new line",
        ),
        pytest.param(
            [edit("b.py", 1, 1, 1, 2, "F")], ["b.py:1 - four", "b.py:1 + Four"], id="another file"
        ),
        pytest.param([edit("c.py", 1, 1, 1, 2, "F")], [], id="a file that nobody carries"),
    ],
)
def test_changed_lines(edits: list[Edit], shown: list[str]) -> None:
    fix = Fix("change it", "safe", tuple(edits))
    lines = SourceLines(Report((), sources=SOURCES))
    assert list(changed_lines(fix, lines, HOME, Style(False))) == shown


def test_of_many_lines_the_first_are_shown() -> None:
    lines = SourceLines(Report((), sources={"a.py": "x\n" * 20}))
    edits = tuple(edit("a.py", line, 1, line, 2, "y") for line in range(1, 20))
    shown = list(changed_lines(Fix("change all", "safe", edits), lines, HOME, Style(False)))
    assert shown[-1] == "... and 26 more"
    assert len(shown) == 13
