"""Which hub layer is an object of a class that derives from hub.KerasLayer?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.facts.projects import ELMO, TF2_PINS, USE_TF2, Project, handles

Make = Callable[[str], Project]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make(code: str) -> Project:
        files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code}
        return Project(tmp_path, files)

    return make


MADE = {
    "by super": f"""
        import tensorflow_hub as hub

        class Embed(hub.KerasLayer):
            def __init__(self, handle, **kwargs):
                super().__init__(handle, trainable=True, **kwargs)  # made

        layer = Embed("{ELMO}")
        """,
    "by super in the words of Python 2": f"""
        import tensorflow_hub as hub

        class Embed(hub.KerasLayer):
            def __init__(self):
                super(Embed, self).__init__("{ELMO}", trainable=True)  # made

        layer = Embed()
        """,
    "by the name of the class above": f"""
        import tensorflow_hub as hub

        class Embed(hub.KerasLayer):
            def __init__(self):
                hub.KerasLayer.__init__(self, "{ELMO}", trainable=True)  # made

        layer = Embed()
        """,
    "through a class between": f"""
        from tensorflow_hub import KerasLayer

        class Base(KerasLayer):
            def __init__(self, handle, trainable=True):
                super().__init__(handle, trainable=trainable)  # made

        class Embed(Base):
            def __init__(self):
                super().__init__("{ELMO}")

        layer = Embed()
        """,
    "where the class has no __init__ of its own": f"""
        import tensorflow_hub as hub

        class Embed(hub.KerasLayer):
            pass

        layer = Embed("{ELMO}", trainable=True)  # made
        """,
}


@pytest.mark.parametrize("code", MADE.values(), ids=MADE)
def test_the_layer_is_made(make: Make, code: str) -> None:
    seen = make(code + '\n        layer(["text"])\n')
    place = seen.line("# made")
    assert handles(seen, place) == {ELMO}
    assert seen.values(place, "api", "trainable") == [("KerasLayer", True)]
    assert seen.kinds("called") == [f"{seen.line('layer([')} called"]
    assert seen.finding("HUB201").certainty == "proven"


def test_a_class_with_a_call_of_its_own_calls_the_layer_there(make: Make) -> None:
    seen = make(
        f"""
        import tensorflow_hub as hub

        class Twice(hub.KerasLayer):
            def call(self, inputs, training=None):
                return 2 * super().call(inputs, training=training)

            def __init__(self, handle):
                super().__init__(handle)

        Twice("{USE_TF2}")(["text"])
        """
    )
    assert handles(seen, "main.py:8") == {USE_TF2}
    assert seen.kinds("called") == ["main.py:5 called"]


def test_it_goes_into_a_model_as_any_layer(make: Make) -> None:
    seen = make(
        f"""
        import tensorflow as tf
        import tensorflow_hub as hub

        class Embed(hub.KerasLayer):
            def __init__(self):
                super().__init__("{ELMO}", trainable=True)
                self.name_of_it = "elmo"

        model = tf.keras.Sequential([Embed(), tf.keras.layers.Dense(1)])
        model.compile(loss="mse")
        model.fit([["a"]], [1])
        """
    )
    assert seen.values("main.py:9", "container", kind="added") == ["sequential"]
    assert seen.kinds("trained") == ["main.py:11 trained"]


def test_a_layer_that_nobody_makes_is_seen_and_not_known(make: Make) -> None:
    seen = make(
        """
        import tensorflow_hub as hub

        class Embed(hub.KerasLayer):
            def __init__(self, handle):
                super().__init__(handle)
        """
    )
    assert seen.missing("main.py:5", "handle") == ["nobody in view passes handle to __init__"]


def test_another_class_of_hub_s_name_is_none(make: Make) -> None:
    seen = make(
        f"""
        import tensorflow_hub as hub

        class KerasLayer:
            def __init__(self, handle):
                self.handle = handle

        class Embed(KerasLayer):
            def __init__(self):
                super().__init__("{ELMO}")

        Embed()
        """
    )
    assert seen.events == []


def test_a_class_that_changes_how_the_layer_works_is_not_known(make: Make) -> None:
    seen = make(
        f"""
        import tensorflow_hub as hub

        class FineTuned(hub.KerasLayer):
            def _check_trainability(self):
                pass

            def _setup_layer(self, trainable=False, **kwargs):
                super()._setup_layer(trainable, **kwargs)

        FineTuned("{ELMO}", trainable=True)(["text"])
        """
    )
    assert seen.codes == []
    assert seen.kinds("made") == []
