"""Which runtime and which execution hold at a call, and which versions in the branch of a test?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.facts.projects import ELMO, NNLM_TF1, NNLM_TF2, TF1_PINS, TF2_PINS, Project

Make = Callable[..., Project]


@pytest.fixture
def project(tmp_path: Path) -> Make:
    def make(files: Mapping[str, str] | str, pins: str = TF2_PINS, **settings: Any) -> Project:
        own = {"main.py": files} if isinstance(files, str) else files
        made = Project(tmp_path, {"requirements.txt": pins, ".git/HEAD": "", **own}, **settings)
        assert made.codes == made.claims
        return made

    return make


# What surrounds the call, the code with `make()` in its place, and the execution.
SURROUNDINGS = {
    "nothing": ("make()", "eager"),
    "a graph": ("with tf.Graph().as_default():\n    make()", "graph"),
    "a graph by its name": ("g = tf.Graph()\nwith g.as_default() as h:\n    make()", "graph"),
    "a graph in an attribute": (
        "class C:\n"
        "    def __init__(self):\n"
        "        self.graph = tf.Graph()\n"
        "    def run(self):\n"
        "        with self.graph.as_default():\n"
        "            make()\n"
        "C().run()",
        "graph",
    ),
    "the graph of Keras's session": (
        "K = tf.compat.v1.keras.backend\nwith K.get_session().graph.as_default():\n    make()",
        "graph",
    ),
    "a graph that nobody knows": (
        "import somewhere\nwith somewhere.graph().as_default():\n    make()",
        None,
    ),
    "a graph that is handed in": (
        "def run(graph):\n    with graph.as_default():\n        make()",
        None,
    ),
    "a session of a test": (
        "class T(tf.test.TestCase):\n"
        "    def test(self):\n"
        "        with self.session() as s:\n"
        "            make()",
        None,
    ),
    "a summary's writer": (
        "with tf.summary.create_file_writer('x').as_default():\n    make()",
        "eager",
    ),
    "two contexts at once": (
        "with tf.Graph().as_default(), tf.compat.v1.Session() as s:\n    make()",
        "graph",
    ),
    "a context manager of the code": (
        "import contextlib\n"
        "@contextlib.contextmanager\n"
        "def graph():\n"
        "    with tf.Graph().as_default() as g:\n"
        "        yield g\n"
        "with graph() as g:\n"
        "    make()",
        "graph",
    ),
    "behind a context manager of the code": (
        "import contextlib\n"
        "@contextlib.contextmanager\n"
        "def graph():\n"
        "    with tf.Graph().as_default():\n"
        "        yield\n"
        "with graph():\n"
        "    pass\n"
        "make()",
        "eager",
    ),
    "a graph entered without with": ("tf.Graph().as_default().__enter__()\nmake()", "graph"),
    "a graph on a stack": (
        "import contextlib\n"
        "with contextlib.ExitStack() as stack:\n"
        "    stack.enter_context(tf.Graph().as_default())\n"
        "    make()",
        "graph",
    ),
    "a decorator that enters a graph": (
        "def in_graph(f):\n"
        "    def wrapper(*args, **kwargs):\n"
        "        with tf.Graph().as_default():\n"
        "            return f(*args, **kwargs)\n"
        "    return wrapper\n"
        "@in_graph\n"
        "def run():\n"
        "    make()\n"
        "run()",
        "graph",
    ),
    "a tf.function": ("@tf.function\ndef run():\n    make()\nrun()", "function"),
    "a tf.function of a lambda": ("tf.function(lambda: make())()", "function"),
    "a tf.function with a signature": (
        "@tf.function(input_signature=[])\ndef run():\n    make()\nrun()",
        "function",
    ),
    "a data set": ("tf.data.Dataset.from_tensors(1).map(lambda x: make())", "function"),
    "a Lambda layer": ("tf.keras.layers.Lambda(lambda x: make())(tf.constant(1))", "function"),
    "a model_fn": (
        "def model_fn(features, labels, mode):\n    make()\ntf.estimator.Estimator(model_fn)",
        "graph",
    ),
    "a model_fn from a builder": (
        "def builder(size):\n"
        "    def model_fn(features, labels, mode, params):\n"
        "        make()\n"
        "    return model_fn\n"
        "tf.estimator.Estimator(model_fn=builder(3), params={})",
        "graph",
    ),
    "a switch": ("tf.compat.v1.disable_eager_execution()\nmake()", "graph"),
    "a switch in a function that is called": (
        "def setup():\n    tf.compat.v1.disable_v2_behavior()\nsetup()\nmake()",
        "graph",
    ),
    "a switch in a function that is not called before": (
        "def setup():\n    tf.compat.v1.disable_v2_behavior()\nmake()",
        "eager",
    ),
    "a thread": ("import threading\nthreading.Thread(target=make).start()", "eager"),
}


@pytest.mark.parametrize(("code", "execution"), SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_what_surrounds_a_call_decides_its_execution(
    code: str, execution: str | None, tmp_path: Path
):
    head = "import tensorflow as tf\nimport tensorflow_hub as hub\n\n"
    body = f'def make():\n    return hub.load("{NNLM_TF2}")\n\n'
    files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": head + body + code}
    seen = Project(tmp_path, files)
    assert seen.values("main.py:5", "execution") == [execution]


class TestATestOfTheVersion:
    @pytest.mark.parametrize(
        "test",
        [
            'tf.__version__.startswith("2")',
            'tf.__version__[0] == "2"',
            'int(tf.__version__.split(".")[0]) >= 2',
            'tf.__version__ >= "2"',
            "version.parse(tf.__version__) >= version.parse('2.0.0')",
            "version.parse(tf.__version__).major == 2",
            'LooseVersion(tf.__version__) >= LooseVersion("2.0")',
            'not tf.version.VERSION.startswith("1.")',
            "IS_TF2",
            "is_tf2()",
        ],
    )
    @pytest.mark.parametrize("pins", ["", TF2_PINS, TF1_PINS], ids=["nothing", "TF2", "TF1"])
    def test_decides_each_branch(self, project: Make, test: str, pins: str):
        seen = project(
            f"""
            from packaging import version
            from distutils.version import LooseVersion
            import tensorflow as tf
            import tensorflow_hub as hub

            IS_TF2 = tf.__version__.startswith("2.")

            def is_tf2():
                return int(tf.__version__[:1]) > 1

            if {test}:
                model = hub.load("{NNLM_TF2}")
            else:
                model = hub.load("{NNLM_TF1}")
            """,
            pins,
        )
        # A branch that is never taken is not come to.
        new, old = seen.values("main.py:12", "runtime"), seen.values("main.py:14", "runtime")
        assert new == ([] if pins == TF1_PINS else ["tf2"])
        assert old == ([] if pins == TF2_PINS else ["tf1"])

    def test_is_the_evidence_for_what_it_leaves(self, project: Make):
        seen = project(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            if tf.__version__ < "2":
                hub.Module("{NNLM_TF1}")
            """,
            "tensorflow-hub==0.12.0\n",
        )
        assert seen.values("main.py:5", "execution") == ["graph"]
        assert any(one.startswith("main.py:4 ") for one in seen.evidence("main.py:5", "runtime"))

    def test_leaves_no_path_where_it_contradicts_another_test(self, project: Make):
        seen = project(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            if tf.__version__ >= "2":
                pass
            elif tf.__version__.startswith("2."):
                hub.load("{NNLM_TF2}")
            """,
            "",
        )
        assert seen.kinds() == ["main.py:7 unreached"]

    def test_of_a_switch_for_tensorflow_2_alone(self, project: Make):
        seen = project(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            if tf.__version__.startswith("2"):
                tf.compat.v1.disable_v2_behavior()
            hub.Module("{NNLM_TF1}")
            """,
            "tensorflow-hub==0.12.0\n",
        )
        assert sorted(seen.values("main.py:6", "runtime", "execution")) == [
            ("tf1", "graph"),
            ("tf1-compat", "graph"),
        ]

    def test_of_tensorflow_hub_itself(self, project: Make):
        project(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            tf.compat.v1.disable_v2_behavior()
            if hub.__version__ < "0.16":
                hub.Module("{NNLM_TF1}")
            """,
            "tensorflow==2.15.1\n",
        )


class TestATestOfEagerExecution:
    def test_decides_each_branch(self, project: Make):
        seen = project(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            if tf.executing_eagerly():
                hub.load("{NNLM_TF2}")
            else:
                hub.Module("{NNLM_TF1}")
            """,
            "tensorflow-hub==0.12.0\n",
        )
        assert seen.values("main.py:5", "execution") == ["eager"]
        assert seen.values("main.py:7", "execution") == ["graph"]
        assert any(one.startswith("main.py:4 ") for one in seen.evidence("main.py:7", "execution"))

    def test_does_not_outlive_a_switch(self, project: Make):
        seen = project(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            if tf.executing_eagerly():
                tf.compat.v1.disable_eager_execution()
            hub.Module("{NNLM_TF1}")
            """,
            "tensorflow-hub==0.12.0\n",
        )
        assert seen.values("main.py:6", "execution") == ["graph"]

    def test_has_one_answer_behind_the_switch_that_enables_it(self, project: Make):
        seen = project(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            def start():
                if not tf.executing_eagerly():
                    tf.compat.v1.enable_eager_execution()

            start()
            start()
            hub.load("{NNLM_TF2}")
            """,
            "tensorflow-hub==0.12.0\n",
        )
        assert set(seen.values("main.py:10", "execution")) == {"eager"}


