"""What does code show that runs in TensorFlow 1 alone, and which versions does it run with then?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hublint.model import VersionRange
from tests.facts.projects import NNLM_TF1, Project

Make = Callable[..., Project]

CODE = f"""
import tensorflow_hub as hub
{{shown}}
module = hub.Module("{NNLM_TF1}")
"""


@pytest.fixture
def project(tmp_path: Path) -> Make:
    """A program that shows its runtime somehow, beside these pins."""

    def make(shown: str, pins: str = "tensorflow-hub==0.12.0\n", **settings: Any) -> Project:
        files = {"requirements.txt": pins, ".git/HEAD": "", "main.py": CODE.format(shown=shown)}
        return Project(tmp_path, files, **settings)

    return make


SHOWS_TF1 = {
    "an attribute of the module": "import tensorflow as tf\nslim = tf.contrib.slim",
    "a name of the module": "from tensorflow import Session",
    "a module below it": "from tensorflow import contrib",
    "a name of a module below it": "from tensorflow.contrib import slim",
    "everything of a module below it": "from tensorflow.contrib.slim import *",
    "a module below it, imported whole": "import tensorflow.contrib.slim",
    "a module below it, under a name": "import tensorflow.contrib.slim as slim",
    "contrib in compat.v1": "import tensorflow.compat.v1 as tf\nslim = tf.contrib.slim",
    "contrib in v1": "from tensorflow.compat import v1\nslim = v1.contrib.slim",
    "an import in a function": "def f():\n    from tensorflow.contrib import slim",
}

SHOWS_NOTHING = {
    "a name that the file gives the module": "import tensorflow as tf\ntf.gfile = tf.io.gfile",
    "a module of the same name beside this one": "from .tensorflow.contrib import slim",
    "a name of another library": "from contrib import slim",
    "a name that the file gives a value itself": (
        "import tensorflow as tf\ntf.app = tf.compat.v1.app\ntf.app.flags.FLAGS"
    ),
    "a name of both": "from tensorflow import data",
    "what a try may keep from running": (
        "try:\n    from tensorflow.contrib import slim\nexcept ImportError:\n    slim = None"
    ),
    "what a function does that TensorFlow 2 leaves before": (
        "import tensorflow as tf\n"
        "def start():\n"
        "    if tf.__version__ >= '2':\n"
        "        return None\n"
        "    return tf.Session()"
    ),
    "a test that is skipped in TensorFlow 2": (
        "import tensorflow as tf\nimport unittest\nIS_NEW = tf.__version__ >= '2'\n"
        "@unittest.skipIf(IS_NEW, 'is for TensorFlow 1')\n"
        "def test():\n"
        "    return tf.Session()"
    ),
    "what is done where there is no compat": (
        "import tensorflow as tf\n"
        "start = tf.compat.v1.Session if known() else tf.Session\n"
        "if known():\n    rows = tf.compat.v1.placeholder\nelse:\n    rows = tf.placeholder"
    ),
    "what a try of groups may keep from running": (
        "try:\n    from tensorflow.contrib import slim\nexcept* ImportError:\n    slim = None"
    ),
    "what runs in TensorFlow 1 alone": (
        "import tensorflow as tf\n"
        "if tf.__version__.startswith('1.'):\n"
        "    import tensorflow.contrib.slim as slim"
    ),
    "a name of compat.v1, which both have": (
        "import tensorflow.compat.v1 as tf\nx = tf.placeholder(tf.string)"
    ),
    "compat.v1, which both have": "import tensorflow.compat.v1.train",
}


@pytest.mark.parametrize("shown", SHOWS_TF1.values(), ids=SHOWS_TF1)
def test_a_name_of_tf1_proves_the_runtime_however_it_is_written(project: Make, shown: str):
    [fact] = project(shown).facts(
        f"main.py:{CODE.format(shown=shown).count(chr(10)) - 1}", "runtime"
    )
    assert (fact.value, fact.certainty) == ("tf1", "proven")


@pytest.mark.parametrize("shown", SHOWS_NOTHING.values(), ids=SHOWS_NOTHING)
def test_what_proves_nothing_leaves_the_runtime_assumed(project: Make, shown: str):
    seen = project(shown)
    [fact] = seen.facts(seen.line("module ="), "runtime")
    assert (fact.value, fact.certainty) in {("tf2", "assumed"), (None, "proven")}


# Of a program that shows TensorFlow 1: its pins, and the releases that it runs with.
RELEASES = {
    "no pin: the newest that TensorFlow 1 has and leaves": (
        "",
        {"tensorflow": "1.15.5", "tensorflow_hub": "0.16.0", "python": "3.6 3.7"},
    ),
    "an open pin: the newest before 2": ("tensorflow>=1.13\n", {"tensorflow": "1.15.5"}),
    "a pin of both: those before 2": (
        "tensorflow>=1.15.4,<=2.0.0\n",
        {"tensorflow": "1.15.4 1.15.5"},
    ),
    "a pin of TensorFlow 1: as it is": ("tensorflow==1.14.0\n", {"tensorflow": "1.14.0"}),
    "a pin of TensorFlow 2: as it is": ("tensorflow==2.15.1\n", {"tensorflow": "2.15.1"}),
    "a pin that means TensorFlow 2: as it is": (
        "tensorflow-text==2.15.0\n",
        {"tensorflow": "2.15.0 2.15.0.post1 2.15.1"},
    ),
    "an old Keras beside it": ("keras==2.3.1\n", {"tensorflow": "1.15.5"}),
}


@pytest.mark.parametrize(("pins", "expected"), RELEASES.values(), ids=RELEASES)
def test_what_runs_in_tf1_runs_with_releases_before_2(
    project: Make, pins: str, expected: dict[str, str]
):
    seen = project("from tensorflow.contrib import slim", pins)
    [row] = seen.rows(seen.line("module ="))
    found = {name: row[name].value for name in expected}
    told = {
        name: " ".join(sorted(value.releases)) if isinstance(value, VersionRange) else ""
        for name, value in found.items()
    }
    assert told == expected


def test_keras_3_is_not_what_tf1_runs_with(project: Make):
    seen = project("import tensorflow as tf\nsession = tf.Session()", "")
    [keras] = seen.facts(seen.line("module ="), "keras")
    assert isinstance(keras.value, VersionRange)
    assert keras.value.text == ">=2,<3"


def test_the_evidence_is_the_code_then_what_is_assumed(project: Make):
    seen = project("from tensorflow.contrib import slim", "")
    assert seen.evidence(seen.line("module ="), "tensorflow") == [
        "main.py:2 tensorflow.contrib.slim exists only in TensorFlow 1",
        "no pin chooses among these: the newest tensorflow, 1.15.5, is assumed",
    ]


def test_a_configured_runtime_bounds_the_versions_too(project: Make):
    seen = project("", "", runtime="tf1")
    place = seen.line("module =")
    assert seen.values(place, "runtime") == ["tf1"]
    assert [value.text for value in seen.values(place, "tensorflow")] == ["==1.15.5"]


def test_a_target_is_what_the_user_asks_about_whatever_the_code_shows(project: Make):
    seen = project("from tensorflow.contrib import slim", "", targets={"tensorflow": "2.15.1"})
    place = seen.line("module =")
    assert [value.text for value in seen.values(place, "tensorflow")] == ["==2.15.1"]
    assert seen.missing(place, "runtime") == [
        "TensorFlow 2 is pinned, but tensorflow.contrib.slim exists only in TensorFlow 1"
    ]


OLD_TRAINER = """\
    import tensorflow as tf

    def train(loss):
        return tf.contrib.slim.learning.create_train_op(loss, tf.train.AdamOptimizer())
