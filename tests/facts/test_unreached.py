"""Is every hub call of the code told, whoever calls the function that it stands in?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import NNLM_TF1, NNLM_TF2, TF2_PINS, Project

# Ways in which a hub call can stand where nobody in view calls it.
UNCALLED = {
    "in a function that another one returns": """
        def make():
            def model_fn():
                return hub.Module("{handle}")  # HUB101
            return model_fn

        make_model = make()
        """,
    "in a function that is bound to a library's": """
        import functools
        import metrics

        def classifier():
            def classify(images):
                return hub.Module("{handle}")(images)  # HUB101
            return classify

        score = functools.partial(metrics.score, classifier=classifier())
        """,
    "in a lambda": """
        embed = lambda text: hub.Module("{handle}")(text)  # HUB101
        """,
    "in a class that a function defines": """
        def build():
            class Embedder:
                def load(self):
                    self.module = hub.Module("{handle}")  # HUB101
            return Embedder

        build()
        """,
    "in a function of a function that nobody calls": """
        def outer():
            def inner():
                return hub.Module("{handle}")  # HUB101
            return inner
        """,
}


def project(folder: Path, code: str) -> Project:
    head = "import tensorflow as tf\nimport tensorflow_hub as hub\n"
    indented = code.strip("\n")
    lines = [line.removeprefix("        ") for line in indented.splitlines()]
    files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": head + "\n".join(lines)}
    return Project(folder, files)


@pytest.mark.parametrize("code", UNCALLED.values(), ids=UNCALLED)
def test_what_nobody_calls_is_judged(tmp_path: Path, code: str):
    seen = project(tmp_path, code.replace("{handle}", NNLM_TF1))
    assert seen.codes == seen.claims != []


def test_a_call_that_no_path_comes_to_is_undecided(tmp_path: Path):
    code = f"""
        def load():
            raise NotImplementedError
            return hub.load("{NNLM_TF2}")
        """
    [event] = project(tmp_path, code).events
    assert event.kind == "made"
    assert event.rows[0]["format"].missing == "nothing that could be followed reaches this call"


def test_a_call_that_was_come_to_is_told_once(tmp_path: Path):
    code = f"""
        def load():
            return hub.load("{NNLM_TF2}")
        load()
        """
    [event] = project(tmp_path, code).events
    assert event.rows[0]["format"].value == "tf2-savedmodel"


LAZY = """
import importlib
import types

class LazyLoader(types.ModuleType):
    def __init__(self, local_name, parent_module_globals, name):
        self._local_name = local_name
        super().__init__(name)

    def __getattr__(self, item):
        return getattr(importlib.import_module(self.__name__), item)
"""


def test_a_module_that_the_project_imports_lazily_is_that_module(tmp_path: Path):
    code = f"""
from lazy import LazyLoader
hub = LazyLoader("hub", globals(), "tensorflow_hub")
hub.Module("{NNLM_TF1}")  # HUB101
"""
    files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code, "lazy.py": LAZY}
    seen = Project(tmp_path, files)
    assert seen.codes == seen.claims != []


def test_a_global_may_still_be_new_when_a_library_calls_the_function_that_fills_it(
    tmp_path: Path,
):
    code = f"""
        import beam
        model = None
        def embed(texts, handle="{NNLM_TF2}"):
            global model
            if model is None:
                model = hub.load(handle)
            return model(texts)
        beam.Map(embed)
        model = hub.load("{NNLM_TF2}")
        """
    events = project(tmp_path, code).events
    assert {event.span.line for event in events if event.kind == "made"} == {8, 11}
    assert all(event.rows[0]["format"].value for event in events)
