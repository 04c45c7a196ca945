"""What does an import give where something else was put into `sys.modules`?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import NNLM_TF1, NNLM_TF2, TF2_PINS, Project

PINS = "tensorflow==2.21.0\ntensorflow-hub==0.16.1\nkeras==3.15.1\ntf-keras==2.21.0\n"
LAYER = f'hub.KerasLayer("{NNLM_TF2}", input_shape=[], dtype="string")'


def project(tmp_path: Path, code: str, pins: str = PINS) -> Project:
    text = "import sys\nimport tf_keras\n" + code.replace("LAYER", LAYER)
    return Project(tmp_path, {"requirements.txt": pins, ".git/HEAD": "", "main.py": text})


HUB = "import tensorflow_hub as hub\n"
PUT = 'sys.modules["keras"] = tf_keras\n' + HUB
PUT_TF = 'sys.modules["tensorflow.keras"] = tf_keras\n' + HUB

WORKS = {
    "an import": PUT + "import keras\nkeras.Sequential([LAYER])\n",
    "an import of a module below, by its name": (
        PUT + "import keras.models\nkeras.models.Sequential([LAYER])\n"
    ),
    "an import of a module below, by another name": (
        PUT + "import keras.models as km\nkm.Sequential([LAYER])\n"
    ),
    "a name of it": PUT + "from keras import Sequential\nSequential([LAYER])\n",
    "a module of it, by name": PUT + "from keras import models\nmodels.Sequential([LAYER])\n",
    "import_module": (
        "import importlib\n" + PUT + 'importlib.import_module("keras").Sequential([LAYER])\n'
    ),
    "a name of tensorflow.keras": (
        PUT_TF + "from tensorflow.keras import Sequential\nSequential([LAYER])\n"
    ),
    "a module that update() put there": (
        HUB + 'sys.modules.update({"keras": tf_keras})\nimport keras\nkeras.Sequential([LAYER])\n'
    ),
    "an attribute that was set": (
        "import tensorflow as tf\n" + HUB + "tf.keras = tf_keras\ntf.keras.Sequential([LAYER])\n"
    ),
}


@pytest.mark.parametrize("code", WORKS.values(), ids=WORKS)
def test_it_is_what_was_put_there_for(tmp_path: Path, code: str) -> None:
    assert project(tmp_path, code).codes == []


FAILS = {
    "an import before": "import keras\n" + PUT + "keras.Sequential([LAYER])  # HUB405\n",
    "an attribute of the package": (
        PUT_TF + "import tensorflow as tf\ntf.keras.Sequential([LAYER])  # HUB405\n"
    ),
    "a name of the package": (
        PUT_TF + "from tensorflow import keras\nkeras.Sequential([LAYER])  # HUB405\n"
    ),
    "another name for an attribute of the package": (
        PUT_TF + "import tensorflow.keras as k\nk.Sequential([LAYER])  # HUB405\n"
    ),
}


@pytest.mark.parametrize("code", FAILS.values(), ids=FAILS)
def test_it_is_the_first_one_for(tmp_path: Path, code: str) -> None:
    seen = project(tmp_path, code)
    assert seen.codes == seen.claims


def test_what_is_below_a_replaced_module_depends_on_who_has_imported_it(tmp_path: Path) -> None:
    code = PUT + "from keras.models import Sequential\nSequential([LAYER])\n"
    assert project(tmp_path, code).codes == []


def test_hub_is_found_by_another_name(tmp_path: Path) -> None:
    code = (
        'import tensorflow_hub\nsys.modules["models"] = tensorflow_hub\nimport models\n'
        f'models.load("{NNLM_TF1}")(["a"])  # HUB104\n'
        f'sys.modules["tensorflow_hub"].load("{NNLM_TF1}")(["a"])  # HUB104\n'
    )
    seen = project(tmp_path, code, TF2_PINS)
    assert seen.codes == seen.claims


def test_what_stands_in_the_place_of_hub_is_not_hub(tmp_path: Path) -> None:
    code = (
        "from unittest.mock import MagicMock\n"
        'sys.modules["tensorflow_hub"] = MagicMock()\nimport tensorflow_hub as hub\n'
        f'hub.load("{NNLM_TF1}")(["a"])\n'
    )
    assert project(tmp_path, code, TF2_PINS).codes == []
