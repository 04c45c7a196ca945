"""The diff that --diff prints: what a tool makes of it is the text after the repairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.report.diff import diff_of

HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n")
LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e", "@@", "--- x"]), max_size=60)


def applied(before: str, diff: str) -> str:
    """What a unified diff makes of a text; it must fit to the line."""
    old = re.findall(r"[^\n]*\n|[^\n]+", before)
    made: list[str] = []
    done = 0
    for start, body in hunks(diff):
        made += old[done:start]
        done = start
        for line in body:
            if line[0] in " -":
                assert old[done] == line[1:]
                done += 1
            if line[0] in " +":
                made.append(line[1:])
    return "".join([*made, *old[done:]])


def hunks(diff: str) -> Iterator[tuple[int, list[str]]]:
    """The line (from 0) where each hunk begins in the first text, and its lines."""
    found = list(HUNK.finditer(diff))
    for number, head in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(diff)
        body: list[str] = []
        for line in diff[head.end() : end].splitlines(keepends=True):
            if line.startswith("\\"):
                body[-1] = body[-1].removesuffix("\n")
            else:
                body.append(line)
        sizes = tuple(sum(line[0] in marks for line in body) for marks in (" -", " +"))
        assert sizes == (int(head[2] or 1), int(head[4] or 1))
        yield int(head[1]) - (sizes[0] > 0), body


@given(
    before=LINES,
    after=LINES,
    ends=st.tuples(st.booleans(), st.booleans()),
    first=st.sampled_from([0, 150, 250]),
)
def test_a_diff_leads_from_one_text_to_the_other(
    before: list[str], after: list[str], ends: tuple[bool, bool], first: int
) -> None:
    start = [f"x{number // 2}" for number in range(first)]
    pairs = zip((before, after), ends, strict=True)
    texts = ["\n".join([*start, *lines]) + "\n" * end for lines, end in pairs]
    diff = diff_of("a.py", *texts)
    assert bool(diff) == (texts[0] != texts[1])
    assert applied(texts[0], diff) == texts[1]


def test_lines_that_stand_often_are_told_as_they_are() -> None:
    cell = "  {{\n   'id': {0},\n   'source': []\n  }},\n"
    before = "".join(cell.format(number) for number in range(200))
    after = before.replace("'id': 100,", "'id': 'new',")
    changed = [line for line in diff_of("a", before, after).splitlines() if line[0] in "+-"]
    assert changed == ["--- a", "+++ a", "-   'id': 100,", "+   'id': 'new',"]


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        pytest.param("a\n", "b\n", "@@ -1 +1 @@\n-a\n+b\n", id="one line"),
        pytest.param("", "b\n", "@@ -0,0 +1 @@\n+b\n", id="nothing before"),
        pytest.param(
            "a",
            "a\nb",
            "@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n"
            "+a\n+b\n\\ No newline at end of file\n",
            id="no end of the last line",
        ),
    ],
)
def test_a_diff_is_written_as_others_write_it(before: str, after: str, diff: str) -> None:
    assert diff_of("x", before, after) == f"--- x\n+++ x\n{diff}"
