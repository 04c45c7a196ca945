"""Which part of the source does a finding speak of?"""

import pytest

from hublint.model import Report, Span
from hublint.report.snippet import SourceLines, snippet
from hublint.report.style import Style

PLAIN = Style(False)


def marked(line: str, start: int, end: int, end_line: int = 1) -> tuple[str, str]:
    _, shown, mark = snippet(line, Span("a.py", 1, start, end_line, end), PLAIN, "error")
    return shown.removeprefix("1 | "), mark.removeprefix("  | ")


@pytest.mark.parametrize(
    ("line", "start", "end", "mark"),
    [
        pytest.param("x = f(1)", 5, 9, "    ^^^^", id="a span within the line"),
        pytest.param("x = f(1)", 1, 2, "^", id="one character"),
        pytest.param("x = f(1)", 9, 9, "        ^", id="no character: one mark where it would be"),
        pytest.param("\tx = f(1)", 6, 10, "\t    ^^^^", id="tabs stay tabs"),
        pytest.param("日本 = f(1)", 6, 10, "       ^^^^", id="wide characters take two columns"),
        pytest.param("e\u0301 = f(1)", 6, 10, "    ^^^^", id="combining characters take none"),
        pytest.param("x = '日'", 5, 8, "    ^^^^", id="marks are as wide as what they mark"),
    ],
)
def test_the_mark_stands_below_the_span(line: str, start: int, end: int, mark: str) -> None:
    assert marked(line, start, end) == (line, mark)


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert marked("x = f(  ", 5, 2, end_line=3) == ("x = f(", "    ^^")


def test_of_a_long_line_only_what_is_around_the_span_is_shown() -> None:
    line = "a" * 500 + "HERE" + "b" * 500
    shown, mark = marked(line, 501, 505)
    assert len(shown) < 130
    assert shown.startswith("...a")
    assert shown.endswith("b...")
    assert shown[mark.index("^") : len(mark)] == "HERE"


def test_a_span_longer_than_the_window_is_marked_to_its_end() -> None:
    shown, mark = marked("x" * 1000, 1, 900)
    assert len(mark) <= len(shown)


def test_control_characters_are_escaped_and_the_mark_moves_along() -> None:
    assert marked("'\x1b' + f()", 7, 10) == (r"'\x1b' + f()", "         ^^^")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_python_s_own(end: str) -> None:
    text = end.join(["one", "two\x0ctwo\u2028two", "three"])
    lines = SourceLines(Report((), sources={"a.py": text}))
    assert lines.first_line(Span("a.py", 3, 1, 3, 2)) == "three"


@pytest.mark.parametrize(
    "span",
    [
        pytest.param(Span("b.py", 1, 1, 1, 2), id="a file that the report doesn't carry"),
        pytest.param(Span("a.py", 9, 1, 9, 2), id="a line that isn't there"),
        pytest.param(Span("a.ipynb", 1, 1, 1, 2, 1), id="another cell"),
    ],
)
def test_an_unknown_line_is_none(span: Span) -> None:
    assert (
        SourceLines(Report((), sources={"a.py": "one"}, cells={("a.ipynb", 2): "two"})).first_line(
            span
        )
        is None
    )


def test_lines_count_within_the_cell_of_a_notebook() -> None:
    cells = {("a.ipynb", 2): "one\ntwo", ("a.ipynb", 5): "five"}
    lines = SourceLines(Report((), sources={"a.ipynb": "{}"}, cells=cells))
    assert lines.first_line(Span("a.ipynb", 2, 1, 2, 2, cell=2)) == "two"
    assert lines.first_line(Span("a.ipynb", 1, 1, 1, 2, cell=5)) == "five"