"""


def test_what_a_program_runs_beside_it_speaks_for_a_module_that_is_silent(tmp_path: Path) -> None:
    encoder = """\
        import tensorflow_hub as hub

        def encode(words):
            return hub.Module("https://tfhub.dev/google/elmo/2")(words)
    """
    main = "import trainer\nimport encoder\n\ntrainer.train(encoder.encode(['a']))\n"
    files = {"encoder.py": encoder, "trainer.py": OLD_TRAINER, "main.py": main}
    seen = Project(tmp_path, files)
    [row] = seen.rows("encoder.py:4")
    assert (row["runtime"].value, row["runtime"].certainty) == ("tf1", "assumed")
    assert [seen.shown(one) for one in row["runtime"].why] == [
        "trainer.py:4 tf.contrib.slim.learning.create_train_op exists only in TensorFlow 1,"
        " and the same program runs that",
        "no pin chooses among these: the newest tensorflow, 1.15.5, is assumed",
    ]
    assert seen.codes == ["encoder.py:4 HUB401"]


def test_what_stands_beside_it_says_nothing_of_a_module_that_uses_tf2(tmp_path: Path) -> None:
    encoder = """\
        import tensorflow as tf
        import tensorflow_hub as hub

        def encode(words):
            layer = hub.KerasLayer("https://tfhub.dev/google/elmo/3", trainable=True)
            return tf.random.Generator.from_seed(1), layer(words)
    """
    main = "import trainer\nimport encoder\n\ntrainer.train(encoder.encode(['a']))\n"
    files = {"encoder.py": encoder, "trainer.py": OLD_TRAINER, "main.py": main}
    [row] = Project(tmp_path, files).rows("encoder.py:5")
    assert row["runtime"].value == "tf2"
