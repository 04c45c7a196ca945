"""Where do code and dependency files ask for TensorFlow 1 and 2 at once, where only seemingly?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.facts.projects import Project

TF1, TF2 = "tensorflow==1.15.5\n", "tensorflow==2.15.1\n"
HUB = "import tensorflow_hub as hub\n"
PLAIN = "import tensorflow as tf\n"

NAMES = {
    "a name of TF1": (TF2, PLAIN + "tf.placeholder(tf.string)  # HUB411\n"),
    "beside one that the file gives tf": (
        TF2,
        PLAIN + "tf.gfile = tf.io.gfile\ntf.gfiles = 1\ntf.Session()  # HUB411\n",
    ),
    "the first of several": (TF2, PLAIN + "tf.placeholder(1)  # HUB411\ntf.Session()\n"),
    "in a function": (TF2, PLAIN + "def f():\n    return tf.placeholder(1)  # HUB411\n"),
    "what is imported from TensorFlow": (TF2, "from tensorflow import placeholder  # HUB411\n"),
    "a bound below 3": ("tensorflow>=2,<3\n", PLAIN + "tf.Session()  # HUB411\n"),
    "a lower bound alone": ("tensorflow>=2\n", PLAIN + "tf.Session()  # HUB411\n"),
    "a package that only TF1 has": (
        TF2,
        "from tensorflow.examples.tutorials.mnist import input_data  # HUB411\n",
    ),
    "a name of TF2": (TF1, PLAIN + "tf.config.list_logical_devices()  # HUB411\n"),
}

FITTING = {
    "names of compat": (TF2, "import tensorflow.compat.v1 as tf\ntf.placeholder(1)\n"),
    "names below compat": (TF2, PLAIN + "tf.compat.v1.placeholder(1)\n"),
    "tf is compat.v1": (TF2, PLAIN + "tf = tf.compat.v1\ntf.placeholder(1)\n"),
    "the file gives tf the name": (
        TF2,
        PLAIN + "tf.gfile = tf.io.gfile\nwith tf.gfile.GFile('x') as f:\n    pass\n",
    ),
    "tf may be compat.v1": (
        TF2,
        "try:\n    import tensorflow.compat.v1 as tf\nexcept ImportError:\n"
        "    import tensorflow as tf\ntf.placeholder(1)\n",
    ),
    "the version is tested": (
        TF2,
        PLAIN + "if tf.__version__.startswith('1.'):\n    tf.placeholder(1)\n",
    ),
    "the name is tested": (TF2, PLAIN + "if hasattr(tf, 'placeholder'):\n    tf.placeholder(1)\n"),
    "it is tried": (TF2, PLAIN + "try:\n    tf.Session()\nexcept AttributeError:\n    pass\n"),
    "the pins admit both": ("tensorflow>=1.15,<3\n", PLAIN + "tf.placeholder(1)\n"),
    "nothing is pinned": ("numpy\n", PLAIN + "tf.placeholder(1)\n"),
    "TF1 is pinned": (TF1, PLAIN + "tf.placeholder(1)\n"),
    "a package that is no attribute of TF1": (
        TF1,
        "from tensorflow.tools.graph_transforms import TransformGraph\n",
    ),
    "both have the name": (TF1, PLAIN + "tf.config.experimental.list_physical_devices()\n"),
}

CONTRADICTING = {
    "setup.cfg and requirements.txt": {
        "requirements.txt": "tensorflow==2.15.1\n",
        "setup.cfg": "[options]\ninstall_requires =\n    tensorflow<2\n",
    },
    "pyproject.toml and requirements.txt": {
        "requirements.txt": "tensorflow==1.15.5\n",
        "pyproject.toml": '[project]\nname = "a"\ndependencies = ["tensorflow>=2.4"]\n',
    },
    "tensorflow_hub": {
        "requirements.txt": "tensorflow-hub==0.12.0\n",
        "pyproject.toml": '[project]\nname = "a"\ndependencies = ["tensorflow-hub>=0.16"]\n',
    },
}

AGREEING = {
    "ranges that meet": {
        "requirements.txt": "tensorflow==2.15.1\n",
        "pyproject.toml": '[project]\nname = "a"\ndependencies = ["tensorflow>=2.4"]\n',
    },
    "a file for a variant": {
        "requirements.txt": "tensorflow==2.15.1\n",
        "requirements-tf1.txt": "tensorflow==1.15.5\n",
    },
    "an extra": {
        "requirements.txt": "tensorflow==2.15.1\n",
        "pyproject.toml": (
            '[project]\nname = "a"\n[project.optional-dependencies]\nold = ["tensorflow<2"]\n'
        ),
    },
    "a marker": {
        "requirements.txt": "tensorflow==2.15.1\n",
        "pyproject.toml": (
            '[project]\nname = "a"\ndependencies = ["tensorflow<2; python_version < \'3.8\'"]\n'
        ),
    },
    "another folder": {
        "setup.cfg": "[options]\ninstall_requires =\n    tensorflow>=2.4\n",
        "old/requirements.txt": "tensorflow==1.15.5\n",
    },
}


def codes(folder: Path, files: Mapping[str, str]) -> list[str]:
    made = Project(folder, {".git/HEAD": "", **files})
    return [one for one in made.codes if "HUB411" in one]


def cases(of: Mapping[str, object]) -> dict[str, object]:
    return {"argvalues": of.values(), "ids": of.keys()}


@pytest.mark.parametrize(("pins", "code"), **cases(NAMES))
def test_a_name_of_the_other_tensorflow_is_told(tmp_path: Path, pins: str, code: str):
    made = Project(tmp_path, {"requirements.txt": pins, ".git/HEAD": "", "main.py": HUB + code})
    assert made.codes == made.claims


@pytest.mark.parametrize(("pins", "code"), **cases(FITTING))
def test_a_name_that_may_be_there_is_not(tmp_path: Path, pins: str, code: str):
    assert codes(tmp_path, {"requirements.txt": pins, "main.py": HUB + code}) == []


def test_a_file_without_hub_is_nobodys_concern(tmp_path: Path):
    files = {"requirements.txt": TF2, "main.py": PLAIN + "tf.placeholder(1)\n"}
    assert codes(tmp_path, {**files, "app.py": HUB}) == []


@pytest.mark.parametrize("files", **cases(CONTRADICTING))
def test_two_files_for_the_whole_project_exclude_each_other(tmp_path: Path, files: dict[str, str]):
    assert len(codes(tmp_path, {**files, "main.py": HUB})) == 1


@pytest.mark.parametrize("files", **cases(AGREEING))
def test_files_that_may_hold_beside_one_another_are_fine(tmp_path: Path, files: dict[str, str]):
    assert codes(tmp_path, {**files, "main.py": HUB, "old/main.py": HUB}) == []


def test_both_lines_are_shown(tmp_path: Path):
    files = {".git/HEAD": "", "main.py": HUB, **CONTRADICTING["setup.cfg and requirements.txt"]}
    why = Project(tmp_path, files).why("HUB411")
    assert [line.partition(" ")[0] for line in why] in (
        ["requirements.txt:1", "setup.cfg:3"],
        ["setup.cfg:3", "requirements.txt:1"],
    )
