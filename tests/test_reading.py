"""What is known of a file when it has been read, once?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from hublint.facts.project.gists import Gist, GistReader
from hublint.facts.project.reading import Reader
from hublint.files.roots import MarkedRoots
from hublint.gate import wrapped
from hublint.sources.source import Quiet, Source, Unreadable

ROOT = Path(__file__).parent.parent

HUB = b"import tensorflow_hub as hub\n"

# Runs the command line and writes, as the last lines, which files were opened.
PROBE = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(args[0]) if event == "open" else None)
from hublint.cli import main
main(["--no-cache", "--exit-zero"])
print("", *opened, sep="\\n")
"""


def test_a_run_opens_a_file_that_does_not_mention_hub_once(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(HUB)
    plain = [tmp_path / name for name in ("main.py", "rows.py", "package/rows.py")]
    for path in plain:
        path.parent.mkdir(exist_ok=True)
        path.write_text("import app\n" if path.stem == "main" else "import os\n")
    run = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    times = Counter(run.stdout.splitlines())
    assert [times[str(path)] for path in plain[1:]] == [1, 1]


def reader(folder: Path, max_size: int = 1000, **held: bytes) -> Reader:
    return Reader(str(folder), max_size, {str(folder / f"{name}.py"): held[name] for name in held})


def test_a_file_that_mentions_hub_is_kept_whole_and_any_other_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(HUB)
    (tmp_path / "rows.py").write_bytes(b"\xff no Python, and not of interest")
    app, rows = (reader(tmp_path).read(str(tmp_path / name)) for name in ("app.py", "rows.py"))
    assert app == Source(tmp_path / "app.py", "app.py", HUB)
    assert rows == Quiet(str(tmp_path / "rows.py"), "rows.py")


def test_a_file_that_is_too_large_says_so_whatever_it_mentions(tmp_path: Path) -> None:
    (tmp_path / "rows.py").write_bytes(b"x = 1\n")
    found = reader(tmp_path, max_size=5).read(str(tmp_path / "rows.py"))
    assert isinstance(found, Unreadable)
    assert found.kind == "too-large"


def test_a_file_that_cannot_be_opened_has_no_gist(tmp_path: Path) -> None:
    reading, path = reader(tmp_path), str(tmp_path / "gone.py")
    found = reading.read(path)
    assert isinstance(found, Unreadable)
    assert found.kind == "missing"
    assert list(reading.gists([path])) == []


def test_what_is_held_counts_in_the_place_of_what_the_file_holds(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_bytes(b"import os\n")
    path = str(tmp_path / "app.py")
    reading = reader(tmp_path, app=HUB)
    assert isinstance(reading.read(path), Source)
    (gist,) = dict(reading.gists([path])).values()
    assert gist.mentions_hub
    (gist,) = dict(reader(tmp_path, app=HUB).gists([path])).values()
    assert gist.mentions_hub


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        pytest.param("import a, b.c as d\n", [(0, "a"), (0, "b.c")], id="modules"),
        pytest.param("from a import b, c\n", [(0, "a"), (0, "a.b"), (0, "a.c")], id="names"),
        pytest.param("from . import b\n", [(1, ""), (1, "b")], id="a neighbour"),
        pytest.param("from ..a import b\n", [(2, "a"), (2, "a.b")], id="a package above"),
        pytest.param("from a import *\n", [(0, "a")], id="all names"),
        pytest.param(
            "from a import (  # why\n    b,\n    c as d,\n)\n",
            [(0, "a"), (0, "a.b"), (0, "a.c")],
            id="names over several lines",
        ),
        pytest.param("if x:\n\timport a; y = 1\n", [(0, "a")], id="an indented line"),
        pytest.param("import a, \\\n  b\n", [(0, "a"), (0, "b")], id="modules over two lines"),
        pytest.param(
            "from a import b, \\\r\n  c\r\n",
            [(0, "a"), (0, "a.b"), (0, "a.c")],
            id="names over two lines",
        ),
        pytest.param("import a; import b\n", [(0, "a"), (0, "b")], id="two in a line"),
        pytest.param("try: from a import b\n", [(0, "a"), (0, "a.b")], id="behind a colon"),
        pytest.param("import a\nimport a\n", [(0, "a")], id="a module twice"),
        pytest.param("import \nimport a,\n", [(0, "a")], id="a line without names"),
        pytest.param("x = import_module('a.b')\n", [(0, "a.b")], id="a call"),
        pytest.param("__import__('a', fromlist=['b'])\n", [(0, "a")], id="another call"),
        pytest.param(
            "import_module(\n    name='..a', package='b.c'\n)\n",
            [(2, "a"), (0, "b.a")],
            id="a call beside a package",
        ),
        pytest.param("import_module(name)\n", [], id="a call of whatever name"),
        pytest.param("import_module('a.' + b)\n", [(0, "a.*")], id="a call for any of a package"),
        pytest.param("import_module(f'a.{b}')\n", [(0, "a.*")], id="one of an f-string"),
        pytest.param("import_module('a.%s' % b)\n", [(0, "a.*")], id="one of a format"),
        pytest.param("import_module(f'.{b}', 'a')\n", [(1, "*"), (0, "a.*")], id="one beside it"),
        pytest.param("import_module(f'a{b}')\n", [], id="a call of half a name"),
        pytest.param("important = 1\n# import a\nx = 'import a'\n", [], id="other lines"),
    ],
)
def test_lines_of_imports_say_what_they_may_mean(
    text: str, imported: list[tuple[int, str]]
) -> None:
    assert GistReader().read("app.py", text.encode()).imported == tuple(imported)


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        pytest.param("x = 1", Gist(), id="none"),
        pytest.param(
            "tensorflow_hub", Gist(words=("tensorflow_hub",), mentions_hub=True), id="hub"
        ),
        pytest.param("tensorflow_text", Gist(words=("tensorflow_text",)), id="TF Text"),
        pytest.param(
            'os.environ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python"',
            Gist(words=("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION",)),
            id="a variable that chooses a protobuf",
        ),
        pytest.param("tensorflow_datasets", Gist(), id="another library of TensorFlow"),
        pytest.param("unable_v2_behavior", Gist(), id="what only looks like a switch"),
        pytest.param(
            "def f():\n    disable_v2_behavior()",
            Gist(words=("disable_v2_behavior",)),
            id="a switch in a function",
        ),
        pytest.param(
            "enable_eager_execution()",
            Gist(words=("enable_eager_execution",)),
            id="a switch",
        ),
        pytest.param("my_load()", Gist(mentions_hub=True), id="a function that stands for hub's"),
    ],
)
def test_a_gist_tells_which_words_a_file_names(text: str, gist: Gist) -> None:
    with wrapped(["tools.my_load"]):
        assert GistReader().read("app.py", text.encode()) == gist


