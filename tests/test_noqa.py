"""Where does a `# noqa` go that silences these findings?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hublint.cli import main
from hublint.editing.edits import Text
from hublint.model import Finding, Severity, Span
from hublint.silencing.noqa import silenceable, silencer_of

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
BROKEN = (
    "import tensorflow_hub as hub\r\n"
    "embed = hub.Module(\r\n"
    '    "https://tfhub.dev/google/elmo/3"  # \u00e9\r\n'
    ")"
)


def finding(code: str, line: int, severity: Severity = "error") -> Finding:
    return Finding(Span("app.py", line, 1, line, 2), code, "name", severity, "proven", "is")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("x = 1", "x = 1  # noqa: HUB101, HUB201", id="all codes of a line"),
        pytest.param("x = 1  \n", "x = 1  # noqa: HUB101, HUB201\n", id="behind the code"),
        pytest.param(
            "x = 1  # type: ignore\n",
            "x = 1  # type: ignore  # noqa: HUB101, HUB201\n",
            id="behind a comment",
        ),
        pytest.param(
            "x = 1  # noqa: E501 long\n",
            "x = 1  # noqa: E501, HUB101, HUB201 long\n",
            id="in the noqa that is there",
        ),
        pytest.param(
            'x = """\n"""\n', 'x = """\n"""  # noqa: HUB101, HUB201\n', id="behind a long string"
        ),
        pytest.param(
            "x = \\\r\n  1\r\n", "x = \\\r\n  1  # noqa: HUB101, HUB201\r\n", id="or a long line"
        ),
        pytest.param("x = (\n1)\n", "x = (  # noqa: HUB101, HUB201\n1)\n", id="not of a long call"),
    ],
)
def test_where_it_is_written(text: str, wanted: str) -> None:
    silencer = silencer_of(text, [finding("HUB201", 1), finding("HUB101", 1), finding("HUB101", 1)])
    assert Text(text).edited(silencer.edits) == wanted
    assert silencer.left == ()


def test_what_can_t_be_tokenized_is_left_alone() -> None:
    found = finding("HUB001", 2)
    assert silencer_of("x = 1\ny = '''\n", [found]) == ((), (found,))


def test_only_errors_and_warnings_that_a_comment_silences_are_silenced() -> None:
    found = [
        finding("HUB101", 1),
        finding("HUB101", 2, "warning"),
        finding("HUB302", 3, "info"),
        finding("HUB000", 4),
        finding("HUB002", 5),
    ]
    assert silenceable(found) == found[:2]


def test_after_it_nothing_is_found_and_nothing_else_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").write_text(PINS)
    latin = f"# coding: latin-1\r\n{BROKEN}".encode("latin-1")
    Path("app.py").write_bytes(latin)
    Path("plain.py").write_text("import os\n")
    assert main([]) == 1
    capsys.readouterr()
    assert main(["--add-noqa"]) == 0
    assert capsys.readouterr().out == "silenced 1 finding in 1 file\n"
    after = latin.replace(b"Module(", b"Module(  # noqa: HUB101")
    assert Path("app.py").read_bytes() == after
    assert main([]) == 0
    assert "1 suppressed" in capsys.readouterr().out
    assert main(["--add-noqa"]) == 0
    assert capsys.readouterr().out == "silenced 0 findings in 0 files\n"
    assert Path("app.py").read_bytes() == after


def test_also_in_a_notebook_s_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("requirements.txt").write_text(PINS)
    code = ["import tensorflow_hub as hub\n", 'x = hub.Module("https://tfhub.dev/google/elmo/3")']
    cells = [
        {"cell_type": "markdown", "source": "Text"},
        {"cell_type": "code", "source": code},
    ]
    Path("a.ipynb").write_text(json.dumps({"cells": cells}, indent=1))
    assert main(["--add-noqa"]) == 0
    source = json.loads(Path("a.ipynb").read_text())["cells"][1]["source"]
    assert source == [code[0], f"{code[1]}  # noqa: HUB101"]
    capsys.readouterr()
    assert main([]) == 0
    assert "1 suppressed" in capsys.readouterr().out


def test_it_is_not_for_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--add-noqa", "-"]) == 2
    assert "writes to files" in capsys.readouterr().err
