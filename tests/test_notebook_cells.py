"""Which program do the cells of a notebook make, and where does each of its lines stand?"""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.sources.cells import Broken, CellProgram, Listing, program_of
from hublint.sources.notebook import Cell
from hublint.sources.syntax import split_lines


def program(*sources: str) -> CellProgram:
    return program_of(Cell(number, source, True) for number, source in enumerate(sources, 1))


def lines(listing: Listing) -> list[str]:
    """The lines that say something, each with its place."""
    shown = zip(split_lines(listing.text), listing.places, strict=True)
    return [f"{place.cell}:{place.line} {text}" for text, place in shown if text.strip()]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param(
            ["a = 1\nb = 2", "c"], ["1:1 a = 1", "1:2 b = 2", "2:1 c"], id="in their order"
        ),
        pytest.param(["%%time\na\nb"], ["1:2 a", "1:3 b"], id="code behind a cell's magic"),
        pytest.param(["%%bash\na", "b"], ["2:1 b"], id="no code of a shell"),
        pytest.param(["%%html\na", "b"], ["2:1 b"], id="nor of what nobody here reads"),
        pytest.param(
            ["%%time\n!ls\na"], ["1:2 pass", "1:3 a"], id="shell lines behind a cell's magic"
        ),
        pytest.param(["ls data/", "a"], ["1:1 pass", "2:1 a"], id="a magic without its sign"),
        pytest.param(
            ["  a\n  b", "c"],
            ["1:1 if 1:", "1:1   a", "1:2   b", "2:1 c"],
            id="a cell that is indented as a whole is a block",
        ),
        pytest.param(["# c\n  a"], ["1:1 if 1:", "1:1 # c", "1:2   a"], id="also behind a comment"),
        pytest.param(
            ["await f()\nreturn"], ["1:1 await f()", "1:2 return"], id="waiting at top level"
        ),
    ],
)
def test_the_lines_of_the_program(sources: list[str], expected: list[str]) -> None:
    found = program(*sources)
    assert lines(found.listing) == expected
    assert found.broken == ()


@pytest.mark.parametrize(
    ("source", "line", "kept"),
    [
        pytest.param(
            "x = # TODO\ny = 2", 1, ["2:1 x = y = get_ipython()"], id="what it binds is unknown"
        ),
        pytest.param(
            "import a as b\nx = f(\n",
            2,
            ["2:1 x = get_ipython()", "2:1 import a as b"],
            id="its imports are kept",
        ),
        pytest.param(
            "def f():\n# TODO\n", 2, ["2:1 f = get_ipython()"], id="a body that is a comment"
        ),
        pytest.param("print 'x'", 1, [], id="Python 2"),
        pytest.param("x = '''", 1, ["2:1 x = get_ipython()"], id="a string without an end"),
        pytest.param("x = 1\\", 1, ["2:1 x = get_ipython()"], id="a line that wants another"),
        pytest.param("f(____) = (", 1, [], id="a blank of a lab"),
        pytest.param("x = \ud800", 1, ["2:1 x = get_ipython()"], id="half a character"),
        pytest.param("(" * 500, 1, [], id="brackets beyond what a parser bears"),
    ],
)
def test_a_cell_that_can_t_be_read_costs_that_cell_only(
    source: str, line: int, kept: list[str]
) -> None:
    found = program("a", source, "b")
    assert lines(found.listing) == ["1:1 a", *kept, "3:1 b"]
    assert [(one.cell, one.line) for one in found.broken] == [(2, line)]


def test_why_a_cell_can_t_be_read_is_told_in_python_s_words_and_lines() -> None:
    assert program("a\nx = )").broken == (Broken(1, 2, "unmatched ')'"),)
    assert program("a\nprint 'x'").broken == (Broken(1, 2, "Python 2 syntax"),)
    told = "expected an indented block after 'if' statement on line 1"
    assert program("  if x:\n  y").broken == (Broken(1, 2, told),)


def test_a_file_that_a_cell_writes_is_a_text_of_its_own() -> None:
    found = program("a", "# t\n%%writefile lib/x.py\nb\n\nc", "%%writefile notes.txt\nd")
    assert lines(found.listing) == ["1:1 a"]
    [written] = found.written
    assert written.path == "lib/x.py"
    assert lines(written.listing) == ["2:3 b", "2:5 c"]


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ("module = 'trainer.py'", "trainer.py"),
        ("module = os.path.join(folder, 'trainer.py')  # here", "trainer.py"),
        ("module = 'a.py'\nmodule = 'b.py'", "b.py"),
        ("module == 'trainer.py'\nother_module = 'c.py'", "{module}"),
        ("module = named(folder)", "{module}"),
    ],
)
def test_a_file_is_called_what_an_earlier_cell_says(before: str, path: str) -> None:
    found = program(before, "%%writefile {module}\na")
    assert [one.path for one in (*found.written, *found.others)] == [path]


def test_a_file_may_be_continued_by_another_cell() -> None:
    found = program("%%writefile x.py\na", "%%writefile -a x.py\nb", "%%writefile 'x.py'\nc")
    assert [lines(one.listing) for one in found.written] == [["1:2 a", "2:2 b"], ["3:2 c"]]


def test_what_ipython_and_the_shell_run_is_told_by_cell() -> None:
    found = program("!pip install a", "%%bash\n\n  pip install b", "x = (\n!pip install c\n")
    told = [(ran.cell, ran.command.line, ran.command.text) for ran in found.ran]
    assert told == [(1, 1, "!pip install a"), (2, 3, "!pip install b")]


CELLS = [
    "x = 1",
    "é = f(x)\n\ny",
    "%%time\nx",
    "%time y = é",
    "  x\n  y",
    "x = (",
    "%%bash\nls",
    "",
    "\n",
]


@given(st.lists(st.sampled_from([*CELLS, "x = '''a\nb'''\r\ny"])))
def test_every_name_stands_where_the_program_says(sources: list[str]) -> None:
    listing = program(*sources).listing
    code = split_lines(listing.text)
    assert len(code) == len(listing.places)
    for node in ast.walk(ast.parse(listing.text)):
        if isinstance(node, ast.Name) and listing.places[node.lineno - 1].width:
            place = listing.places[node.lineno - 1]
            shown = split_lines(sources[place.cell - 1])[place.line - 1]
            assert len(shown) == place.width
            column = len(code[node.lineno - 1].encode()[: node.col_offset].decode())
            assert shown[column : column + len(node.id)] == node.id
