"""With which arguments is a test of the linted code run? With those that its decorator lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import NNLM_TF1, NNLM_TF2, TF2_PINS, Project

BOTH = {
    "values, one for each case": f"""
        @parameterized.parameters("{NNLM_TF1}", "{NNLM_TF2}")
        """,
    "tuples of values": f"""
        @parameterized.parameters(("{NNLM_TF1}",), ("{NNLM_TF2}",))
        """,
    "a list of tuples": f"""
        @parameterized.parameters([("{NNLM_TF1}",), ("{NNLM_TF2}",)])
        """,
    "named tuples": f"""
        @parameterized.named_parameters(("one", "{NNLM_TF1}"), ("two", "{NNLM_TF2}"))
        """,
    "named dictionaries": f"""
        @parameterized.named_parameters(
            dict(testcase_name="one", handle="{NNLM_TF1}"),
            dict(testcase_name="two", handle="{NNLM_TF2}"),
        )
        """,
    "pytest's lists": f"""
        @pytest.mark.parametrize("handle", ["{NNLM_TF1}", "{NNLM_TF2}"])
        """,
    "pytest's lists of several names": f"""
        @pytest.mark.parametrize("handle, other", [("{NNLM_TF1}", 1), ("{NNLM_TF2}", 2)])
        """,
}


def project(folder: Path, code: str) -> Project:
    files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "test_main.py": code}
    return Project(folder, files)


@pytest.mark.parametrize("decorator", BOTH.values(), ids=BOTH)
def test_each_case_is_a_row(tmp_path: Path, decorator: str):
    lines = [line.strip() for line in decorator.strip().splitlines()]
    code = "\n".join(
        [
            "import pytest",
            "from absl.testing import parameterized",
            "import tensorflow_hub as hub",
            "class Test(parameterized.TestCase):",
            *(f"    {line}" for line in lines),
            "    def test(self, handle, other=None):",
            "        hub.load(handle)",
        ]
    )
    seen = project(tmp_path, code)
    [event] = seen.events
    assert [row["handle"].value for row in event.rows] == [NNLM_TF1, NNLM_TF2]


def test_two_decorators_of_pytest_give_each_with_each(tmp_path: Path):
    code = f"""
import pytest
import tensorflow_hub as hub

@pytest.mark.parametrize("handle", ["{NNLM_TF1}", "{NNLM_TF2}"])
@pytest.mark.parametrize("trainable", [True, False])
def test(handle, trainable):
    hub.KerasLayer(handle, trainable=trainable)
"""
    [event] = project(tmp_path, code).events
    found = {(row["handle"].value, row["trainable"].value) for row in event.rows}
    assert len(found) == 4


def test_cases_that_are_not_known_leave_the_parameter_unknown(tmp_path: Path):
    code = """
import handles
import pytest
import tensorflow_hub as hub

@pytest.mark.parametrize("handle", handles.ALL)
def test(handle):
    hub.load(handle)
"""
    [event] = project(tmp_path, code).events
    assert event.rows[0]["format"].value is None
