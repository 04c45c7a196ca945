"""Where an API that is gone has no other repair, the pins are shown that bring it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.editing.edits import Text
from tests.fixes.sources import HEAD, Repairs

COLUMN = f'{HEAD}c = hub.text_embedding_column("a", "https://tfhub.dev/google/nnlm-en-dim128/1")\n'


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param(
            "requirements.txt",
            "numpy\ntensorflow==2.15.1\ntensorflow_hub==0.16.1  # why\n",
            "numpy\ntensorflow==2.15.1\ntensorflow_hub<0.16  # why\n",
            id="tensorflow_hub alone",
        ),
        pytest.param(
            "requirements.txt",
            "tensorflow==2.17.0\ntensorflow-hub==0.16.1\n",
            "tensorflow<2.16\ntensorflow-hub<0.16\n",
            id="TensorFlow too",
        ),
        pytest.param(
            "pyproject.toml",
            '[project]\ndependencies = ["tensorflow==2.15.1", "tensorflow-hub>=0.16,<0.17"]\n',
            '[project]\ndependencies = ["tensorflow==2.15.1", "tensorflow-hub<0.16"]\n',
            id="in pyproject.toml",
        ),
    ],
)
def test_pins_are_shown_where_they_are_written(
    name: str, before: str, after: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(before)
    (fix,) = Repairs(tmp_path, {"main.py": COLUMN}, {}).fixes
    assert fix.safety == "display"
    assert {edit.span.path for edit in fix.edits} == {name}
    assert Text(before).edited(fix.edits) == after


def test_what_nothing_pins_has_no_place_for_a_pin(tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": COLUMN}, {})
    assert found.findings
    assert not found.fixes