THROWING = "import tensorflow.compat.v1 as tf\n{}tf.disable_v2_behavior()\n"


@pytest.mark.parametrize("how", ["always", "error"])
def test_what_python_would_warn_of_in_the_code_is_not_told(tmp_path: Path, how: str) -> None:
    form = 'import tensorflow_hub as hub\nname = "a"  #@param ["\\d"]\nhub.load(name)\n'
    cells = [form, "import re; '\\d'\n("]
    files = {
        "switch.py": THROWING.format('NAME = "\\d"\n'),
        "app.py": "import tensorflow_hub as hub, switch\nhub.load('\\d')\n",
        "colab.py": f"!pip install x\n{form}",
        "setup.py": "from setuptools import setup\nsetup(install_requires=['\\d'])\n",
        "cells.ipynb": json.dumps(
            {"nbformat": 4, "cells": [{"cell_type": "code", "source": one} for one in cells]}
        ),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    run = subprocess.run(
        [sys.executable, "-W", how, "-m", "hublint", "--no-cache", "--exit-zero"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stderr == ""
    assert "HUB000" not in run.stdout


def test_each_folder_is_asked_once_whether_it_is_a_root(tmp_path: Path) -> None:
    asked: Counter[str] = Counter()

    def is_marked(folder: str) -> bool:
        asked[folder] += 1
        return folder == str(tmp_path / "project")

    roots = MarkedRoots(is_marked)
    below = [tmp_path / "project", tmp_path / "project" / "a" / "b", tmp_path / "project" / "a"]
    assert {roots.of(os.fspath(folder)) for folder in below} == {str(tmp_path / "project")}
    assert {roots.of(os.fspath(tmp_path / name)) for name in ("x", "y")} == {None}
    assert set(asked.values()) == {1}
