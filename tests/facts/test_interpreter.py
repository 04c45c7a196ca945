"""In which order does code run, and what does the interpreter make of branches, loops and calls?"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

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


class TestTooMuch:
    def test_a_chain_in_which_each_calls_the_next_twice_is_quick(self, program: Make):
        chain = [
            f"def f{number}(h, x):\n    f{number + 1}(h, x)\n    return f{number + 1}(h, x)\n"
            for number in range(14)
        ]
        code = "".join(
            [
                "import tensorflow_hub as hub\n",
                *chain,
                "def f14(h, x):\n    return hub.load(h).signatures['default'](x)\n",
                f'f0("{ELMO}", None)\n',
            ]
        )
        started = time.perf_counter()
        seen = program(code)
        assert ELMO in handles(seen, seen.line("hub.load(h)"))
        assert time.perf_counter() - started < 20

    def test_what_is_called_too_often_is_not_told_as_if_it_were_known(self, program: Make):
        calls = "\n".join(f'load("/models/{number}")' for number in range(150))
        seen = program(
            f"import tensorflow_hub as hub\ndef load(h):\n    return hub.load(h)\n{calls}\n"
        )
        assert None in handles(seen, "main.py:3")

    def test_functions_that_call_each_other_come_to_an_end(self, program: Make):
        program(
            f"""
            import tensorflow_hub as hub

            def even(n, h):
                return odd(n - 1, h) if n else hub.load(h)

            def odd(n, h):
                return even(n - 1, h)

            even(10, "{ELMO}")
            """
        )

    def test_a_long_row_of_alternatives_costs_no_more_than_itself(self, program: Make):
        tests = " or ".join(f"x == {number}" for number in range(3000))
        code = f"import tensorflow_hub as hub\nx = input()\ny = {tests}\n"
        program(f'{code}hub.load("{ELMO}")(1)  # HUB104\n')

    def test_a_program_nested_deeply_costs_no_more_than_itself(self, program: Make):
        deep = "f30(" * 90 + "1" + ")" * 90
        nested = "".join(f"{'    ' * depth}if x > {depth}:\n" for depth in range(40))
        code = (
            "import tensorflow_hub as hub\nx = 1\n"
            + "".join(f"def f{n}(x):\n    return f{n + 1}(x) + {deep}\n" for n in range(30))
            + f"def f30(x):\n    return x\nf0(1)\n{nested}{'    ' * 40}pass\n"
            + f'hub.load("{ELMO}")(1)  # HUB104\n'
        )
        program(code)


# Statements of which any program may be made: what they mean matters less than that nothing
# that parses can bring the interpreter down.
NAMES = ("a", "b", "hub", "tf", "model", "handle", "self")
EXPRESSIONS = (
    "{0}", "{0}.{1}", "{0}({1})", "{0}[{1}]", "{0}[{1}:]", "{0} + {1}", "{0} % {1}", "not {0}",
    "{0} and {1}", "{0} if {1} else {0}", "({0}, {1})", "[{0}, *{1}]", "{{{0}: {1}}}", "{{**{0}}}",
    "f'{{{0}}}/{{{1}!r:>{{{0}}}}}'", "'{{}}'.format({0})", "lambda {0}: {1}",
    "[{0} for {0} in {1}]",
    "{{{0}: {1} for {0} in {1} if {0}}}", "({0} := {1})", "await_({0})", "{0} < {1} <= {0}",
    "hub.load({0})", "hub.KerasLayer({0}, trainable={1})", "hub.Module({0})({1})", "super()",
    "{0}.signatures[{1}]({0})", "tf.keras.Sequential([{0}, {1}])", "{0}.trainable", "{0}.add({1})",
    "tf.function({0})", "{0}.update({1})", "functools.partial({0}, {1})", "dict({0}, a={1})",
    "'x' * {0}", "-{0}", "{0} is None", "{0} in {1}", "{0}(*{1}, **{0})", "...", "'text'", "3",
)  # fmt: skip
STATEMENTS = (
    "{0} = {1}", "{0}, *{1} = {1}", "{0}.x = {1}", "{0}['k'] = {1}", "{0} += {1}", "{0}: int = {1}",
    "del {0}", "global {0}", "import {0}", "from os import *", "assert {0}", "return {1}",
    "raise {0}", "pass", "break", "continue", "{0}.trainable = {1}", "yield {0}",
    "tf.compat.v1.disable_v2_behavior()", "tf.Graph().as_default().__enter__()",
)  # fmt: skip
BLOCKS = (
    "if {1}:", "while {1}:", "for {0} in {1}:", "with {1} as {0}:", "def {0}({0}, *a, b={1}, **k):",
    "class {0}(hub.KerasLayer):", "class {0}:", "async def {0}():", "try:",
    "@property\ndef {0}(self):", "@{1}\ndef {0}(x):",
    "with tf.Graph().as_default():", "@tf.function\ndef {0}(x):",
)  # fmt: skip


@st.composite
def expressions(draw: st.DrawFn, depth: int = 0) -> str:
    if depth > 2:
        return draw(st.sampled_from(NAMES))
    template = draw(st.sampled_from(EXPRESSIONS))
    if "lambda" in template or " for " in template or ":=" in template:
        return "(" + template.format(draw(st.sampled_from(NAMES)), draw(expressions(3))) + ")"
    return "(" + template.format(draw(expressions(depth + 1)), draw(expressions(depth + 1))) + ")"


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        name, value = draw(st.sampled_from(NAMES)), draw(expressions())
        if depth < 3 and draw(st.booleans()):
            head = draw(st.sampled_from(BLOCKS)).format(name, value)
            inner = [f"    {line}" for line in draw(blocks(depth + 1))]
            lines += [*head.split("\n"), *inner]
            lines += ["except Exception as e:", "    pass"] if head == "try:" else []
        else:
            lines.append(draw(st.sampled_from(STATEMENTS)).format(name, value))
    return lines


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(lines=blocks())
def test_no_program_that_parses_brings_it_down(lines: list[str], tmp_path_factory: Any):
    head = ["import functools", "import tensorflow as tf", "import tensorflow_hub as hub"]
    code = "\n".join([*head, *lines]) + "\n"
    try:
        ast.parse(code)
    except SyntaxError:
        assume(False)
    folder = tmp_path_factory.mktemp("program", numbered=True)
    seen = Project(folder, {"main.py": code})
    assert "HUB000" not in {finding.code for finding in seen.findings}, code


def test_what_is_asserted_of_a_model_may_hold(program: Make):
    seen = program(
        f"""
        import tensorflow as tf
        import tensorflow_hub as hub

        model = tf.keras.Sequential([])
        assert not model.losses
        assert model.optimizer is None
        hub.load("{ELMO}")(["text"])  # HUB104
        """
    )
    assert handles(seen, "main.py:7") == {ELMO}
