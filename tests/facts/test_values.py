"""Which handles may a call be given? What is written down somewhere is found."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from hublint.facts.project.modules import Module
from hublint.facts.values.data_files import read_json
from hublint.facts.values.guards import ALWAYS
from hublint.facts.values.identity import identity
from hublint.facts.values.state import End, State
from hublint.facts.values.value import MAX_ALTERNATIVES, Trace, constant
from tests.facts.projects import ELMO, NNLM_TF1, NNLM_TF2, Project, handles

A, B = ELMO, NNLM_TF1


def cases(name: str) -> list[tuple[str, Mapping[str, str], set[str | None]]]:
    """The cases of a text file: a title, the files of a program, what `handle` may be at its end.

    `?` is a value that nobody can know. Where no file is named, it is main.py.
    """
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for short, handle in SHORT.items():
        text = text.replace(f"<{short}>", handle)
    return [one_case(part) for part in re.split("^== ", text, flags=re.MULTILINE)[1:]]


def one_case(text: str) -> tuple[str, Mapping[str, str], set[str | None]]:
    title, _, body = text.partition("\n")
    code, _, wanted = body.rpartition("\n-> ")
    parts = re.split(r"^-- (\S+)\n", code, flags=re.MULTILINE)
    named = dict(zip(parts[1::2], parts[2::2], strict=True))
    files = named or {"main.py": parts[0]}
    files["main.py"] = f"import tensorflow_hub as hub\n{files['main.py'].rstrip()}\n{LAST}\n"
    values = {None if one == "?" else SHORT.get(one, one) for one in wanted.strip().split(", ")}
    return title, files, values


SHORT = {"A": ELMO, "B": NNLM_TF1, "C": NNLM_TF2}
LAST = "hub.load(handle)"
CASES = [*cases("values.txt"), *cases("values_across_files.txt")]


@pytest.mark.parametrize(
    ("files", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_a_handle_may_be(files: Mapping[str, str], wanted: set[str | None], tmp_path: Path):
    seen = Project(tmp_path, files)
    assert handles(seen, seen.line(LAST)) == wanted


CALL_SITES = {
    "by position": 'lib.make("{}")',
    "by keyword": 'lib.make(handle="{}")',
    "through a partial": 'import functools\nfunctools.partial(lib.make, "{}")()',
    "through another function": 'def go(h):\n    lib.make(h)\ngo("{}")',
    "through a method": """
class C:
    def __init__(self, h): self.h = h
    def go(self): lib.make(self.h)
C("{}").go()
""",
    "from a main guard": 'if __name__ == "__main__":\n    lib.make("{}")',
}


@pytest.mark.parametrize("call", CALL_SITES.values(), ids=CALL_SITES)
def test_a_parameter_is_what_the_call_sites_of_the_project_pass(call: str, tmp_path: Path):
    library = "import tensorflow_hub as hub\ndef make(handle):\n    return hub.load(handle)\n"
    one = f"import lib\n{call.format(A)}\n"
    other = f"import lib\n{call.format(B)}\n"
    seen = Project(tmp_path, {"lib.py": library, "one.py": one, "other.py": other})
    assert handles(seen, "lib.py:3") == {A, B}


PARSER = """
import argparse
p = argparse.ArgumentParser()
p.add_argument("--h", default="{}")
args = p.parse_args()
"""
CERTAINTIES = {
    "a flag": (PARSER.format(A) + "handle = args.h", "assumed"),
    "what is made of a flag": (PARSER.format(A + "/") + 'handle = args.h.rstrip("/")', "assumed"),
    "an entry that a flag chooses": (
        PARSER.format("a") + f'handle = {{"a": "{A}"}}.get(args.h)',
        "assumed",
    ),
    "the environment": (f'import os\nhandle = os.environ.get("H", "{A}")', "assumed"),
    "a constant": (f'handle = "{A}"', "proven"),
}


@pytest.mark.parametrize(("code", "certainty"), CERTAINTIES.values(), ids=CERTAINTIES)
def test_what_somebody_outside_can_change_is_assumed(code: str, certainty: str, tmp_path: Path):
    seen = Project(tmp_path, {"main.py": f"import tensorflow_hub as hub\n{code}\n{LAST}\n"})
    [fact] = seen.facts(seen.line(LAST), "handle")
    assert (fact.value, fact.certainty) == (A, certainty)


def test_too_many_values_are_unknown_and_said_to_be(tmp_path: Path):
    entries = ", ".join(f'"{number}": "https://tfhub.dev/a/b/{number}"' for number in range(100))
    text = f"""
        import sys
        import tensorflow_hub as hub
        HANDLES = {{{entries}}}
        hub.load(HANDLES[sys.argv[1]])
        """
    seen = Project(tmp_path, {"main.py": dedent(text)})
    assert handles(seen, "main.py:4") == {None}
    assert seen.missing("main.py:4", "handle") == ["more than 64 possible values"]


def test_values_stay_few_where_only_one_branch_of_many_writes_a_name() -> None:
    key = (1, "handle")
    written = constant(A)
    for level in range(10):
        ways = [{("test", level, number): True} for number in range(4)]
        state = State()
        state.join([End(tuple(ways[1:]), {key: written}), End((ways[0],), {})], (ALWAYS,))
        written = state.get(key) or ()
        assert 0 < len(written) <= MAX_ALTERNATIVES


def test_keys_of_what_is_computed_of_itself_stay_small(tmp_path: Path) -> None:
    doubled = "value = value + value\n" * 80
    code = (
        f"import sys\nimport tensorflow_hub as hub\nvalue = sys.argv[1]\n{doubled}hub.load(value)\n"
    )
    assert Project(tmp_path, {"main.py": code}).kinds("made") == ["main.py:84 made"]


def test_a_value_is_followed_down_a_long_chain_of_calls(tmp_path: Path) -> None:
    last = 30
    chain = "".join(f"def f{n}(h):\n    return f{n - 1}(h)\n" for n in range(1, last + 1))
    code = (
        "import tensorflow_hub as hub\n"
        "def f0(h):\n    return hub.load(h)\n"
        f'{chain}f{last}("{NNLM_TF2}")\n'
    )
    assert handles(Project(tmp_path, {"main.py": code}), "main.py:3") == {NNLM_TF2}


def test_each_reading_of_a_data_file_is_an_object_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "handles.json").write_text('{"elmo": {"handle": "a"}}')
    shown = Trace("", Module(tmp_path / "a.py", "a.py", ""), ast.Module([], []))
    readings = [read_json("handles.json", [tmp_path], tmp_path, shown) for _ in range(50)]
    assert len({identity(one) for one in readings if one is not None}) == 50
