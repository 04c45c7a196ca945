"""What does code show that runs in TensorFlow 1 alone?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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

    def make(shown: str, pins: str = "tensorflow-hub==0.12.0\n") -> Project:
        files = {"requirements.txt": pins, ".git/HEAD": "", "main.py": CODE.format(shown=shown)}
        return Project(tmp_path, files)

    return make


SHOWS_TF1 = {
    "an attribute of the module": "import tensorflow as tf\nslim = tf.contrib.slim",
    "a name of the module": "from tensorflow import Session",
    "a module below it": "from tensorflow import contrib",
    "a name of a module below it": "from tensorflow.contrib import slim",
    "everything of a module below it": "from tensorflow.contrib.slim import *",
    "a module below it, imported whole": "import tensorflow.contrib.slim",
    "a module below it, under a name": "import tensorflow.contrib.slim as slim",
    "an import in a function": "def f():\n    from tensorflow.contrib import slim",
}

SHOWS_NOTHING = {
    "a module of the same name beside this one": "from .tensorflow.contrib import slim",
    "a name of another library": "from contrib import slim",
    "a name of both": "from tensorflow import data",
    "what a try may keep from running": (
        "try:\n    from tensorflow.contrib import slim\nexcept ImportError:\n    slim = None"
    ),
    "what runs in TensorFlow 1 alone": (
        "import tensorflow as tf\n"
        "if tf.__version__.startswith('1.'):\n"
        "    import tensorflow.contrib.slim as slim"
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
