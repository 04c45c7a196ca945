"""In which order does code run, and what does the interpreter make of branches, loops and calls?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.facts.projects import ELMO, NNLM_TF1, NNLM_TF2, TF2_PINS, Project, handles

Make = Callable[..., Project]


@pytest.fixture
def program(tmp_path: Path) -> Make:
    """A program of one file: what it reports is what its comments claim."""

    def make(code: str, pins: str = TF2_PINS, **files: Any) -> Project:
        others = {name.replace("__", "/") + ".py": text for name, text in files.items()}
        given = {"requirements.txt": pins, ".git/HEAD": "", "main.py": code, **others}
        made = Project(tmp_path, given)
        assert made.codes == made.claims
        return made

    return make


class TestASwitchInABranch:
    def test_holds_in_that_branch_alone(self, program: Make):
        seen = program(
            f"""
            import sys
            import tensorflow as tf
            import tensorflow_hub as hub

            if sys.argv[1:]:
                tf.compat.v1.disable_v2_behavior()
            module = hub.Module("{NNLM_TF1}")  # HUB101
            """
        )
        assert sorted(seen.values("main.py:7", "execution")) == ["eager", "graph"]
        assert seen.finding("HUB101").certainty == "possible"

    @pytest.mark.parametrize("error", ["AttributeError", "Exception", ""])
    def test_of_a_try_holds_behind_it(self, program: Make, error: str):
        seen = program(
            f"""
            import tensorflow as tf
            import tensorflow_hub as hub

            try:
                tf.compat.v1.disable_v2_behavior()
            except {error}:
                pass
            module = hub.Module("{NNLM_TF1}")
            """.replace("except :", "except:")
        )
        assert seen.values("main.py:8", "execution") == ["graph"]

    def test_before_an_import_in_a_function_holds_in_the_module(self, program: Make):
        seen = program(
            """
            import tensorflow as tf

            def main():
                tf.compat.v1.disable_v2_behavior()
                import lib
                lib.module(["text"])

            main()
            """,
            lib=f"""
            import tensorflow_hub as hub
            module = hub.Module("{NNLM_TF1}")
            """,
        )
        assert seen.values("lib.py:2", "execution") == ["graph"]


class TestAModule:
    def test_that_two_branches_import_is_the_same(self, program: Make):
        seen = program(
            """
            import sys
            if sys.argv[1:]:
                import lib
                handle = lib.HANDLE
            else:
                import lib
                handle = lib.HANDLE
            import tensorflow_hub as hub
            hub.load(handle)
            """,
            lib=f'HANDLE = "{NNLM_TF2}"',
        )
        assert handles(seen, "main.py:9") == {NNLM_TF2}


class TestAFlagWithADefault:
    CODE = f"""
        import argparse
        import tensorflow_hub as hub

        parser = argparse.ArgumentParser()
        parser.add_argument("--train", action="store_true")
        args = parser.parse_args()
        layer = hub.KerasLayer("{NNLM_TF1}", trainable=args.train)
        if args.train:
            layer(texts)  # HUB201
        else:
            layer(texts)
        """

    def test_is_the_other_truth_in_the_branch_for_it(self, program: Make):
        seen = program(self.CODE)
        assert seen.values("main.py:9", "trainable", kind="called") == [True]
        assert seen.values("main.py:11", "trainable", kind="called") == [False]

    def test_does_not_hide_the_branch_that_it_does_not_take(self, program: Make):
        seen = program(
            f"""
            import argparse
            import tensorflow_hub as hub

            parser = argparse.ArgumentParser()
            parser.add_argument("--elmo", action="store_true")
            args = parser.parse_args()
            if args.elmo:
                hub.load("{ELMO}")(["text"])  # HUB104
            """
        )
        assert seen.finding("HUB104").certainty == "proven"


class TestPathsThatMeet:
    def test_two_tests_of_one_choice_go_the_same_way(self, program: Make):
        program(
            f"""
            import sys
            import tensorflow_hub as hub

            old = len(sys.argv) > 1
            if old:
                handle = "{ELMO}"
            else:
                handle = "{NNLM_TF2}"
            model = hub.load(handle)
            print("loaded")
            if sys.platform == "win32":
                print("on windows")
            if old:
                model.signatures["default"](None)
            else:
                model(["text"])
            """
        )

    def test_an_early_return_leaves_the_other_way(self, program: Make):
        program(
            f"""
            import sys
            import tensorflow_hub as hub

            def run(old):
                handle = "{ELMO}" if old else "{NNLM_TF2}"
                model = hub.load(handle)
                if old:
                    return model.signatures["default"](None)
                if sys.platform == "win32":
                    print("on windows")
                return model(["text"])

            run(len(sys.argv) > 1)
            """
        )

    def test_an_early_return_behind_two_tests_leaves_three_ways(self, program: Make):
        program(
            f"""
            import sys
            import tensorflow_hub as hub

            def run(old, quick):
                handle = "{ELMO}" if old and quick else "{NNLM_TF2}"
                model = hub.load(handle)
                if old and quick:
                    return None
                for part in sys.argv:
                    if part:
                        print(part)
                return model(["text"])

            run(sys.argv[1], sys.argv[2])
            """
        )

    def test_a_loop_that_breaks_keeps_what_it_found(self, program: Make):
        program(
            f"""
            import sys
            import tensorflow_hub as hub

            for handle in ["{ELMO}", "{NNLM_TF2}"]:
                if handle == "{NNLM_TF2}":
                    model = hub.load(handle)
                    break
            model(["text"])
            """
        )

    def test_what_follows_a_loop_that_always_returns_is_run(self, program: Make):
        seen = program(
            f"""
            import sys
            import tensorflow_hub as hub

            def find():
                for part in sys.argv:
                    return hub.load("{NNLM_TF2}")
                return hub.load("{ELMO}")

            find()(["text"])  # HUB104
            """
        )
        assert seen.finding("HUB104").certainty == "proven"

    def test_the_else_of_a_while_is_run(self, program: Make):
        program(
            f"""
            import sys
            import tensorflow_hub as hub

            while sys.argv:
                sys.argv.pop()
            else:
                hub.load("{ELMO}")(["text"])  # HUB104
            """
        )
