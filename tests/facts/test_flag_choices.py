"""Which values may a flag have? Its parser's default, or each of those that it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import ELMO, NNLM_TF2, TF2_PINS, USE_TF2, Project, handles

URLS = f'URLS = {{"use": "{USE_TF2}", "elmo": "{ELMO}"}}\n'
ARGPARSE = "import argparse\nparser = argparse.ArgumentParser()\n"
PARSED = "flags = parser.parse_args()\nhub.load(URLS[flags.model])(['a'])\n"

TAKES: dict[str, tuple[str, set[str]]] = {
    "of argparse": (
        f'{ARGPARSE}parser.add_argument("-m", "--model", choices=["use", "elmo"])\n{PARSED}',
        {USE_TF2, ELMO},
    ),
    "of argparse, by a table's keys": (
        f'{ARGPARSE}parser.add_argument("--model", default="use", choices=URLS.keys())\n{PARSED}',
        {USE_TF2, ELMO},
    ),
    "of argparse, without a default": (
        f'{ARGPARSE}parser.add_argument("model", choices=("use", "elmo"))\n{PARSED}',
        {USE_TF2, ELMO},
    ),
    "of absl": (
        'from absl import flags\nflags.DEFINE_enum("model", "use", ["use", "elmo"], "Which.")\n'
        "hub.load(URLS[flags.FLAGS.model])(['a'])\n",
        {USE_TF2, ELMO},
    ),
    "of absl, where it is the value of what defines it": (
        'from absl import flags\nMODEL = flags.DEFINE_enum("model", "use", ["use", "elmo"], "")\n'
        "hub.load(URLS[MODEL.value])(['a'])\n",
        {USE_TF2, ELMO},
    ),
    "of absl, with a bound behind its default": (
        'from absl import flags\nflags.DEFINE_integer("version", 4, "Which.", 3)\n'
        'hub.load(f"https://tfhub.dev/google/universal-sentence-encoder/{flags.FLAGS.version}")\n',
        {USE_TF2},
    ),
    "of argparse, any of many": (
        f"{ARGPARSE}parser.add_argument("
        f'"--model", default="use", choices=["use", *map(str, range(2)), *"abcdefgh"])\n{PARSED}',
        {USE_TF2},
    ),
}


@pytest.mark.parametrize(("code", "expected"), TAKES.values(), ids=TAKES)
def test_a_flag(tmp_path: Path, code: str, expected: set[str]) -> None:
    text = f"import tensorflow_hub as hub\n{URLS}{code}"
    files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": text}
    seen = Project(tmp_path, files)
    assert handles(seen, seen.line("hub.load(")) == expected
    assert [code.split()[1] for code in seen.codes] == (["HUB104"] if ELMO in expected else [])


def test_what_only_one_of_the_values_does_is_possible(tmp_path: Path) -> None:
    code, _ = TAKES["of absl"]
    text = f"import tensorflow_hub as hub\n{URLS}{code}"
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": text})
    found = seen.finding("HUB104")
    assert (found.certainty, found.severity) == ("possible", "warning")


def test_a_branch_of_one_value_knows_it(tmp_path: Path) -> None:
    text = f"""
        import argparse
        import tensorflow_hub as hub

        parser = argparse.ArgumentParser()
        parser.add_argument("--size", default="small", choices=["small", "large"])
        size = parser.parse_args().size
        if size == "small":
            hub.load("{NNLM_TF2}")
        elif size == "large":
            hub.load("{USE_TF2}")
        else:
            hub.load("{ELMO}")
        """
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": text})
    assert handles(seen, "main.py:8") == {NNLM_TF2}
    assert handles(seen, "main.py:10") == {USE_TF2}
    assert seen.missing("main.py:12", "handle") == [
        "nothing that could be followed reaches this call"
    ]


PARSERS = {
    "two of one module": f"""
        import argparse
        import tensorflow_hub as hub

        one, other = argparse.ArgumentParser(), argparse.ArgumentParser()
        one.add_argument("--model", default="{USE_TF2}")
        other.add_argument("--model", default="{ELMO}")
        hub.load(one.parse_args().model)
        """,
    "its own, through a group": f"""
        import argparse
        import tensorflow_hub as hub

        one, other = argparse.ArgumentParser(), argparse.ArgumentParser()
        one.add_argument_group("models").add_argument("--model", default="{USE_TF2}")
        other.add_argument("--model", default="{ELMO}")
        hub.load(one.parse_args().model)
        """,
    "its own, of those flags that it knows": f"""
        import argparse
        import tensorflow_hub as hub

        one, other = argparse.ArgumentParser(), argparse.ArgumentParser()
        one.add_argument("--model", default="{USE_TF2}")
        other.add_argument("--model", default="{ELMO}")
        flags, _ = one.parse_known_args()
        hub.load(vars(flags)["model"])
        """,
    "one that another module imports": f"""
        import argparse
        import tensorflow_hub as hub

        parser = argparse.ArgumentParser()
        parser.add_argument("--model", default="{USE_TF2}")
        flags = parser.parse_args()
        import other
        hub.load(flags.model)
        """,
}


@pytest.mark.parametrize("code", PARSERS.values(), ids=PARSERS)
def test_a_flag_is_its_parser_s(tmp_path: Path, code: str) -> None:
    other = f"""
        import argparse
        import tensorflow_hub as hub

        parser = argparse.ArgumentParser()
        parser.add_argument("--model", default="{ELMO}")
        flags = parser.parse_args()
        """
    seen = Project(tmp_path, {".git/HEAD": "", "main.py": code, "other.py": other})
    assert handles(seen, seen.line("hub.load(")) == {USE_TF2}


# A mode that somebody outside of the code may choose, and how it is tested.
MODES = {
    "an environment's": ('os.environ.get("MODE", "old")', 'MODE == "old"'),
    "an environment's, held against another": ('os.environ.get("MODE", "new")', 'MODE == "old"'),
    "an environment's, the other way round": ('os.getenv("MODE", "old")', '"old" == MODE'),
    "an environment's, of several": ('os.getenv("MODE", "old")', 'MODE in ("old", "older")'),
}


@pytest.mark.parametrize(("mode", "test"), MODES.values(), ids=MODES)
def test_the_same_test_of_a_default_goes_the_same_way_twice(
    tmp_path: Path, mode: str, test: str
) -> None:
    code = f"""
        import os
        import tensorflow as tf
        import tensorflow_hub as hub

        MODE = {mode}
        if {test}:
            tf.compat.v1.disable_v2_behavior()
        if {test}:
            hub.Module("{ELMO}")
        """
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code})
    assert seen.values(seen.line("hub.Module"), "execution") == ["graph"]


def test_tests_of_two_defaults_that_are_alike_go_each_its_way(tmp_path: Path) -> None:
    code = f"""
        import os
        import tensorflow as tf
        import tensorflow_hub as hub

        if os.environ.get("GRAPH", "1") == "1":
            tf.compat.v1.disable_v2_behavior()
        if os.environ.get("ELMO", "1") == "1":
            hub.Module("{ELMO}")
        """
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code})
    assert set(seen.values(seen.line("hub.Module"), "execution")) == {"graph", "eager"}