class TestEntryModules:
    def test_what_the_importer_throws_before_holds_in_the_body_of_the_imported(self, project: Make):
        seen = project(
            {
                "lib.py": f"""
                import tensorflow_hub as hub
                module = hub.Module("{NNLM_TF1}")
                """,
                "main.py": """
                import tensorflow.compat.v1 as tf
                tf.disable_v2_behavior()
                import lib
                """,
            }
        )
        assert seen.values("lib.py:2", "execution") == ["graph"]

    def test_what_it_throws_behind_the_import_comes_too_late(self, project: Make):
        project(
            {
                "lib.py": f"""
                import tensorflow_hub as hub
                module = hub.Module("{NNLM_TF1}")  # HUB409
                """,
                "main.py": """
                import tensorflow.compat.v1 as tf
                import lib
                tf.disable_v2_behavior()
                print(lib.module)
                """,
            }
        )

    def test_a_module_that_only_throws_the_switch_is_run_where_it_is_imported(self, project: Make):
        seen = project(
            {
                "setup_tf.py": """
                import tensorflow.compat.v1 as tf
                tf.disable_v2_behavior()
                """,
                "main.py": f"""
                import setup_tf
                import tensorflow_hub as hub
                module = hub.Module("{NNLM_TF1}")
                """,
            }
        )
        assert seen.values("main.py:3", "execution") == ["graph"]


