"""Has a test put something else in the place of hub?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import ELMO, TF2_PINS, USE_TF2, Project, handles

APP = f"""
    import tensorflow_hub as hub

    def embed(texts, handle="{USE_TF2}"):
        return hub.load(handle)(texts)
    """
PATCHED = {
    "by a decorator": """
        from unittest.mock import patch
        import app

        @patch("tensorflow_hub.load")
        def test_embed(load):
            app.embed(["a"], "a handle")
        """,
    "by a decorator that names it in the module": """
        from unittest import mock
        import app

        @mock.patch("app.hub.load", autospec=True)
        def test_embed(load):
            app.embed(["a"], "a handle")
        """,
    "by the mock of PyPI": """
        import mock
        import tensorflow_hub as hub
        import app

        @mock.patch.object(hub, "load")
        def test_embed(load):
            app.embed(["a"], "a handle")
        """,
    "by a context": """
        from unittest import mock
        import app

        def test_embed():
            with mock.patch("app.hub") as hub:
                app.embed(["a"], "a handle")
        """,
    "by a context that names the module itself": """
        from unittest import mock
        import app

        def test_embed():
            with mock.patch.object(app, "hub"):
                app.embed(["a"], "a handle")
        """,
    "by monkeypatch": """
        import tensorflow_hub as hub
        import app

        def test_embed(monkeypatch):
            monkeypatch.setattr(hub, "load", lambda handle: str)
            app.embed(["a"], "a handle")
        """,
    "by mocker": """
        import app

        def test_embed(mocker):
            mocker.patch("app.hub.load")
            app.embed(["a"], "a handle")
        """,
    "by mocker, of an object": """
        import app
        import tensorflow_hub as hub

        def test_embed(mocker):
            mocker.patch.object(hub, "load")
            app.embed(["a"], "a handle")
        """,
    "by a method of a class": """
        import unittest
        from unittest.mock import patch
        import app

        class EmbedTest(unittest.TestCase):
            @patch("tensorflow_hub.load")
            def test_embed(self, load):
                app.embed(["a"], "a handle")
        """,
}


def project(tmp_path: Path, test: str) -> Project:
    files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "app.py": APP, "test_app.py": test}
    return Project(tmp_path, files)


@pytest.mark.parametrize("test", PATCHED.values(), ids=PATCHED)
def test_what_a_patched_test_passes_does_not_reach_hub(tmp_path: Path, test: str) -> None:
    """The function is run as if nobody called it: with its default."""
    assert handles(project(tmp_path, test), "app.py:4") == {USE_TF2}


REAL = {
    "patches something else": """
        from unittest.mock import patch
        import app

        @patch("app.log")
        def test_embed(log):
            app.embed(["a"], "{ELMO}")
        """,
    "patches what hub uses itself": """
        from unittest.mock import patch
        import app

        @patch("tensorflow_hub.resolver.tempfile")
        def test_embed(tempfile):
            app.embed(["a"], "{ELMO}")
        """,
    "patches the hub of another library": """
        from unittest.mock import patch
        import app

        @patch("torch.hub.load")
        def test_embed(load):
            app.embed(["a"], "{ELMO}")
        """,
    "stands beside one that patches": """
        from unittest.mock import patch
        import app

        @patch("tensorflow_hub.load")
        def test_patched(load):
            app.embed(["a"], "a handle")

        def test_embed():
            app.embed(["a"], "{ELMO}")
        """,
}


@pytest.mark.parametrize("test", REAL.values(), ids=REAL)
def test_what_a_test_passes_counts_that(tmp_path: Path, test: str) -> None:
    assert handles(project(tmp_path, test.replace("{ELMO}", ELMO)), "app.py:4") == {ELMO}


def test_what_a_patched_test_calls_itself_says_nothing(tmp_path: Path) -> None:
    test = f"""
        from unittest.mock import patch
        import tensorflow_hub as hub

        @patch("tensorflow_hub.load")
        def test_embed(load):
            hub.load("{ELMO}")(["a"])
        """
    assert project(tmp_path, test).codes == []
