"""Where the code itself reckons with a failure, nothing is told; elsewhere the same code is."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.engine import check
from hublint.settings.config import Settings

HEAD = """\
import contextlib
import unittest

import pytest
import tensorflow as tf
import tensorflow_hub as hub

model = hub.load("https://tfhub.dev/google/elmo/3")
"""


def codes(folder: Path, body: str) -> list[str]:
    path = folder / "program.py"
    path.write_text(HEAD + body)
    report = check(Settings(root=str(folder)), [path])
    return [finding.code for file in report.files for finding in file.findings]


EXPECTED = {
    "a handler names what a call of the object raises": """\
try:
    model(["a"])
except TypeError:
    pass
""",
    "one of several exceptions of a handler": """\
try:
    model(["a"])
except (ValueError, AttributeError):
    pass
""",
    "pytest expects it": """\
with pytest.raises(TypeError):
    model(["a"])
""",
    "unittest expects it": """\
class Test(unittest.TestCase):
    def test_call(self):
        with self.assertRaisesRegex(TypeError, "callable"):
            model(["a"])
""",
    "it is expected of a function that is called there": """\
def run(one):
    return one(["a"])

with pytest.raises(TypeError):
    run(model)
""",
    "the object was found to be callable": """\
if callable(model):
    model(["a"])
""",
    "it was found to have what makes it callable": """\
if hasattr(model, "__call__"):
    model(["a"])
""",
    "it is chosen only if it is callable": """\
run = model if callable(model) else model.signatures["default"]
run(tf.constant(["a"]))
""",
    "it is suppressed by its name": """\
with contextlib.suppress(TypeError):
    model(["a"])
""",
    "a broad handler computes the same in another way": """\
try:
    vectors = model(["a"])
except Exception:
    vectors = model.signatures["default"](tf.constant(["a"]))["default"]
""",
    "a broad handler returns the same in another way": """\
def run(one):
    try:
        return one(["a"])
    except Exception:
        return one.signatures["default"](tf.constant(["a"]))["default"]

run(model)
""",
}
UNEXPECTED = {
    "a broad handler gives up": """\
try:
    vectors = model(["a"])
except Exception:
    vectors = None
""",
    "all that fails is suppressed": """\
with contextlib.suppress(Exception):
    model(["a"])
""",
    "a broad handler says nothing of hub": """\
try:
    model(["a"])
except Exception:
    pass
""",
    "the handler itself is on its own": """\
try:
    print()
except TypeError:
    model(["a"])
""",
    "behind the handler nothing is expected": """\
try:
    print()
except TypeError:
    pass
model(["a"])
""",
    "another object was found to be callable": """\
other = hub.load("https://tfhub.dev/google/elmo/2")
if callable(other):
    model(["a"])
""",
    "it is called where it was found not to be callable": """\
if not callable(model):
    model(["a"])
""",
}


@pytest.mark.parametrize("body", EXPECTED.values(), ids=EXPECTED.keys())
def test_nothing_is_told_where(tmp_path: Path, body: str) -> None:
    assert codes(tmp_path, body) == []


@pytest.mark.parametrize("body", UNEXPECTED.values(), ids=UNEXPECTED.keys())
def test_the_call_is_reported_where(tmp_path: Path, body: str) -> None:
    assert codes(tmp_path, body) == ["HUB104"]
