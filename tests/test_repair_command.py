"""What comes of `hublint --fix` and its kin? The real thing, from arguments to exit code."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from hublint.cli import main

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
HEAD = "import tensorflow as tf\nimport tensorflow_hub as hub\n\n"
NNLM = '"https://tfhub.dev/google/nnlm-en-dim128/1"'
SAFE = f"{HEAD}m = hub.Module({NNLM})\ny = m(['a'])\n"
SAFE_DONE = f"{HEAD}m = hub.KerasLayer({NNLM})\ny = m(tf.constant(['a']))\n"
UNSAFE = f"{HEAD}m = hub.Module({NNLM})\ny = m(input())\n"
UNSAFE_DONE = f"{HEAD}m = hub.KerasLayer({NNLM})\ny = m(tf.convert_to_tensor(input()))\n"
NONE = f"{HEAD}m = hub.Module({NNLM}, trainable=True)\ny = m(input())\n"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Folder:
    """A project in which `hublint` is run."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capsys = capsys

    def hold(self, files: Mapping[str, str]) -> None:
        for name, text in {"requirements.txt": PINS, **files}.items():
            (self.path / name).write_text(text)

    def run(self, *words: str) -> Ran:
        code = main(words)
        return Ran(code, *self._capsys.readouterr())

    def text(self, name: str = "a.py") -> str:
        return (self.path / name).read_text()


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path, capsys)


@pytest.mark.parametrize(
    ("before", "words", "after", "code"),
    [
        pytest.param(SAFE, "", SAFE, 1, id="a linter alone changes nothing"),
        pytest.param(SAFE, "--unsafe-fixes", SAFE, 1, id="nor does it where unsafe is allowed"),
        pytest.param(SAFE, "--fix", SAFE_DONE, 0, id="a safe repair"),
        pytest.param(SAFE_DONE, "--fix", SAFE_DONE, 0, id="nothing to repair"),
        pytest.param(UNSAFE, "--fix", UNSAFE, 1, id="an unsafe one is not made"),
        pytest.param(UNSAFE, "--fix --unsafe-fixes", UNSAFE_DONE, 0, id="unless it is allowed"),
        pytest.param(NONE, "--fix --unsafe-fixes", NONE, 1, id="what can't be repaired"),
        pytest.param(NONE, "--fix --exit-zero", NONE, 0, id="exit zero"),
        pytest.param(NONE, "--fix-only", NONE, 0, id="fix only fails for nothing that is left"),
        pytest.param(SAFE, "--fix-only", SAFE_DONE, 0, id="fix only repairs"),
        pytest.param(SAFE, "--fix --exit-non-zero-on-fix", SAFE_DONE, 1, id="told by hooks"),
        pytest.param(SAFE_DONE, "--fix --exit-non-zero-on-fix", SAFE_DONE, 0, id="but only then"),
        pytest.param(SAFE, "--diff", SAFE, 1, id="a diff changes nothing"),
        pytest.param(SAFE_DONE, "--diff", SAFE_DONE, 0, id="no diff"),
        pytest.param(SAFE, "--fix --fixable HUB2", SAFE, 1, id="another rule is fixable"),
        pytest.param(SAFE, "--fix --fixable module-in-eager", SAFE_DONE, 0, id="this rule is"),
        pytest.param(SAFE, "--fix --unfixable HUB101", SAFE, 1, id="this rule is not"),
        pytest.param(SAFE, "--fix --ignore HUB101", SAFE, 0, id="a rule that is off"),
    ],
)
def test_what_becomes_of_a_file(
    before: str, words: str, after: str, code: int, folder: Folder
) -> None:
    folder.hold({"a.py": before})
    assert folder.run("a.py", *words.split()).code == code
    assert folder.text() == after


@pytest.mark.parametrize("comment", ["# noqa: HUB101", "# hublint: ignore[HUB101]"])
def test_what_is_suppressed_is_not_repaired(comment: str, folder: Folder) -> None:
    text = SAFE.replace(f"({NNLM})\n", f"({NNLM})  {comment}\n")
    folder.hold({"a.py": text})
    assert folder.run("--fix", "--unsafe-fixes", ".").code == 0
    assert folder.text() == text


def test_a_diff_is_one_that_others_read(folder: Folder) -> None:
    folder.hold({"a.py": SAFE, "b.py": SAFE_DONE})
    assert folder.run("--diff", ".").out == (
        "--- a.py\n+++ a.py\n@@ -1,5 +1,5 @@\n import tensorflow as tf\n"
        " import tensorflow_hub as hub\n \n"
        f"-m = hub.Module({NNLM})\n-y = m(['a'])\n"
        f"+m = hub.KerasLayer({NNLM})\n+y = m(tf.constant(['a']))\n"
    )