def test_a_failure_that_a_test_expects_is_not_told(project: Make):
    project(
        f"""
        import unittest
        import pytest
        import tensorflow_hub as hub

        class LoadTest(unittest.TestCase):
            def test_module(self):
                with self.assertRaises(RuntimeError):
                    hub.Module("{NNLM_TF1}")
                self.assertRaises(TypeError, hub.load("{ELMO}"), "text")
                self.assertRaises(TypeError, lambda: hub.load("{ELMO}")("text"))

        def test_load():
            with pytest.raises(TypeError):
                hub.load("{ELMO}")("text")

        @pytest.mark.xfail
        def test_later():
            hub.load("{ELMO}")("text")

        @unittest.expectedFailure
        def test_never():
            hub.load("{ELMO}")("text")
        """
    )


class TestWhatTheUserSays:
    LIBRARY = """
        import tensorflow_hub as hub

        def load_model(url, trainable=False):
            return registry.get(url)(trainable)
        """

    def test_a_wrapper_stands_for_its_api(self, project: Make):
        seen = project(
            {
                "lib/__init__.py": "",
                "lib/hubs.py": self.LIBRARY,
                "main.py": f"""
                from lib.hubs import load_model

                layer = load_model("{NNLM_TF1}", trainable=True)
                layer(["text"])  # HUB201
                """,
            },
            wrappers={"lib.hubs.load_model": "KerasLayer"},
        )
        assert seen.values("main.py:3", "api", "handle", "trainable") == [
            ("KerasLayer", NNLM_TF1, True)
        ]

    def test_so_does_one_of_a_library_out_of_view(self, project: Make):
        seen = project(
            f"""
            import tensorflow_hub
            from company.models import fetch

            fetch("{ELMO}")(["text"])  # HUB104
            """,
            wrappers={"company.models.fetch": "load"},
        )
        assert seen.values("main.py:4", "handle") == [ELMO]

    def test_an_entry_point_is_the_program_that_counts(self, project: Make):
        library = f"""
            import tensorflow.compat.v1 as tf
            import tensorflow_hub as hub

            def make():
                return hub.Module("{NNLM_TF1}")
            """
        main = "import lib\nimport tensorflow.compat.v1 as tf\n{}lib.make()\n"
        seen = project(
            {
                "lib.py": library,
                "serve.py": main.format("tf.disable_v2_behavior()\n"),
                "scratch.py": main.format(""),
            },
            entry_points=("serve.py",),
        )
        assert seen.values("lib.py:5", "execution") == ["graph"]
