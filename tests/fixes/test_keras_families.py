"""A program whose KerasLayer meets Keras 3 takes all of Keras from one family."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, Repairs

NEWEST = {"tensorflow": "2.21.0", "tensorflow_hub": "0.16.1"}
USE = '"https://tfhub.dev/google/universal-sentence-encoder/4"'
MODEL = f"tf.keras.Sequential([hub.KerasLayer({USE}), tf.keras.layers.Dense(1)])"
LAYER = f"hub.KerasLayer({USE})"
LEGACY = 'os.environ["TF_USE_LEGACY_KERAS"] = "1"\n'


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"{HEAD}m = {MODEL}\nm.compile(tf.keras.optimizers.Adam())\n",
            "import tensorflow_hub as hub\nimport tf_keras\n\n"
            f"m = {MODEL}\nm.compile(tf.keras.optimizers.Adam())\n",
            id="a file that writes tf.keras",
        ),
        pytest.param(
            f"{HEAD}m = {MODEL}\nm.compile(tf.optimizers.Adam(), metrics=[tf.metrics.MAE])\n"
            "x = tf.constant(1)\n",
            f"{HEAD[:-1]}import tf_keras\n\nm = {MODEL}\n"
            "m.compile(tf.keras.optimizers.Adam(), metrics=[tf.keras.metrics.MAE])\n"
            "x = tf.constant(1)\n",
            id="parts of Keras that TensorFlow has at its top",
        ),
        pytest.param(
            "import tensorflow as tf\n\nd = tf.keras.layers.Dense(1)\nx = tf.constant(1)\n"
            f"import tensorflow_hub as hub\nm = tf.keras.Sequential([{LAYER}, d])\n",
            "import tensorflow as tf\nimport tf_keras\n\nd = tf.keras.layers.Dense(1)\n"
            "x = tf.constant(1)\nimport tensorflow_hub as hub\n"
            f"m = tf.keras.Sequential([{LAYER}, d])\n",
            id="Keras is used before tensorflow_hub is imported",
        ),
    ],
)
def test_all_of_keras_moves(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": before}, NEWEST)
    assert [fix.safety for fix in found.fixes] == ["unsafe"]
    assert found.made()["main.py"].decode() == after.replace("tf.keras", "tf_keras")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"{HEAD}from tensorflow import keras\n\nm = keras.Sequential([{LAYER}])\n",
            f"import os\n\n{LEGACY}\n{HEAD}from tensorflow import keras\n\n"
            f"m = keras.Sequential([{LAYER}])\n",
            id="Keras by a name of its own",
        ),
        pytest.param(
            f"import os\n\n{HEAD}from keras import layers\n\nm = {MODEL}\n",
            f"import os\n\n{LEGACY}\n{HEAD}from keras import layers\n\nm = {MODEL}\n",
            id="with an import that is there",
        ),
    ],
)
def test_the_variable_is_set(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": before}, NEWEST)
    assert [fix.safety for fix in found.fixes] == ["unsafe"]
    assert found.made()["main.py"].decode() == after


def test_the_variable_is_set_where_a_program_of_several_files_begins(tmp_path: Path) -> None:
    files = {"model.py": f"{HEAD}m = {MODEL}\n", "main.py": "import sys\n\nimport model\n"}
    made = Repairs(tmp_path, files, NEWEST).made()
    assert made["model.py"].decode() == files["model.py"]
    assert made["main.py"].decode() == f"import sys\n\nimport os\n\n{LEGACY}\nimport model\n"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(
            {"main.py": f"{HEAD}tf_keras = 1\nos = 2\nm = {MODEL}\n"}, id="names that are taken"
        ),
        pytest.param(
            {
                "model.py": f"{HEAD}m = {MODEL}\n",
                "main.py": "import model\n",
                "other.py": "import model\n",
            },
            id="several programs",
        ),
    ],
)
def test_without_one_place_there_is_no_repair(files: dict[str, str], tmp_path: Path) -> None:
    found = Repairs(tmp_path, files, NEWEST)
    assert found.findings
    assert not found.fixes


def test_a_variable_that_is_set_too_late_moves_up(tmp_path: Path) -> None:
    late = f"import os\n{HEAD}{LEGACY}m = {MODEL}\n"
    found = Repairs(tmp_path, {"main.py": late}, NEWEST)
    assert [fix.safety for fix in found.fixes] == ["unsafe"]
    assert found.made()["main.py"].decode() == f"import os\n{LEGACY}\n{HEAD}m = {MODEL}\n"


def test_a_class_that_does_not_see_the_weights_moves_with_all_of_keras(tmp_path: Path) -> None:
    code = (
        f"{HEAD}class Net(tf.keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.l = hub.KerasLayer({USE}, trainable=True)\n\n"
        "    def call(self, x):\n        return self.l(x)\n\n"
        'm = Net()\nm.compile("sgd", "mse")\nm.fit(tf.constant(["a"]), tf.zeros([1, 512]))\n'
    )
    found = Repairs(tmp_path, {"main.py": code}, NEWEST)
    assert [(one.code, one.fix and one.fix.safety) for one in found.findings] == [
        ("HUB208", "unsafe")
    ]
    moved = code.replace("tf.keras.", "tf_keras.").replace(HEAD, f"{HEAD[:-1]}import tf_keras\n\n")
    assert found.made()["main.py"].decode() == moved
    assert not Repairs(tmp_path, {"main.py": moved}, NEWEST).findings