def test_the_report_tells_what_was_repaired_and_what_is_left(folder: Folder) -> None:
    folder.hold({"a.py": SAFE, "b.py": NONE})
    ran = folder.run("--fix", "--output-format", "json", ".")
    document = json.loads(ran.out)
    assert [finding["path"] for finding in document["findings"]] == ["b.py"]
    assert [note["text"] for note in document["notes"]] == ["repaired 1 finding in 1 file"]


def test_a_report_shows_the_edits_of_a_repair(folder: Folder) -> None:
    folder.hold({"a.py": SAFE})
    (finding,) = json.loads(folder.run("--output-format", "json", ".").out)["findings"]
    assert finding["fix"]["safety"] == "safe"
    place = {"start": {"line": 4, "column": 9}, "end": {"line": 4, "column": 15}}
    assert {"path": "a.py", "cell": None, **place, "text": "KerasLayer"} in finding["fix"]["edits"]


def test_standard_input_comes_out_repaired_and_the_report_beside_it(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.hold({})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SAFE.encode())))
    ran = folder.run("--fix", "-", "--stdin-filename", "a.py")
    assert (ran.code, ran.out) == (0, SAFE_DONE)
    assert "repaired 1 finding" in ran.err
    assert not (folder.path / "a.py").exists()


def test_a_notebook_keeps_all_but_the_lines_that_are_repaired(folder: Folder) -> None:
    cell = {
        "cell_type": "code",
        "execution_count": 3,
        "metadata": {"b": 1, "a": 2},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1.0\n"]}],
        "source": SAFE.splitlines(keepends=True),
    }
    notebook = {"metadata": {}, "nbformat": 4, "nbformat_minor": 5, "cells": [cell]}
    before = json.dumps(notebook, indent=3)
    folder.hold({"a.ipynb": before})
    assert folder.run("--fix", ".").code == 0
    after = before.replace("hub.Module", "hub.KerasLayer").replace(
        "(['a'])", "(tf.constant(['a']))"
    )
    assert folder.text("a.ipynb") == after


def test_files_that_one_repair_spans_change_together_or_not_at_all(folder: Folder) -> None:
    files = {
        "encoder.py": f"{HEAD}embed = hub.Module({NNLM})\n",
        "main.py": "import tensorflow as tf\nfrom encoder import embed\n\ny = embed(['a'])\n",
    }
    folder.hold(files)
    assert folder.run("--fix", "--unsafe-fixes", "encoder.py").code == 1
    assert folder.text("encoder.py") == files["encoder.py"]
    assert folder.run("--fix", "--unsafe-fixes", ".").code == 0
    assert "KerasLayer" in folder.text("encoder.py")
    assert "tf.constant" in folder.text("main.py")


def test_a_file_that_can_not_be_written_is_told_and_counts_as_left(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.hold({"a.py": SAFE, "b.py": SAFE})
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("a.py"))
    ran = folder.run("--fix", ".")
    monkeypatch.setattr(os, "access", real)
    assert ran.code == 2
    assert "error: a.py: it is read-only" in ran.err
    assert "a.py:4:5 HUB101" in ran.out
    assert "repaired 1 finding in 1 file" in ran.out
    assert (folder.text("a.py"), folder.text("b.py")) == (SAFE, SAFE_DONE)


def test_a_word_that_means_no_rule_is_told(folder: Folder) -> None:
    folder.hold({"a.py": SAFE})
    ran = folder.run("--fix", "--fixable", "HUB10l", ".")
    assert ran.code == 2
    assert "fixable: no rule is called `HUB10l`" in ran.err


@pytest.mark.parametrize(
    ("answers", "repaired"),
    [
        ("y\ny\n", {"a.py", "b.py"}),
        ("n\ny\n", {"b.py"}),
        ("what?\ny\nn\n", {"a.py"}),
        ("a\n", {"a.py", "b.py"}),
        ("q\n", set()),
        ("", set()),
    ],
)
def test_each_repair_is_asked_for(
    answers: str, repaired: set[str], folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.hold({"a.py": SAFE, "b.py": SAFE})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answers.encode())))
    ran = folder.run("--interactive", ".")
    assert {name for name in ("a.py", "b.py") if folder.text(name) == SAFE_DONE} == repaired
    assert "because:" in ran.err
    assert "repair this?" in ran.err
