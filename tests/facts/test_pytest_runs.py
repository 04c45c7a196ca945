"""What does pytest run before a test, and around it, that decides where the test runs?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.facts.projects import ELMO, TF2_PINS, Project

MODULE = f'hub.Module("{ELMO}")'
IMPORTS = "import pytest\nimport tensorflow as tf\nimport tensorflow_hub as hub\n"
TEST = f"{IMPORTS}\ndef test_it():\n    {MODULE}\n"
SWITCH = "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
THROW = "    tf.compat.v1.disable_eager_execution()\n"
GRAPH = "    with tf.Graph().as_default() as graph:\n        yield graph\n"

# The files, and the execution of the one call of hub.Module.
RUNS: dict[str, tuple[Mapping[str, str], str]] = {
    "conftest.py throws a switch": ({"conftest.py": SWITCH, "test_it.py": TEST}, "graph"),
    "one above the tests does": ({"conftest.py": SWITCH, "tests/a/test_it.py": TEST}, "graph"),
    "the name ends in _test": ({"conftest.py": SWITCH, "it_test.py": TEST}, "graph"),
    "a hook of it does": (
        {"conftest.py": f"{IMPORTS}\ndef pytest_configure(config):\n{THROW}", "test_it.py": TEST},
        "graph",
    ),
    "what it imports does": (
        {"conftest.py": "import tensorflow, setup_tf\n", "setup_tf.py": SWITCH, "test_it.py": TEST},
        "graph",
    ),
    "a fixture of all tests does": (
        {
            "conftest.py": f"{IMPORTS}\n@pytest.fixture(autouse=True)\ndef start():\n{THROW}",
            "test_it.py": TEST,
        },
        "graph",
    ),
    "a fixture of all tests enters a graph": (
        {"test_it.py": f"{TEST}\n@pytest.fixture(autouse=True)\ndef around():\n{GRAPH}"},
        "graph",
    ),
    "a fixture that the test asks for enters one": (
        {
            "conftest.py": f"{IMPORTS}\n@pytest.fixture\ndef graph():\n{GRAPH}",
            "test_it.py": TEST.replace("test_it()", "test_it(graph)"),
        },
        "graph",
    ),
    "a method of a class asks for it": (
        {
            "test_it.py": f"{IMPORTS}\n@pytest.fixture\ndef graph():\n{GRAPH}\n"
            f"class TestIt:\n    def test_it(self, graph):\n        {MODULE}\n"
        },
        "graph",
    ),
    "a test of TensorFlow's own for graphs": (
        {
            "test_it.py": f"{IMPORTS}from tensorflow.python.framework import test_util\n\n"
            f"class TestIt(tf.test.TestCase):\n    @test_util.run_deprecated_v1\n"
            f"    def test_it(self):\n        {MODULE}\n"
        },
        "graph",
    ),
    "a fixture that the test does not ask for": (
        {"test_it.py": f"{TEST}\n@pytest.fixture\ndef around():\n{GRAPH}"},
        "eager",
    ),
    "a function that is no test and has a fixture's name among its parameters": (
        {
            "test_it.py": f"{TEST.replace('test_it()', 'run(graph)')}\n"
            f"@pytest.fixture\ndef graph():\n{GRAPH}"
        },
        "eager",
    ),
    "conftest.py in another folder": (
        {"other/conftest.py": SWITCH, "tests/test_it.py": TEST},
        "eager",
    ),
    "a file that pytest does not take for tests": (
        {"conftest.py": SWITCH, "main.py": f"{IMPORTS}{MODULE}\n"},
        "eager",
    ),
}


@pytest.mark.parametrize(("files", "execution"), RUNS.values(), ids=RUNS)
def test_where_a_test_runs(tmp_path: Path, files: Mapping[str, str], execution: str) -> None:
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    [place] = [seen.line(MODULE, name) for name, text in files.items() if MODULE in text]
    assert seen.values(place, "execution") == [execution]


def test_a_library_runs_where_its_tests_do(tmp_path: Path) -> None:
    library = f"import tensorflow_hub as hub\n\ndef make():\n    return {MODULE}\n"
    test = "import library\n\ndef test_it():\n    library.make()\n"
    files = {"library.py": library, "conftest.py": SWITCH, "test_it.py": test}
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    assert seen.values("library.py:4", "execution") == ["graph"]


def test_tensorflows_tests_for_both_modes_run_in_either(tmp_path: Path) -> None:
    code = f"{IMPORTS}from tensorflow.python.framework import test_util\n" + "\n".join(
        (
            "class TestIt(tf.test.TestCase):",
            "    @test_util.run_in_graph_and_eager_modes",
            "    def test_it(self):",
            f"        {MODULE}",
        )
    )
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "test_it.py": code})
    assert seen.values(seen.line(MODULE, "test_it.py"), "execution") == [None]
