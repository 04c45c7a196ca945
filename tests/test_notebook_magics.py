"""What does Python see in the place of what IPython runs?"""

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hublint.sources.exported import commands_of, without_commands
from hublint.sources.magics import automatic, cell_magic, plain
from hublint.sources.syntax import split_lines


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("%matplotlib inline\nx", "pass\nx", id="a line magic"),
        pytest.param("!pip install x\nx", "pass\nx", id="a shell line"),
        pytest.param("!!ls\nx", "pass\nx", id="a shell line whose output is shown"),
        pytest.param("!\nx", "pass\nx", id="an escape alone"),
        pytest.param("?hub\nx", "pass\nx", id="help asked before a name"),
        pytest.param("hub.load?\nx??\n%time?", "pass\npass\npass", id="help asked behind a name"),
        pytest.param(
            "try:\n  %tensorflow_version 2.x\nexcept Exception:\n  pass",
            "try:\n  pass\nexcept Exception:\n  pass",
            id="a magic that is all of a block",
        ),
        pytest.param(
            "!a \\\n  b \\\r\n  c\nx", "pass\n\n\nx", id="a continued line keeps its lines"
        ),
        pytest.param("x = !ls\ny", "x = get_ipython()\ny", id="a shell's output"),
        pytest.param("a, b[0] = %sql q", "a, b[0] = get_ipython()", id="a magic's result"),
        pytest.param("%time x = f(1)", "if 1: x = f(1)", id="a magic that runs the code behind it"),
        pytest.param("%timeit -n 10 -r3 f()", "if 1:             f()", id="behind its options"),
        pytest.param("%time for_all = f()", "if 1: for_all = f()", id="a name like a keyword"),
        pytest.param("%timeit -r1 for x in f(): x", "pass", id="a loop, which has no place there"),
        pytest.param("  %time", "  pass", id="such a magic without code"),
        pytest.param(
            "%env TF_USE_LEGACY_KERAS=1",
            "import os; os.environ['TF_USE_LEGACY_KERAS'] = '1'",
            id="a variable of the environment is set",
        ),
        pytest.param(
            "%env A {b}", "import os; os.environ['A'] = get_ipython()", id="to what is computed"
        ),
        pytest.param("%env A", "pass", id="a variable of the environment is shown"),
        pytest.param(
            "s = '''\n!a\n%b\nc?\n'''", "s = '''\n!a\n%b\nc?\n'''", id="lines of a string"
        ),
        pytest.param("x = (a\n  % b)", "x = (a\n  % b)", id="a rest of a division in brackets"),
        pytest.param("x = a \\\n  % b", "x = a \\\n  % b", id="or on a continued line"),
        pytest.param("print('a = !b')", "print('a = !b')", id="an assignment in a string"),
        pytest.param("x = 1  # really?", "x = 1  # really?", id="a question in a comment"),
        pytest.param("x != y\nx %= 2", "x != y\nx %= 2", id="operators"),
        pytest.param(
            "f(')')\n!a", "f(')')\npass", id="a bracket in a string opens and closes nothing"
        ),
        pytest.param("# it's (\n!a", "# it's (\npass", id="nor does one in a comment"),
    ],
)
def test_a_text_without_what_is_ipython_s(source: str, code: str) -> None:
    assert plain(source).code == code


@pytest.mark.parametrize(
    ("source", "command"),
    [
        pytest.param("x\n!pip  install a", ("!pip  install a", 2, 1, 16), id="a shell line"),
        pytest.param("if x:\n  %pip b", ("%pip b", 2, 3, 9), id="in a block"),
        pytest.param("é = !ls", ("!ls", 1, 5, 8), id="behind a name, in code points"),
        pytest.param("!a \\\n  b", ("!a    b", 1, 1, 5), id="a continued line is one"),
    ],
)
def test_a_command_and_its_place(source: str, command: tuple[str, int, int, int]) -> None:
    assert [tuple(one) for one in plain(source).commands] == [command]


STATEMENTS = ["x = 1", "é = '''\n!x\n'''", "f(a\n  % b)", "if x:\n    y = 2", "'a\\'!'", "# ?"]
MAGICS = ["!ls", "%time x = 2", "x = !ls", "?x", "x?", "%env A=1", "if x:\n  !ls\n  y = 3"]


