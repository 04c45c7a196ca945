"""The dict that a signature gives is asked for its output where a tensor is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, Repairs

LOADED = HEAD + 'm = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")\n'
ELMO = HEAD + 'm = hub.load("https://tfhub.dev/google/elmo/3")\n'
CALL = 'm.signatures["default"](tf.constant(["a"]))'


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"y = {CALL} * 2\n", f'y = {CALL}["default"] * 2\n', id="an operand"),
        pytest.param(f"y = ({CALL}) * 2\n", f'y = ({CALL}["default"]) * 2\n', id="in parentheses"),
        pytest.param(f"y = {CALL}.shape\n", f'y = {CALL}["default"].shape\n', id="an attribute"),
        pytest.param(
            f"o = {CALL}\ny = tf.reduce_mean(o)\nz = o + 1\nw = o.numpy()\n",
            f'o = {CALL}["default"]\ny = tf.reduce_mean(o)\nz = o + 1\nw = o.numpy()\n',
            id="once, where all that reads the result wants a tensor",
        ),
        pytest.param(
            f'o = {CALL}\ny = o["default"]\nz = 1 - o  # why\n',
            f'o = {CALL}\ny = o["default"]\nz = 1 - o["default"]  # why\n',
            id="at the place where one is wanted, if others take the dict",
        ),
        pytest.param(
            f"def f():\n    o = {CALL}\n    print(f'{{o}}')\n    return tf.square(o)\n\nf()\n",
            f"def f():\n    o = {CALL}\n    print(f'{{o}}')\n"
            '    return tf.square(o["default"])\n\nf()\n',
            id="beside a use inside of a text",
        ),
    ],
)
def test_the_output_is_taken(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": LOADED + before})
    assert {fix.safety for fix in found.fixes} == {"unsafe"}
    assert found.made()["main.py"].decode() == LOADED + after


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"o = {CALL}\no = o\ny = o * 2\n", id="a name that is given twice"),
        pytest.param(f"a, o = 1, {CALL}\ny = o * 2\n", id="a name that is unpacked"),
        pytest.param(f"y = [{CALL}][0] * 2\n", id="a place in a list"),
        pytest.param(f"if (o := {CALL}):\n    y = o * 2\n", id="a name that a walrus gives"),
    ],
)
def test_a_result_that_is_not_followed_is_left_alone(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": LOADED + code})
    assert [finding.code for finding in found.findings] == ["HUB108"]
    assert not found.fixes


def test_the_default_output_is_meant_of_several(tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": f"{ELMO}y = {CALL} * 2\n"})
    assert found.made()["main.py"].decode() == f'{ELMO}y = {CALL}["default"] * 2\n'
