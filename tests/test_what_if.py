"""`hublint what-if` says of each call what becomes of it in each environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.cli import main

OLD = """\
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

tf.disable_v2_behavior()
embed = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")
"""
NEW = """\
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", input_shape=[], dtype=tf.string)
model = tf.keras.Sequential([layer])
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "setup.cfg").touch()
    return tmp_path


def table(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    lines = capsys.readouterr().out.split("\n\n")[0].splitlines()
    return [line.split() for line in lines[1:]]


def test_the_default_ladder_shows_where_a_program_breaks(
    project: Path, capsys: pytest.CaptureFixture[str]
):
    (project / "old.py").write_text(OLD)
    (project / "new.py").write_text(NEW)
    assert main(["what-if", "."]) == 0
    assert table(capsys) == [
        ["new.py:4:9", "KerasLayer", "works", "works", "works", "works", "breaks"],
        ["old.py:5:9", "Module", "works", "works", "works", "breaks", "breaks"],
    ]


def test_environments_are_those_that_are_named(project: Path, capsys: pytest.CaptureFixture[str]):
    (project / "new.py").write_text(NEW)
    words = ["--env", "tensorflow=2.15", "--env", "tensorflow=2.21,tensorflow-hub=0.16.1"]
    assert main(["what-if", "new.py", *words]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split("  ")[-1] == "tf 2.21, hub 0.16.1"
    assert "tf 2.15: nothing breaks" in out
    assert "tf 2.21, hub 0.16.1: 1 finding\n    new.py:5:9 HUB405 keras3-layer" in out


def test_a_comment_for_one_environment_is_no_finding_in_another(
    project: Path, capsys: pytest.CaptureFixture[str]
):
    (project / "old.py").write_text(OLD.replace('/1")', '/1")  # noqa: HUB401'))
    assert main(["what-if", ".", "--env", "tensorflow=1.15,tensorflow-hub=0.12"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("nothing breaks")


def test_a_project_without_hub_has_no_table(project: Path, capsys: pytest.CaptureFixture[str]):
    (project / "main.py").write_text("print(1)\n")
    assert main(["what-if"]) == 0
    assert capsys.readouterr().out == "no call of TensorFlow Hub\n"


@pytest.mark.parametrize(
    ("word", "says"),
    [("tensorflow", "is not NAME=VERSION"), ("torch=2", "torch"), ("tensorflow=x", "tensorflow")],
)
def test_an_environment_that_is_none_is_a_mistake(
    project: Path, capsys: pytest.CaptureFixture[str], word: str, says: str
):
    assert main(["what-if", "--env", word]) == 2
    assert says in capsys.readouterr().err
