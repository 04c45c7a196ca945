"""What every release that a pin admits has in common is no assumption about the newest one."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.engine import check
from hublint.settings.config import Settings

PROGRAM = """\
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
model = tf.keras.Sequential([layer])
"""
OLD_PROGRAM = """\
import tensorflow as tf
import tensorflow_hub as hub

module = hub.Module("https://tfhub.dev/google/elmo/3")
"""


def told(folder: Path, program: str, pins: str) -> list[tuple[str, str, str]]:
    (folder / "requirements.txt").write_text(pins)
    path = folder / "program.py"
    path.write_text(program)
    report = check(Settings(root=str(folder)), [path])
    return [
        (finding.code, finding.severity, finding.certainty)
        for file in report.files
        for finding in file.findings
    ]


@pytest.mark.parametrize(
    ("pins", "expected"),
    [
        ("tensorflow==2.17.1\n", [("HUB405", "error", "proven")]),
        ("tensorflow>=2.17\n", [("HUB405", "error", "proven")]),
        ("tensorflow>=2.4\n", [("HUB405", "info", "assumed")]),
        ("", [("HUB405", "info", "assumed")]),
        ("tensorflow>=2.4,<2.16\n", []),
    ],
    ids=[
        "one release with Keras 3",
        "every release from a bound on has Keras 3",
        "some of the releases have Keras 3, the newest among them",
        "nothing is pinned",
        "none of the releases has Keras 3",
    ],
)
def test_keras_3(tmp_path: Path, pins: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(tmp_path, PROGRAM, pins) == expected


@pytest.mark.parametrize(
    ("pins", "certainty"),
    [
        ("tensorflow>=2.4\ntensorflow-hub<0.16\n", "proven"),
        ("tensorflow>=1.14\ntensorflow-hub<0.16\n", "assumed"),
    ],
    ids=["an open bound above 2 is TF2 for sure", "one below 2 is TF2 only if it is the newest"],
)
def test_the_runtime(tmp_path: Path, pins: str, certainty: str) -> None:
    findings = told(tmp_path, OLD_PROGRAM, pins)
    assert [one[2] for one in findings if one[0] == "HUB101"] == [certainty]