@given(st.lists(st.sampled_from(STATEMENTS + MAGICS)), st.sampled_from(["\n", "\r\n", "\r"]))
def test_all_statements_keep_their_places(chosen: list[str], end: str) -> None:
    source = "\n".join(chosen).replace("\n", end)
    code = plain(source).code
    assert len(split_lines(code)) == len(split_lines(source))
    shown = split_lines(source)
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and node.id not in ("get_ipython", "os"):
            line = shown[node.lineno - 1].encode()
            assert line[node.col_offset : node.end_col_offset].decode() == node.id


@given(st.text("!%?x= \t\n\r\\'\"()[]{}#"))
@example("?\\\r=\n")
def test_no_text_is_too_odd(source: str) -> None:
    found = plain(source)
    assert len(split_lines(found.code)) == len(split_lines(source))
    for command in found.commands:
        line = split_lines(source)[command.line - 1]
        assert line[command.column - 1 : command.end_column - 1].rstrip("\\ ") in command.text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("%%bash\nls", ("bash", "", 1, "shell"), id="a shell's cell"),
        pytest.param(
            "\n# t\n%%writefile -a x.py\n", ("writefile", "-a x.py", 3, "file"), id="a file"
        ),
        pytest.param(
            "%%capture\n\n%%writefile x.py\na", ("writefile", "x.py", 3, "file"), id="in another's"
        ),
        pytest.param("%%bash\n%%writefile x.py", ("bash", "", 1, "shell"), id="in a shell's"),
        pytest.param("%%time\nx", ("time", "", 1, "python"), id="code that is measured"),
        pytest.param("%%html\n<b>", ("html", "", 1, ""), id="what nobody here reads"),
        pytest.param("%%latex", ("latex", "", 0, ""), id="nothing behind it"),
        pytest.param("x\n%%bash\nls", None, id="too late"),
        pytest.param("%time x", None, id="a line's magic"),
    ],
)
def test_the_magic_of_a_cell(source: str, expected: tuple[str, str, int, str] | None) -> None:
    found = cell_magic(source)
    assert (tuple(found) if found else None) == expected


@pytest.mark.parametrize(
    ("source", "command"),
    [
        ("ls ./data/", "%ls ./data/"),
        ("\npip install tensorflow==1.15.2\n", "%pip install tensorflow==1.15.2"),
        ("matplotlib inline", "%matplotlib inline"),
        ("# how large is it?\n\n  # this\nls -lh a.h5", "%ls -lh a.h5"),
        ("model fit", None),
        ("ls = 3", None),
        ("ls a\nls b", None),
    ],
)
def test_a_cell_of_one_line_may_be_a_magic_without_its_sign(
    source: str, command: str | None
) -> None:
    found = automatic(source)
    assert (found.commands[0].text if found else None) == command


def test_a_script_that_can_be_parsed_is_left_as_it_is() -> None:
    text = "x = '''\n!ls\n'''\n"
    assert without_commands(text) == text
    assert commands_of(text) == ()


def test_the_shell_lines_of_an_exported_script_are_taken_out() -> None:
    text = "!pip install a\nx = 1\n%tensorflow_version 1.x\n"
    assert without_commands(text) == "pass\nx = 1\npass\n"
    assert [one.text for one in commands_of(text)] == ["!pip install a", "%tensorflow_version 1.x"]


def test_a_script_that_can_t_be_parsed_otherwise_either_stays_so() -> None:
    text = "!ls\nprint 'x'\n"
    assert without_commands(text) == "pass\nprint 'x'\n"


def test_magics_that_an_export_made_comments_of_are_commands() -> None:
    text = (
        "# Commented out IPython magic to ensure Python compatibility.\n"
        "# %tensorflow_version 1.x\n"
        "# %matplotlib inline\n"
        "x = 1\n"
        "# %tensorflow_version 2.x\n"
    )
    assert [(one.text, one.line, one.column) for one in commands_of(text)] == [
        ("%tensorflow_version 1.x", 2, 3),
        ("%matplotlib inline", 3, 3),
    ]
