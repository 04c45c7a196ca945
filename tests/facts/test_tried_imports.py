"""Which handlers of a `try` does a program come to that uses hub?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import USE_TF2, Project

KERAS3 = "tensorflow==2.16.2\ntensorflow-hub==0.16.1\n"
KERAS2 = "tensorflow==2.15.1\ntensorflow-hub==0.16.1\n"
MODEL = f'import tensorflow_hub as hub\nkeras.Sequential([hub.KerasLayer("{USE_TF2}")])'

# What finds the Keras of hub.KerasLayer wherever that can be imported.
FITTING = {
    "tf_keras, else tf.keras": """
        try:
            import tf_keras as keras
        except ImportError:
            from tensorflow import keras
        """,
    "any failure is taken": """
        try:
            import tf_keras as keras
        except Exception:
            from tensorflow import keras
        """,
    "it is given a name": """
        import tensorflow as tf
        try:
            import tf_keras
            keras = tf_keras
        except ModuleNotFoundError:
            keras = tf.keras
        """,
    "the name is given in else": """
        import tensorflow as tf
        try:
            import tf_keras
        except ModuleNotFoundError:
            keras = tf.keras
        else:
            keras = tf_keras
        """,
    "parts of it": """
        try:
            from tf_keras import layers
            import tf_keras as keras
        except ImportError:
            from tensorflow.keras import layers
            from tensorflow import keras
        """,
}
OTHERS = {
    "tf.keras first": """
        try:
            from tensorflow import keras
        except ImportError:
            import tf_keras as keras
        """,
    "something else is tried as well": """
        try:
            import tf_keras as keras
            import settings
        except ImportError:
            from tensorflow import keras
        """,
}


def written(folder: Path, pins: str, code: str) -> Project:
    return Project(folder, {"requirements.txt": pins, "main.py": _plain(code) + MODEL})


def _plain(code: str) -> str:
    return "\n".join(line[8:] for line in code.splitlines()).lstrip("\n") + "\n"


@pytest.mark.parametrize("pins", [KERAS3, KERAS2, ""], ids=["Keras 3", "Keras 2", "no pins"])
@pytest.mark.parametrize("code", [pytest.param(code, id=way) for way, code in FITTING.items()])
def test_tf_keras_is_there_wherever_hub_is_and_keras_is_not_2(tmp_path: Path, code: str, pins: str):
    assert written(tmp_path, pins, code).codes == []


@pytest.mark.parametrize("code", [pytest.param(code, id=way) for way, code in OTHERS.items()])
def test_a_try_that_may_end_otherwise_may_meet_keras_3(tmp_path: Path, code: str):
    finding = written(tmp_path, KERAS3, code).finding("HUB405")
    assert finding.certainty == "possible"
