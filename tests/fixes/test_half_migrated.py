"""On the example of a half-done migration, what can be repaired is, and the rest needs a person."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hublint.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "half_migrated"

# What the repairs change there; all else is for people to decide.
REPAIRED = {
    "evaluate_old.py": ["tf.compat.v1.disable_eager_execution()"],
    "service/app.py": ["hub.KerasLayer("],
}


def test_repairs_change_what_they_can_and_nothing_a_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder)
    (folder / "hublint.toml").touch()
    monkeypatch.chdir(folder)
    before = {path: path.read_text() for path in folder.rglob("*.py")}
    assert main(["--fix", "--unsafe-fixes", "."]) == 1
    changed = {path: path.read_text() for path in before if path.read_text() != before[path]}
    assert {path.relative_to(folder).as_posix() for path in changed} == set(REPAIRED)
    for name, texts in REPAIRED.items():
        assert all(text in changed[folder / name] for text in texts)
    capsys.readouterr()
    assert main(["--diff", "--unsafe-fixes", "."]) == 0
    assert capsys.readouterr().out == ""
