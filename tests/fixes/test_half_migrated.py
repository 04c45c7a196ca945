"""On the example of a half-done migration, what can be repaired is, and the rest needs a person."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hublint.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "half_migrated"

# What the repairs change there.
REPAIRED = {
    "evaluate_old.py": ["tf.compat.v1.disable_eager_execution()\nmodule = hub.Module("],
    "moods/similarity.py": [
        'tf.convert_to_tensor(lengths, tf.int32)}\n    return elmo.signatures["tokens"]'
    ],
    "service/app.py": ["hub.KerasLayer("],
}
# What is left, and what has to be decided by a person.
LEFT = {
    "adapt_eager.py:18 HUB202": "which model to take, if it is to be adapted",
    "adapt_eager.py:19 HUB202": "the same",
    "adapt_graph.py:18 HUB204": "how the optimizer gets the layer, which another function makes",
    "export_style.py:15 HUB301": "in which format the features are exported",
    "export_style.py:20 HUB301": "the same",
    "moods/classifier.py:9 HUB201": "which model to take, or whether to keep it frozen",
    "moods/classifier.py:29 HUB203": "whether the signature or the training is meant",
    "moods/classifier.py:33 HUB109": "which output is meant",
    "moods/encoders.py:10 HUB101": "whether the batch jobs stay in graph mode",
    "moods/features.py:10 HUB103": "what takes the place of the estimators' columns",
    "moods/similarity.py:13 HUB110": "whether the graph for training was meant",
    "moods/similarity.py:16 HUB104": "which of two models is called, and how",
    "service/app.py:28 HUB117": "where the service keeps its model",
    "train.py:13 HUB201": "which model to take for German",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, in which everything that can be repaired was."""
    copy = tmp_path / "project"
    shutil.copytree(EXAMPLE, copy)
    (copy / "hublint.toml").touch()
    monkeypatch.chdir(copy)
    assert main(["--fix-only", "--unsafe-fixes", "."]) == 0
    return copy


def test_repairs_change_what_they_can(folder: Path) -> None:
    after = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}
    texts = {name: path.read_text(encoding="utf-8") for name, path in after.items()}
    changed = {name for name, text in texts.items() if text != (EXAMPLE / name).read_text()}
    assert changed == set(REPAIRED)
    for name, parts in REPAIRED.items():
        assert all(part in texts[name] for part in parts)


def test_what_is_left_needs_a_decision(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--output-format", "json", "."]) == 1
    left = json.loads(capsys.readouterr().out)["findings"]
    assert {f"{one['path']}:{one['line']} {one['code']}" for one in left} == set(LEFT)
    fixes = [one["fix"] for one in left if one["fix"] is not None and one["fix"]["edits"]]
    assert {fix["safety"] for fix in fixes} <= {"display"}


def test_nothing_changes_a_second_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--diff", "--unsafe-fixes", "."]) == 0
    assert capsys.readouterr().out == ""
