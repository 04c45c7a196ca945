"""What is known of a model that the program has written itself, and loads again?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import TF2_PINS, Project

HEAD = """
import os
import tempfile
import tensorflow as tf
import tensorflow_hub as hub

class Callable(tf.Module):
    @tf.function
    def __call__(self, x):
        return x

class Silent(tf.Module):
    @tf.function
    def score(self, x):
        return x
"""

# What writes, and the format and whether it is callable of what is loaded: None is unknown.
WRITERS = {
    "a module with a traced __call__": (
        "tf.saved_model.save(Callable(), path)",
        ("tf2-savedmodel", True),
    ),
    "a module without a __call__": (
        "tf.saved_model.save(Silent(), path)",
        ("tf2-savedmodel", False),
    ),
    "an object that is given its __call__": (
        "made = tf.train.Checkpoint()\n"
        "made.__call__ = tf.function(lambda x: x)\n"
        "tf.saved_model.save(made, path)",
        ("tf2-savedmodel", True),
    ),
    "an object that nobody knows": (
        "import models\ntf.saved_model.save(models.best(), path)",
        ("tf2-savedmodel", None),
    ),
    "a model of Keras 2": (
        "tf.saved_model.save(tf.keras.Sequential([]), path)",
        ("tf2-savedmodel", True),
    ),
    "a model of Keras 2, by its own method": (
        "tf.keras.Sequential([]).save(path)",
        ("tf2-savedmodel", True),
    ),
    "a Keras model's export": (
        "tf.keras.Sequential([]).export(path)",
        ("tf2-savedmodel", False),
    ),
    "a model of TF1": (
        "tf.compat.v1.saved_model.simple_save(session, path, {}, {})",
        ("tf1-savedmodel", None),
    ),
}


def project(folder: Path, code: str, pins: str = TF2_PINS) -> Project:
    files = {"requirements.txt": pins, ".git/HEAD": "", "main.py": HEAD + code}
    return Project(folder, files)


def loaded(made: Project) -> tuple[object, object]:
    [event] = [one for one in made.events if one.kind == "made" and one.api == "load"]
    [row] = event.rows
    known = row.get("callable")
    return row["format"].value, known.value if known is not None else None


@pytest.mark.parametrize(("writer", "facts"), WRITERS.values(), ids=WRITERS)
def test_what_writes_decides_the_format(
    tmp_path: Path, writer: str, facts: tuple[str, bool | None]
):
    path = 'path = os.path.join(tempfile.mkdtemp(), "model")\n'
    assert loaded(project(tmp_path, f"{path}{writer}\nhub.load(path)\n")) == facts


def test_a_module_of_tf1_hub_is_known_by_its_export(tmp_path: Path):
    code = """
path = os.path.join(tempfile.mkdtemp(), "module")
with tf.Graph().as_default():
    module = hub.Module(hub.create_module_spec(lambda: None))
    module.export(path, None)
model = hub.load(path)
model(["text"])  # HUB104
"""
    made = project(tmp_path, code)
    assert loaded(made) == ("tf1-hub", None)
    assert [one for one in made.codes if one.endswith("HUB104")] == made.claims


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"models/a"', '"models/a"'),
        ('"models/a/"', '"./models/a"'),
        ('os.path.join(base, "a")', 'base + "/a"'),
        ('f"{base}/a"', 'os.path.join(base, "a")'),
    ],
)
def test_two_spellings_of_one_path_are_one_path(tmp_path: Path, written: str, read: str):
    code = (
        f"base = tempfile.mkdtemp()\ntf.saved_model.save(Callable(), {written})\nhub.load({read})"
    )
    assert loaded(project(tmp_path, code)) == ("tf2-savedmodel", True)


@pytest.mark.parametrize(
    "read", ['os.path.join(base, "b")', "base", 'os.path.join(tempfile.mkdtemp(), "a")']
)
def test_another_path_is_another_model(tmp_path: Path, read: str):
    code = f"""
base = tempfile.mkdtemp()
tf.saved_model.save(Callable(), os.path.join(base, "a"))
hub.load({read})
"""
    assert loaded(project(tmp_path, code)) == (None, None)


def test_a_model_that_one_branch_writes_was_written_before_in_the_other(tmp_path: Path):
    code = """
if not os.path.exists("cache"):
    tf.saved_model.save(Callable(), "cache")
hub.load("cache")
"""
    assert loaded(project(tmp_path, code)) == ("tf2-savedmodel", True)


def test_the_newest_model_at_a_path_counts(tmp_path: Path):
    code = """
tf.saved_model.save(Silent(), "model")
tf.saved_model.save(Callable(), "model")
hub.load("model")
"""
    assert loaded(project(tmp_path, code)) == ("tf2-savedmodel", True)


def test_the_folder_of_a_test_is_the_same_wherever_it_is_asked_for(tmp_path: Path):
    code = """
class Test(tf.test.TestCase):
    def test(self):
        tf.saved_model.save(Callable(), self.get_temp_dir())
        hub.load(self.get_temp_dir())
"""
    assert loaded(project(tmp_path, code)) == ("tf2-savedmodel", True)
