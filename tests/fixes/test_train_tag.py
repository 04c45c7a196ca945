"""A module that is trained takes its graph for training, where that is surely what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import Repairs
from tests.rules.blocks import MODELS

HEAD = (
    "import tensorflow.compat.v1 as tf\nimport tensorflow_hub as hub\n\ntf.disable_v2_behavior()\n"
)
CALL = "y = m(tf.ones([2, 224, 224, 3]))\n"
UPDATES = "ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)\n"
TRAINED = CALL + UPDATES


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "models").symlink_to(MODELS)


CHANGED = {
    "behind the other arguments": (
        'm = hub.Module("models/images", trainable=True)\n',
        'm = hub.Module("models/images", trainable=True, tags={"train"})\n',
    ),
    "in the place of None": (
        'm = hub.Module("models/images", True, tags=None)  # why\n',
        'm = hub.Module("models/images", True, tags={"train"})  # why\n',
    ),
    "over several lines, with a comma at the end": (
        'm = hub.Module(\n    "models/images",  # a copy\n    trainable=True,\n)\n',
        'm = hub.Module(\n    "models/images",  # a copy\n    trainable=True, tags={"train"},\n)\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=CHANGED)
def test_the_tag_is_passed(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + before + TRAINED})
    assert [(one.code, one.fix and one.fix.safety) for one in found.findings] == [
        ("HUB207", "unsafe")
    ]
    assert found.made()["main.py"].decode() == HEAD + after + TRAINED
    assert not Repairs(tmp_path, {"main.py": HEAD + after + TRAINED}).findings


MADE = 'm = hub.Module("models/images", trainable=True)\n'
LEFT = {
    "nothing runs the update operations": MADE + CALL,
    "the module is called for something else, too": (
        f"{MADE}{TRAINED}z = m(tf.zeros([1, 224, 224, 3]))\n"
    ),
    "a function may be called to evaluate": (
        f"def model(mode):\n    {MADE}    {CALL}    {UPDATES}    return y\n\nmodel('train')\n"
    ),
    "trainable is not written out": (
        f'FLAG = True\nm = hub.Module("models/images", trainable=FLAG)\n{TRAINED}'
    ),
    "the arguments are not all in view": (
        f'more = {{}}\nm = hub.Module("models/images", trainable=True, **more)\n{TRAINED}'
    ),
    "the tags are written as a set": (
        f'm = hub.Module("models/images", trainable=True, tags=set())\n{TRAINED}'
    ),
}


@pytest.mark.parametrize("code", LEFT.values(), ids=LEFT)
def test_nothing_is_written_where_the_other_graph_may_do_harm(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + code})
    assert "HUB207" in {finding.code for finding in found.findings}
    assert not found.fixes
