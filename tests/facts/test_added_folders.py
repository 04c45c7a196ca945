"""Is a module seen as the program's that imports it by a folder that it puts on sys.path?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.facts.projects import ELMO, TF2_PINS, Project, notebook

LIBRARY = f"""
import tensorflow_hub as hub

def embed():
    return hub.Module("{ELMO}")
"""
SWITCH = "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
JOIN = "os.path.join(os.path.dirname(__file__), '..', 'lib')"
ADDED = f"import os, sys\nsys.path.insert(0, {JOIN})\n"
CALL = f"import embedding\n{SWITCH}embedding.embed()\n"

# The files around one that holds the library.
FOUND: dict[str, Mapping[str, str]] = {
    "a script": {"scripts/run.py": ADDED + CALL, "lib/embedding.py": LIBRARY},
    "a notebook": {"notebooks/run.ipynb": notebook(ADDED + CALL), "lib/embedding.py": LIBRARY},
    "a package in the folder": {
        "scripts/run.py": f"{ADDED}from text.embedding import embed\n{SWITCH}embed()\n",
        "lib/text/__init__.py": "",
        "lib/text/embedding.py": LIBRARY,
    },
    "a folder in the folder": {
        "scripts/run.py": f"{ADDED}from text import embedding\n{SWITCH}embedding.embed()\n",
        "lib/text/embedding.py": LIBRARY,
    },
    "the nearest of several": {
        "one/scripts/run.py": ADDED + CALL,
        "one/lib/embedding.py": LIBRARY,
        "two/lib/embedding.py": "def embed(): pass\n",
    },
    "one of two that are as near": {
        "scripts/run.py": ADDED + CALL,
        "lib/embedding.py": LIBRARY,
        "other/embedding.py": "def embed(): pass\n",
    },
    "not the one in a package": {
        "scripts/run.py": ADDED + CALL,
        "lib/embedding.py": LIBRARY,
        "scripts/text/__init__.py": "",
        "scripts/text/embedding.py": "def embed(): pass\n",
    },
}

NOT_FOUND: dict[str, Mapping[str, str]] = {
    "no folder is added": {"scripts/run.py": CALL, "lib/embedding.py": LIBRARY},
    "many are as near": {
        "scripts/run.py": ADDED + CALL,
        **{f"{name}/embedding.py": "def embed(): pass\n" for name in ("b", "c", "d")},
        "lib/embedding.py": LIBRARY,
    },
    "Python has such a module": {
        "scripts/run.py": f"{ADDED}import bisect\n{SWITCH}bisect.embed()\n",
        "lib/bisect.py": LIBRARY,
    },
}


def runtimes(folder: Path, files: Mapping[str, str]) -> list[object]:
    seen = Project(folder, {"requirements.txt": TF2_PINS, ".git/HEAD": "", **files})
    [library] = [name for name, text in files.items() if text == LIBRARY]
    return seen.values(f"{library}:4", "runtime")


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND)
def test_a_module_is_imported_by(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert runtimes(tmp_path, files) == ["tf1-compat"]


@pytest.mark.parametrize("files", NOT_FOUND.values(), ids=NOT_FOUND)
def test_a_module_is_a_program_of_its_own_where(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert runtimes(tmp_path, files) == ["tf2"]
