"""What is known of the runtime behind a text that was run as code?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.facts.projects import ELMO, TF2_PINS, Project, notebook

MODULE = f'hub.Module("{ELMO}")'
PINS = " ".join(TF2_PINS.split())
SWITCH = "import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()\n"
TEXT = '"""import tensorflow.compat.v1 as tf\ntf.disable_v2_behavior()"""'

# What stands before hub.Module is called, in files: the runtime is not known.
MAY_THROW: dict[str, Mapping[str, str]] = {
    "the text throws a switch": {"main.py": f"exec({TEXT})"},
    "eval of it": {"main.py": "eval('tf.compat.v1.disable_eager_execution()')"},
    "the text has a name": {"main.py": f"CODE = {TEXT}\nexec(CODE)"},
    "in a function": {"main.py": f"def start():\n    exec({TEXT})\nstart()"},
    "a text of the module, by ways unknown": {
        "main.py": f"import os\nCODES = {{'tf1': {TEXT}}}\nexec(CODES.get(os.environ['M'], ''))"
    },
    "what a file holds that throws one": {
        "main.py": "exec(open('switch.py').read())",
        "switch.py": SWITCH,
    },
    "what runpy runs throws one": {
        "main.py": "import runpy\nrunpy.run_path('switch.py')",
        "switch.py": SWITCH,
    },
    "compiled": {
        "main.py": "exec(compile(open('switch.py').read(), 'switch.py', 'exec'))",
        "switch.py": SWITCH,
    },
    "another module runs it when it is imported": {
        "main.py": "import other",
        "other.py": f"exec({TEXT})",
    },
}

# The runtime is TensorFlow 2's own all the same.
THROWS_NONE: dict[str, Mapping[str, str]] = {
    "the text throws no switch": {"main.py": "exec('x = 1')"},
    "nobody knows the text, and no text here names a switch": {
        "main.py": "import sys\nexec(sys.argv[1])"
    },
    "what a file holds that throws none": {
        "main.py": "exec(open('version.py').read())",
        "version.py": "VERSION = '1'\n",
        "switch.py": SWITCH,
    },
    "a switch is thrown behind it": {
        "main.py": f"import tensorflow as tf\nexec({TEXT})\ntf.compat.v1.enable_v2_behavior()"
    },
    "in a function that nobody calls": {"main.py": f"def start():\n    exec({TEXT})"},
    "nobody imports what runs it": {"main.py": "", "later.py": f"exec({TEXT})"},
}


def runtime(folder: Path, files: Mapping[str, str]) -> list[object]:
    main = f"import tensorflow_hub as hub\n{files['main.py']}\n{MODULE}\n"
    others = {"requirements.txt": TF2_PINS, ".git/HEAD": ""}
    seen = Project(folder, {**files, **others, "main.py": main})
    return seen.values(seen.line(MODULE), "runtime", "execution")


@pytest.mark.parametrize("files", MAY_THROW.values(), ids=MAY_THROW)
def test_the_runtime_is_unknown_behind(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert runtime(tmp_path, files) == [(None, None)]


@pytest.mark.parametrize("files", THROWS_NONE.values(), ids=THROWS_NONE)
def test_the_runtime_is_as_before_where(tmp_path: Path, files: Mapping[str, str]) -> None:
    assert runtime(tmp_path, files) == [("tf2", "eager")]


@pytest.mark.parametrize(
    ("cells", "runtime"),
    [
        (("%run switch.py",), None),
        (("%run -i ./switch.py --fast",), None),
        ((f"%%writefile own.py\n{SWITCH}", "%run own.py"), None),
        (("%run other.py",), "tf2"),
        (("%run",), "tf2"),
    ],
    ids=["a switch", "with options", "a file of the notebook", "no switch", "nothing"],
)
def test_a_notebook_runs_a_file(
    tmp_path: Path, cells: tuple[str, ...], runtime: str | None
) -> None:
    files = {"switch.py": SWITCH, "other.py": "x = 1\n", ".git/HEAD": ""}
    look = notebook(f"!pip install {PINS}", *cells, f"import tensorflow_hub as hub\n{MODULE}")
    seen = Project(tmp_path, {**files, "look.ipynb": look})
    assert seen.values("look.ipynb:2", "runtime") == [runtime]
