"""A signature's name that the model hasn't gives way to the one that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, Repairs
from tests.rules.blocks import MODELS

TF1 = "https://tfhub.dev/google/nnlm-en-dim128/1"
TF2 = "https://tfhub.dev/google/nnlm-en-dim128/2"
X = 'tf.constant(["a"])'
IMAGES = "tf.ones([2, 224, 224, 3])"


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").symlink_to(MODELS)


CHANGED = {
    "the custom of a TF1 Hub format model": (
        f'm = hub.load("{TF1}")\ny = m.signatures["serving_default"]({X})\n',
        f'm = hub.load("{TF1}")\ny = m.signatures["default"]({X})\n',
    ),
    "the custom of a TF2 SavedModel": (
        f'm = hub.load("{TF2}")\ny = m.signatures["default"]({X})\n',
        f'm = hub.load("{TF2}")\ny = m.signatures["serving_default"]({X})\n',
    ),
    "the other name, where the model has it": (
        f'm = hub.load("models/elmo")\ny = m.signatures["serving_default"]({X})["elmo"]\n',
        f'm = hub.load("models/elmo")\ny = m.signatures["default"]({X})["elmo"]\n',
    ),
    "the only signature that there is": (
        f'm = hub.load("models/text")\ny = m.signatures["embed"]({X})["default"]\n',
        f'm = hub.load("models/text")\ny = m.signatures["default"]({X})["default"]\n',
    ),
    "one that stands behind a name, called twice": (
        f'm = hub.load("models/text")\nf = m.signatures["embed"]\ny = f({X})\nz = f({X})\n',
        f'm = hub.load("models/text")\nf = m.signatures["default"]\ny = f({X})\nz = f({X})\n',
    ),
    "that of a layer": (
        'l = hub.KerasLayer("models/text", signature="embed", output_key="default")\n',
        'l = hub.KerasLayer("models/text", signature="default", output_key="default")\n',
    ),
    "in its own quotes, spacing and comments": (
        f"m = hub.load('models/text')\ny = m . signatures [  # why\n    'embed' ] ({X})\n",
        f"m = hub.load('models/text')\ny = m . signatures [  # why\n    'default' ] ({X})\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=CHANGED)
def test_the_name_is_swapped(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + before})
    assert {finding.code for finding in found.findings} == {"HUB106"}
    assert {fix.safety for fix in found.fixes} == {"unsafe"}
    assert found.made()["main.py"].decode() == HEAD + after
    again = Repairs(tmp_path, {"main.py": HEAD + after})
    assert "HUB106" not in {finding.code for finding in again.findings}


LEFT = {
    "several are left": f'm = hub.load("models/elmo")\ny = m.signatures["embed"]({X})\n',
    "the signature has no such output": (
        f'm = hub.load("models/full")\ny = m.signatures["default"]({IMAGES})["default"]\n'
    ),
    "the signature has no such input": (
        f'm = hub.load("models/full")\ny = m.signatures["default"](pixels={IMAGES})\n'
    ),
    "the signature of a layer has no such output": (
        'l = hub.KerasLayer("models/text", signature="embed", output_key="sentences")\n'
    ),
    "it isn't known whether it has the output": (
        f'm = hub.load("{TF2}")\ny = m.signatures["default"]({X})["default"]\n'
    ),
    "it isn't known whether it has the input": (
        f'm = hub.load("{TF2}")\ny = m.signatures["default"](text={X})\n'
    ),
    "the name is a constant of the code": (
        f'NAME = "embed"\nm = hub.load("models/text")\ny = m.signatures[NAME]({X})\n'
    ),
    "the name is written in pieces": (
        f'm = hub.load("models/text")\ny = m.signatures["em" "bed"]({X})\n'
    ),
    "the name is written as a raw string": (
        f'm = hub.load("models/text")\ny = m.signatures[r"embed"]({X})\n'
    ),
    "other models come along there, too": (
        f'def f(m):\n    return m.signatures["default"]({X})\n\n'
        f'f(hub.load("{TF1}"))\nf(hub.load("{TF2}"))\n'
    ),
}


@pytest.mark.parametrize("code", LEFT.values(), ids=LEFT)
def test_nothing_is_written_where_the_right_name_is_a_guess(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + code})
    assert "HUB106" in {finding.code for finding in found.findings}
    about = [one for one in found.findings if one.code == "HUB106"]
    assert not [one.fix.edits for one in about if one.fix is not None and one.fix.edits]
