"""An edit changes its own span and not a byte more."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.editing.edits import EditProblem, Plan, Text, newline_of
from hublint.model import Edit, Fix, Span
from hublint.sources.source import Source, source_of


def span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span("app.py", line, column, end_line, end_column)


def edit(line: int, column: int, end_column: int, text: str) -> Edit:
    return Edit(span(line, column, line, end_column), text)


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        pytest.param("abc\n", [edit(1, 2, 3, "X")], "aXc\n", id="a replacement"),
        pytest.param("abc\n", [edit(1, 2, 2, "X")], "aXbc\n", id="an insertion"),
        pytest.param("abc\n", [edit(1, 1, 4, "")], "\n", id="a deletion"),
        pytest.param("abc", [edit(1, 4, 4, "X")], "abcX", id="at the end of the file"),
        pytest.param("", [edit(1, 1, 1, "X")], "X", id="into an empty file"),
        pytest.param("a\r\nb\r\n", [edit(2, 1, 1, "X\n")], "a\r\nX\r\nb\r\n", id="CRLF"),
        pytest.param("a\rb\r", [edit(2, 1, 2, "X\n")], "a\rX\r\r", id="CR"),
        pytest.param("é🙂b\n", [edit(1, 3, 4, "X")], "é🙂X\n", id="columns in code points"),
        pytest.param("a\fb\x0bc\n", [edit(1, 3, 4, "X")], "a\fX\x0bc\n", id="form feeds"),
        pytest.param("\tab\n", [edit(1, 2, 3, "X")], "\tXb\n", id="tabs"),
        pytest.param(
            "abc\n", [edit(1, 1, 2, "X"), edit(1, 2, 3, "Y")], "XYc\n", id="replacements that touch"
        ),
        pytest.param(
            "abc\n", [edit(1, 2, 2, "X"), edit(1, 2, 2, "X")], "aXbc\n", id="the same one twice"
        ),
        pytest.param(
            "a\nb\nc\n", [Edit(span(1, 2, 3, 1), " ")], "a c\n", id="a span of several lines"
        ),
    ],
)
def test_a_text_is_edited(before: str, edits: list[Edit], after: str) -> None:
    assert Text(before).edited(edits) == after


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([edit(1, 1, 3, "X"), edit(1, 2, 4, "Y")], id="crossing replacements"),
        pytest.param([edit(1, 1, 4, "X"), edit(1, 2, 3, "Y")], id="one within another"),
        pytest.param([edit(1, 2, 2, "X"), edit(1, 2, 2, "Y")], id="two insertions at one place"),
        pytest.param([edit(1, 2, 3, "X"), edit(1, 3, 3, "Y")], id="an insertion at an edge"),
    ],
)
def test_edits_whose_order_would_count_overlap(edits: list[Edit]) -> None:
    with pytest.raises(EditProblem):
        Text("abc\n").edited(edits)
    plan = Plan()
    assert plan.take(Fix("first", "safe", (edits[0],)))
    assert not plan.take(Fix("second", "safe", (edits[1],)))


@pytest.mark.parametrize(
    "outside",
    [span(3, 1, 3, 1), span(0, 1, 1, 1), span(1, 6, 1, 6), span(1, 3, 1, 2), span(1, 0, 1, 2)],
)
def test_a_span_outside_of_the_text_is_refused(outside: Span) -> None:
    with pytest.raises(EditProblem):
        Text("abc\n").edited([Edit(outside, "X")])


def test_a_fix_gives_all_of_its_edits_or_none() -> None:
    plan = Plan()
    assert plan.take(Fix("first", "safe", (edit(1, 2, 3, "X"),)))
    assert not plan.take(Fix("second", "safe", (edit(5, 1, 2, "Y"), edit(1, 2, 3, "Z"))))
    assert plan.take(Fix("third", "safe", (edit(5, 1, 2, "W"),)))


def test_two_fixes_share_an_edit_that_both_need() -> None:
    needed = edit(1, 1, 1, "import tensorflow as tf\n")
    plan = Plan()
    assert plan.take(Fix("first", "safe", (needed, edit(5, 1, 2, "X"))))
    assert plan.take(Fix("second", "safe", (needed, edit(6, 1, 2, "Y"))))


LINES = st.text(alphabet="ab é🙂\t\f#", max_size=6)
TEXTS = st.lists(
    st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r"])).map("".join), max_size=6
).map("".join)


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, str]]]:
    """A text, and stretches of it apart from each other with what shall stand there."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[0::2], cuts[1::2], strict=False)
    return text, [(start, end, draw(st.sampled_from(["", "X", "(Y)"]))) for start, end in pairs]


def at(text: str, offset: int) -> tuple[int, int]:
    """The line and column of an offset, counted the slow way; None inside a CRLF."""
    before = text[:offset]
    line = before.count("\n") + before.count("\r") - before.count("\r\n")
    if before.endswith("\r") and text[offset : offset + 1] == "\n":
        return line, len(before) - start_of_line(before[:-1]) + 1
    return line + 1, len(before) - start_of_line(before) + 1


def start_of_line(before: str) -> int:
    return max(before.rfind("\n"), before.rfind("\r")) + 1


def as_edits(text: str, stretches: list[tuple[int, int, str]]) -> list[Edit]:
    return [Edit(span(*at(text, start), *at(text, end)), new) for start, end, new in stretches]


@given(texts_and_edits())
def test_no_character_outside_of_an_edit_changes(
    case: tuple[str, list[tuple[int, int, str]]],
) -> None:
    text, stretches = case
    pieces, done = [], 0
    for start, end, new in stretches:
        pieces += text[done:start], new
        done = end
    expected = "".join((*pieces, text[done:]))
    assert Text(text).edited(as_edits(text, stretches)) == expected


@given(texts_and_edits(), st.randoms())
def test_the_order_of_edits_does_not_count(
    case: tuple[str, list[tuple[int, int, str]]], chance: random.Random
) -> None:
    text, stretches = case
    edits = as_edits(text, stretches)
    shuffled = chance.sample(edits, len(edits))
    assert Text(text).edited(shuffled) == Text(text).edited(edits)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (codecs.BOM_UTF8 + b"x = 'a'\r\n", "byte order mark"),
        ("# coding: latin-1\nx = 'é'\n".encode("latin-1"), "coding line"),
        ("x = 'é🙂'\n".encode(), "UTF-8"),
    ],
)
def test_the_bytes_around_an_edit_stay(data: bytes, name: str) -> None:
    source = source_of(None, "app.py", data)  # type: ignore[arg-type]
    assert isinstance(source, Source)
    line = source.text.count("\n")
    edited = Text(source.text).edited([edit(line, 1, 2, "value")])
    assert edited.encode(source.encoding) == data.replace(b"x =", b"value =")


@pytest.mark.parametrize(("text", "end"), [("a", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb\n", "\r")])
def test_how_lines_end(text: str, end: str) -> None:
    assert newline_of(text) == end
