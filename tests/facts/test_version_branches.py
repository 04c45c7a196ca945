"""Which calls stand in a branch for other versions than those that this code runs with?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.engine import check
from hublint.settings.config import Settings
from tests.facts.projects import ELMO, TF2_PINS, USE_TF2, Project

HEAD = "import tensorflow as tf\nimport tensorflow_hub as hub\n"
OLD = f'hub.Module("{ELMO}")  # passed by'
NEW = f'hub.load("{USE_TF2}")'


def project(tmp_path: Path, code: str, pins: str = TF2_PINS) -> Project:
    text = HEAD + code.replace("OLD", OLD).replace("NEW", NEW)
    return Project(tmp_path, {"requirements.txt": pins, ".git/HEAD": "", "main.py": text})


PASSED_BY = {
    "a test of the version": 'if tf.__version__ < "2":\n    OLD\n',
    "its other way": 'if tf.__version__ >= "2":\n    NEW\nelse:\n    OLD\n',
    "what is behind a way that returns": (
        'def load():\n    if tf.__version__ >= "2":\n        return NEW\n    return OLD\nload()\n'
    ),
    "a test of a part of it": 'if int(tf.__version__.split(".")[0]) == 1:\n    OLD\n',
    "a test of what was made of it before": (
        'IS_TF1 = tf.__version__.startswith("1.")\nif IS_TF1:\n    OLD\n'
    ),
    "a test of it, parsed": (
        "from packaging import version\n"
        'if version.parse(tf.__version__) < version.parse("2.0"):\n    OLD\n'
    ),
    "a test of a name that only some versions have": (
        'if not hasattr(hub, "KerasLayer"):\n    OLD\n'
    ),
    "the last of several tests": (
        'if tf.__version__ >= "2.3":\n    NEW\n'
        'elif tf.__version__ >= "2":\n    NEW\nelse:\n    OLD\n'
    ),
    "a test in a case": (
        'def load(kind):\n    match kind:\n        case "text":\n'
        '            if tf.__version__ < "2":\n                OLD\nload("text")\n'
    ),
    "a test in a handler": (
        'try:\n    import text\nexcept ImportError:\n    if tf.__version__ < "2":\n        OLD\n'
    ),
    "a test around a loop": ('if tf.__version__ < "2":\n    for one in range(3):\n        OLD\n'),
}


@pytest.mark.parametrize("code", PASSED_BY.values(), ids=PASSED_BY)
def test_nobody_comes_to(tmp_path: Path, code: str) -> None:
    seen = project(tmp_path, code)
    place = seen.line("# passed by")
    assert f"{place} unreached" in seen.kinds("unreached")
    [why] = seen.evidence(place, "event", "unreached")
    assert why.endswith("this test of a version lets nobody through")
    report = check(Settings(str(seen.folder)), [seen.folder / "main.py"])
    assert {call.verdict for file in report.files for call in file.calls} == {"supported"}


NOT_FOR_SURE = {
    "a parameter is tested, too": (
        'def load(old=False):\n    if old and tf.__version__ < "3":\n        OLD\nload()\n'
    ),
    "a constant is tested that someone may change": "USE_TF1 = False\nif USE_TF1:\n    OLD\n",
    "a name is sometimes something else": (
        'old = tf.__version__ < "2"\ndef load(old):\n    if old:\n        OLD\nload(False)\n'
    ),
    "the function only raises": "def load():\n    raise ValueError\n    OLD\nload()\n",
}


@pytest.mark.parametrize("code", NOT_FOR_SURE.values(), ids=NOT_FOR_SURE)
def test_it_is_not_known_whether_anybody_comes_there_where(tmp_path: Path, code: str) -> None:
    seen = project(tmp_path, code)
    place = seen.line("# passed by")
    assert seen.missing(place, "handle") == ["nothing that could be followed reaches this call"]


def test_where_nothing_pins_each_branch_is_come_to(tmp_path: Path) -> None:
    seen = project(tmp_path, 'if tf.__version__ < "2":\n    OLD\nelse:\n    NEW\n', pins="")
    assert seen.kinds("made") == ["main.py:4 made", "main.py:6 made"]
