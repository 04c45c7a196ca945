"""Is a value seen that another module of a program, or its command line, gives?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import NNLM_TF2, TF2_PINS, Project

TASK = f"""
import argparse
from trainer import model

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--tfhub-encoder", dest="tfhub-encoder", default="{NNLM_TF2}")
    model.train(parser.parse_args().__dict__)
"""
MODEL = """
import tensorflow_hub as hub

def train(options):
    return hub.load(options["tfhub-encoder"])
"""


def test_a_package_without_init_is_imported_by_its_own_name(tmp_path: Path):
    files = {"jobs/trainer/task.py": TASK, "jobs/trainer/model.py": MODEL}
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    assert seen.values("jobs/trainer/model.py:4", "handle") == [NNLM_TF2]


def test_many_handles_of_which_the_same_is_known_are_decided(tmp_path: Path):
    versions = [f"https://tfhub.dev/google/nnlm-en-dim128/{number}" for number in (1, 2)]
    names = [f"https://www.kaggle.com/models/a/b/TensorFlow2/c/{number}" for number in range(40)]
    code = f"""
import sys
import tensorflow_hub as hub

HANDLES = {dict(enumerate(versions + names))}
for trainable in (True, False):
    hub.KerasLayer(HANDLES[sys.argv[1]], trainable=trainable)
"""
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code})
    [event] = seen.events
    assert {row["format"].value for row in event.rows} == {"tf1-hub", "tf2-savedmodel"}
    assert len(event.rows) < 10


def test_a_method_that_tensorflow_calls_runs_in_an_unknown_graph(tmp_path: Path):
    code = """
import tensorflow as tf
import tensorflow_hub as hub

class Hook(tf.estimator.SessionRunHook):
    def begin(self):
        self.module = hub.Module("https://tfhub.dev/google/elmo/3")

class Test(tf.test.TestCase):
    def test(self):
        hub.Module("https://tfhub.dev/google/elmo/3")  # HUB101
"""
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code})
    assert seen.codes == seen.claims
    assert seen.values("main.py:6", "execution") == [None]


HANDLES_JSON = f'{{"small": {{"encoder": "{NNLM_TF2}", "size": 128}}}}'
READER = """
import json

def read(path, verbose=False):
    with open(path) as file:
        handles = json.load(file)
    if verbose:
        for name in handles:
            print(name)
    return handles
"""


def test_handles_are_read_from_the_projects_own_data(tmp_path: Path):
    code = """
import tensorflow_hub as hub
from reader import read

hub.load(read("handles.json")["small"]["encoder"])
"""
    files = {"app/main.py": code, "app/reader.py": READER, "app/handles.json": HANDLES_JSON}
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    assert seen.values("app/main.py:4", "handle") == [NNLM_TF2]


def test_data_outside_of_the_project_is_not_read(tmp_path: Path):
    (tmp_path / "handles.json").write_text(HANDLES_JSON)
    code = """
import json
import tensorflow_hub as hub

hub.load(json.loads(open("../handles.json").read())["small"]["encoder"])
"""
    files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code}
    seen = Project(tmp_path / "project", files)
    assert seen.values("main.py:4", "handle") == [None]


LIBRARY = """
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

def load(handle):
    return hub.Module(handle)

def embed(handle):
    return load(handle)

def other():
    return tf.constant(1)
"""
FIRST = """
import tensorflow.compat.v1 as tf
import library

if __name__ == "__main__":
    tf.disable_v2_behavior()
    library.embed("https://tfhub.dev/google/nnlm-en-dim128/1")
"""
SECOND = """
import library

if __name__ == "__main__":
    print(library.other())
"""


def test_what_one_program_calls_is_not_supposed_of_another(tmp_path: Path):
    files = {"library.py": LIBRARY, "first.py": FIRST, "second.py": SECOND}
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    assert seen.codes == []
    assert seen.values("library.py:5", "runtime") == ["tf1-compat"]


def test_what_no_program_calls_is_supposed_with_all_that_it_calls(tmp_path: Path):
    files = {"library.py": LIBRARY, "second.py": SECOND}
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    assert seen.values("library.py:5", "runtime") == ["tf2"]


def test_a_function_that_nobody_calls_still_says_what_it_passes_on(tmp_path: Path):
    own = """

def english():
    return load("https://tfhub.dev/google/nnlm-en-dim128/2")
"""
    files = {"library.py": LIBRARY + own, "first.py": FIRST, "second.py": SECOND}
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    assert NNLM_TF2 in seen.values("library.py:5", "handle")


SILENT = """
import tensorflow_hub as hub

def embed(handle):
    return hub.Module(handle)
"""


@pytest.mark.parametrize("showing", ["first.py", "second.py"])
def test_what_nobody_calls_is_supposed_in_each_runtime_that_programs_show(
    tmp_path: Path, showing: str
):
    shown = dict.fromkeys(("first.py", "second.py"), "import tensorflow as tf\nimport library\n")
    for name, text in shown.items():
        shown[name] = text + ("tf.contrib.slim\n" if name == showing else "tf.eig\n")
    seen = Project(tmp_path, {"library.py": SILENT, ".git/HEAD": "", **shown})
    assert set(seen.values("library.py:4", "runtime")) == {"tf1", "tf2"}
