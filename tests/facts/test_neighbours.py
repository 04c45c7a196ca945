"""What do the programs of a project say of a module that names no TensorFlow of its own?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.facts.projects import Project, notebook

LIBRARY = """
import tensorflow_hub as hub

def embed(handle):
    return hub.Module(handle)
"""
PLACE = "library.py:4"
CALL = "import library\nlibrary.embed('https://tfhub.dev/google/elmo/2')\n"
PLAIN = "import tensorflow as tf\n"
TF1 = PLAIN + CALL + "tf.contrib.slim.conv2d\n"
TF2 = PLAIN + CALL + "tf.config.list_logical_devices()\n"


def project(folder: Path, files: Mapping[str, str]) -> Project:
    return Project(folder, {"library.py": LIBRARY, ".git/HEAD": "", **files})


def runtimes(seen: Project, place: str = PLACE) -> set[tuple[object, str]]:
    return {(fact.value, fact.certainty) for fact in seen.facts(place, "runtime")}


# Beside a program that runs the module and shows nothing: what else runs it.
TOLD = {
    "another program shows TensorFlow 1": {"train.py": TF1},
    "what another program imports does": {
        "train.py": f"import old\n{CALL}",
        "old.py": PLAIN + "tf.contrib.slim.conv2d\n",
    },
    "a test does, and there are only tests": {"test_a.py": TF1, "test_b.py": CALL},
    "a program does that calls nothing of it": {"train.py": PLAIN + "import library\ntf.flags\n"},
    "a program does whose module is compat.v1": {
        "train.py": f"import tensorflow.compat.v1 as tf\n{CALL}tf.contrib.slim\n"
    },
    "a program does by an import": {"train.py": f"from tensorflow import Session\n{CALL}"},
}

# What shows nothing for the program that shows nothing.
NOT_TOLD = {
    "nothing shows anything": {"train.py": CALL},
    "a program shows TensorFlow 1 that does not run the module": {
        "train.py": PLAIN + "tf.contrib.slim.conv2d\n"
    },
    "what is imported far from hub does": {
        "train.py": f"import tools\n{CALL}",
        "tools.py": "import old\n",
        "old.py": PLAIN + "tf.contrib.slim.conv2d\n",
    },
    "a notebook does, which may be older than all else": {"old.ipynb": notebook(TF1)},
    "another program tests the version first": {
        "train.py": f"{PLAIN}{CALL}if tf.__version__ < '2':\n    tf.contrib.slim.conv2d\n"
    },
    "another program only speaks of it": {"train.py": f"{PLAIN}{CALL}# no tf.contrib here\n"},
    "compat.v1 has the name in TensorFlow 2, too": {
        "train.py": f"import tensorflow.compat.v1 as tf\n{CALL}tf.placeholder\n"
    },
}


@pytest.mark.parametrize("files", TOLD.values(), ids=TOLD)
def test_a_silent_program_runs_with_tensorflow_1_where(tmp_path: Path, files: Mapping[str, str]):
    seen = project(tmp_path, {"serve.py": CALL, **files} if "test_a.py" not in files else files)
    assert runtimes(seen) == {("tf1", "assumed")}
    assert not any("HUB101" in code for code in seen.codes)


@pytest.mark.parametrize("files", NOT_TOLD.values(), ids=NOT_TOLD)
def test_a_silent_program_is_assumed_to_run_with_tensorflow_2_where(
    tmp_path: Path, files: Mapping[str, str]
):
    assert ("tf2", "assumed") in runtimes(project(tmp_path, {"serve.py": CALL, **files}))


def test_it_is_told_which_other_program_shows_it(tmp_path: Path):
    seen = project(tmp_path, {"serve.py": CALL, "train.py": TF1})
    [told] = {tuple(map(seen.shown, fact.why[:1])) for fact in seen.facts(PLACE, "runtime")} - {
        (
            "train.py:4 tf.contrib.slim.conv2d exists only in TensorFlow 1,"
            " and the same program runs that",
        )
    }
    assert told == (
        "train.py:4 tf.contrib.slim.conv2d exists only in TensorFlow 1,"
        " and another program that runs this module runs that",
    )


def test_a_program_that_shows_tensorflow_2_runs_with_that(tmp_path: Path):
    seen = project(tmp_path, {"serve.py": TF2, "train.py": TF1})
    assert runtimes(seen) == {("tf1", "assumed"), ("tf2", "assumed")}


def test_a_silent_program_between_two_that_disagree_is_undecided(tmp_path: Path):
    seen = project(tmp_path, {"serve.py": TF2, "train.py": TF1, "walk.py": CALL})
    assert (None, "proven") in runtimes(seen)
    assert seen.missing(PLACE, "runtime") == [
        "tf.contrib.slim.conv2d exists only in TensorFlow 1,"
        " tf.config.list_logical_devices exists only in TensorFlow 2,"
        " and another program that runs this module runs that"
    ]


def test_a_program_that_shows_both_is_undecided(tmp_path: Path):
    seen = project(tmp_path, {"main.py": TF1 + "tf.config.list_logical_devices()\n"})
    assert runtimes(seen) == {(None, "proven")}
    assert not any("HUB101" in code for code in seen.codes)


class TestANotebook:
    MODULE = 'import tensorflow_hub as hub\nmodule = hub.Module("https://tfhub.dev/google/elmo/2")'

    def test_runs_with_the_tensorflow_of_what_it_writes(self, tmp_path: Path):
        written = f"%%writefile score.py\n{PLAIN}tf.logging.set_verbosity(tf.logging.ERROR)"
        seen = Project(tmp_path, {".git/HEAD": "", "aks.ipynb": notebook(written, self.MODULE)})
        assert runtimes(seen, "aks.ipynb:2") == {("tf1", "assumed")}
        assert seen.evidence("aks.ipynb:2", "runtime")[0] == (
            "aks.ipynb:3 tf.logging.set_verbosity exists only in TensorFlow 1,"
            " and it stands in the same notebook"
        )

    def test_says_the_same_of_a_file_that_it_writes(self, tmp_path: Path):
        written = f"%%writefile score.py\n{self.MODULE}"
        shown = f"{PLAIN}tf.logging.set_verbosity(tf.logging.ERROR)"
        seen = Project(tmp_path, {".git/HEAD": "", "aks.ipynb": notebook(written, shown)})
        assert runtimes(seen, "aks.ipynb:3") == {("tf1", "assumed")}

    def test_is_silent_where_nothing_that_it_holds_shows_anything(self, tmp_path: Path):
        written = f"%%writefile score.py\n{PLAIN}"
        seen = Project(tmp_path, {".git/HEAD": "", "aks.ipynb": notebook(written, self.MODULE)})
        assert runtimes(seen, "aks.ipynb:2") == {("tf2", "assumed")}

    def test_runs_with_the_tensorflow_of_the_scripts_whose_module_it_imports(self, tmp_path: Path):
        seen = project(tmp_path, {"train.py": TF1, "look.ipynb": notebook(CALL)})
        assert runtimes(seen) == {("tf1", "assumed")}


def test_what_is_asked_first_changes_nothing(tmp_path: Path):
    deep = {
        "a.py": f"import b, c\n{CALL}",
        "b.py": "import c\n",
        "c.py": "import b, d\n",
        "d.py": PLAIN + "tf.contrib.slim\n",
    }
    told = []
    for number, names in enumerate((("one.py", "two.py"), ("two.py", "one.py"))):
        starts = dict(zip(names, ("import a\n", "import b, a\n"), strict=True))
        seen = project(tmp_path / str(number), {**deep, **starts})
        told.append(seen.evidence(PLACE, "runtime"))
    assert told[0] == told[1]
