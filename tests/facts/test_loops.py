"""How often does a loop run, and what does one pass leave to the next?"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hublint.facts.interpreter.passes import found_from_before
from tests.facts.projects import NNLM_TF1, NNLM_TF2, TF2_PINS, USE_TF2, Project, handles

HEAD = f'import tensorflow_hub as hub\nOLD = "{NNLM_TF1}"\nNEW = "{NNLM_TF2}"\nx = ["a"]\n'


def project(tmp_path: Path, code: str) -> Project:
    return Project(
        tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": HEAD + code}
    )


RUNS = {
    "over nothing": "m = hub.load(OLD)\nfor _ in []:\n    m(x)\n",
    "over no numbers": "m = hub.load(OLD)\nfor _ in range(0):\n    m(x)\n",
    "over a tuple that is empty": "NONE = ()\nm = hub.load(OLD)\nfor _ in NONE:\n    m(x)\n",
    "while something false holds": "m = hub.load(OLD)\nwhile False:\n    m(x)\n",
    "while a constant is false": "m = hub.load(OLD)\nDEBUG = 0\nwhile DEBUG:\n    m(x)\n",
    "behind one that never ends": "m = hub.load(OLD)\nwhile True:\n    print(x)\nm(x)\n",
    "in the `else` of one that is always broken off": (
        "m = hub.load(OLD)\nfor _ in [1]:\n    break\nelse:\n    m(x)\n"
    ),
    "with what only another item is kept for": (
        "models = {}\nfor name, h in {'new': NEW, 'old': OLD}.items():\n"
        "    models[name] = hub.load(h)\nmodels['new'](x)\n"
    ),
    "with what the pass before has left": (
        "last = None\nfor h in [NEW, OLD]:\n    m = hub.load(h)\n"
        "    if last is not None:\n        last(x)\n    last = m\n"
    ),
}


@pytest.mark.parametrize("code", RUNS.values(), ids=RUNS)
def test_nothing_is_said_of_what_no_pass_does(tmp_path: Path, code: str) -> None:
    assert project(tmp_path, code).codes == []


FAILS = {
    "the second of two passes": (
        "m = None\nfor _ in range(2):\n    if m is None:\n        m = hub.load(OLD)\n"
        "    else:\n        m(x)  # HUB104\n"
    ),
    "a second pass over nobody knows what": (
        "import sys\nm = None\nfor one in sys.stdin:\n    if m is None:\n"
        "        m = hub.load(OLD)\n        continue\n    m([one])  # HUB104\n"
    ),
    "a second pass of a while": (
        "m = None\nwhile input():\n    if m is not None:\n        m(x)  # HUB104\n"
        "    m = hub.load(OLD)  # HUB117\n"
    ),
    "a second pass behind a flag": (
        "import sys\nm, first = hub.load(OLD), True\nfor one in sys.stdin:\n    if first:\n"
        "        first = False\n    else:\n        m([one])  # HUB104\n"
    ),
    "a pass that finds two names swapped": (
        "m, other = hub.load(NEW), hub.load(OLD)\nfor _ in range(2):\n    m(x)  # HUB104\n"
        "    m, other = other, m\n"
    ),
    "what is kept for an item": (
        "models = {}\nfor name, h in {'new': NEW, 'old': OLD}.items():\n"
        "    models[name] = hub.load(h)\nmodels['old'](x)  # HUB104\n"
    ),
    "what is listed in turn": (
        "models = []\nfor h in (NEW, OLD):\n    models.append(hub.load(h))\n"
        "models[0](x)\nmodels[1](x)  # HUB104\n"
    ),
    "what is behind a loop whose `else` raises": (
        "for h in (OLD,):\n    if h.endswith('/1'):\n        break\nelse:\n    raise ValueError\n"
        "hub.load(h)(x)  # HUB104\n"
    ),
}


@pytest.mark.parametrize("code", FAILS.values(), ids=FAILS)
def test_it_fails_in(tmp_path: Path, code: str) -> None:
    seen = project(tmp_path, code)
    assert seen.codes == seen.claims


ONCE = {
    "one number": "for _ in range(1):\n    hub.load(NEW)\n",
    "while nothing is done": (
        "done = False\nwhile not done:\n    hub.load(NEW)\n    done = True\n"
    ),
    "each handle that a list gives up": (
        "queue = [NEW, NEW + '/']\nwhile queue:\n    hub.load(queue.pop())\n"
    ),
    "each that an iterator gives": (
        "names = iter([NEW, NEW + '/'])\nfor _ in range(2):\n    hub.load(next(names))\n"
    ),
}


@pytest.mark.parametrize("code", ONCE.values(), ids=ONCE)
def test_it_is_not_loaded_again_and_again_for(tmp_path: Path, code: str) -> None:
    assert project(tmp_path, code).codes == []


def test_each_number_of_a_few_is_told_apart(tmp_path: Path) -> None:
    code = "for n in range(1, 3):\n    hub.load(f'https://tfhub.dev/google/nnlm-en-dim128/{n}')\n"
    seen = project(tmp_path, code)
    assert handles(seen, seen.line("hub.load(f")) == {NNLM_TF1, NNLM_TF2}


def test_of_many_numbers_nobody_asks_which(tmp_path: Path) -> None:
    code = "for n in range(99):\n    hub.load(f'https://tfhub.dev/google/nnlm-en-dim128/{n}')\n"
    seen = project(tmp_path, code)
    assert handles(seen, seen.line("hub.load(f")) == {None}


def test_a_list_that_has_a_name_may_have_been_filled_by_somebody(tmp_path: Path) -> None:
    code = "from lib import fill\nnames = []\nfill(names)\nfor h in names:\n    hub.load(h)\n"
    seen = project(tmp_path, code)
    assert handles(seen, seen.line("hub.load(h)")) == {None}


FOUND = {
    "what it counts": ("number += 1", {"number"}),
    "what it reads, then gives a value": ("print(last); last = item", {"last"}),
    "nothing that it gives a value first": ("last = item; print(last)", set()),
    "its own target": ("print(item)", set()),
    "the target of a loop within": ("for part in item: print(part)", set()),
    "what a context within is called": ("with item as opened: print(opened)", set()),
    "what a loop within may have left": (
        "for part in item: last = part\n    print(last)",
        {"last"},
    ),
}


@pytest.mark.parametrize(("body", "names"), FOUND.values(), ids=FOUND)
def test_a_pass_may_find_from_the_one_before(body: str, names: set[str]) -> None:
    [loop] = ast.parse(f"for item in items:\n    {body}\n").body
    assert isinstance(loop, ast.For)
    assert found_from_before(loop) == names


def test_what_grows_in_a_loop_has_no_length(tmp_path: Path) -> None:
    code = (
        "import sys\nnames = []\nfor one in sys.argv:\n    names.append(one)\n"
        f"handle = NEW if len(names) == 1 else '{USE_TF2}'\nhub.load(handle)\n"
    )
    seen = project(tmp_path, code)
    assert handles(seen, seen.line("hub.load(handle)")) == {NNLM_TF2, USE_TF2}


FINALLY = {
    "a break": (
        "for _ in x:\n    try:\n        h = OLD\n        break\n    finally:\n        h = NEW\n"
    ),
    "a continue": (
        "for _ in x:\n    try:\n        h = OLD\n        continue\n    finally:\n        h = NEW\n"
    ),
    "a return": (
        "def pick():\n    try:\n        return OLD\n    finally:\n        return NEW\nh = pick()\n"
    ),
    "a return from a loop within": (
        "def pick():\n    global h\n    try:\n        for _ in x:\n            return\n"
        "    finally:\n        h = NEW\nh = OLD\npick()\n"
    ),
}


@pytest.mark.parametrize("code", FINALLY.values(), ids=FINALLY)
def test_what_stands_behind_finally_is_run_before(tmp_path: Path, code: str) -> None:
    seen = project(tmp_path, f"{code}hub.load(h)\n")
    assert handles(seen, seen.line("hub.load(h)")) == {NNLM_TF2}
