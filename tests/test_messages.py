"""A person pastes an exception: its message leads to the rule that explains it."""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path

import pytest

from hublint.cli import main
from hublint.judging.messages import explain_line, explain_text
from hublint.judging.rulebook import load_rulebook
from hublint.tables import DATA, table_rows
from tests.lab import outcomes
from tests.lab.proofs import proves

BOOK = load_rulebook()
RAISED = [row for row in outcomes.read() if row.outcome == "raises"]
LINES = sorted({f"{row.exception}: {row.message}" for row in RAISED})


def line_of(row: outcomes.Outcome) -> str:
    return f"{row.exception}: {row.message}"


def test_every_message_that_was_executed_is_known():
    assert [line for line in LINES if explain_line(line) is None] == []


def test_what_is_outside_is_said_to_be_so():
    inside = {line_of(row) for row in RAISED if not row.outside}
    wrong = [
        line_of(row)
        for row in RAISED
        if row.outside and line_of(row) not in inside
        for found in [explain_line(line_of(row))]
        if found is not None and found.codes
    ]
    assert wrong == []


def test_every_rule_of_the_table_is_one():
    codes = {code for _, rule, _ in table_rows(DATA / "messages.tsv") for code in rule.split()}
    assert codes - {"outside"} <= {rule.code for rule in BOOK.rules}


def _proofs() -> list[tuple[str, str]]:
    return sorted(
        {
            (rule.code, proof)
            for rule in BOOK.rules
            for case in rule.cases
            if case.severity == "error"
            for proof in case.proof
        }
    )


SILENT = {row.program for row in outcomes.read() if row.outcome == "silent"}
MESSAGES: dict[str, set[str]] = defaultdict(set)
for one in RAISED:
    MESSAGES[one.program].add(line_of(one))


@pytest.mark.parametrize("code", sorted({code for code, _ in _proofs()}))
def test_what_a_rule_names_as_proof_leads_to_the_rule(code: str):
    said = [
        found.codes
        for rule, proof in _proofs()
        if rule == code
        for program, lines in MESSAGES.items()
        if proves(proof, program)
        for line in lines
        for found in [explain_line(line)]
        if found is not None
    ]
    silent = any(
        proves(proof, program) for rule, proof in _proofs() if rule == code for program in SILENT
    )
    assert silent or not said or any(code in codes for codes in said)


TRACEBACK = """\
Traceback (most recent call last):
  File "main.py", line 5, in <module>
    vectors = embed(["a sentence"])
TypeError: 'AutoTrackable' object is not callable
"""
WRAPPED = """\
tensorflow.python.framework.errors_impl.FailedPreconditionError: Graph execution error:

Detected at node a/b defined at (most recent call last):
<stack traces unavailable>
Table not initialized.
\t [[{{node a/b}}]]
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param(TRACEBACK, ("HUB104",), id="the last line of a traceback"),
        pytest.param(WRAPPED, ("HUB116",), id="an error of a graph is below its heading"),
        pytest.param("No module named `pkg_resources`", ("HUB407",), id="a message alone"),
        pytest.param(
            TRACEBACK + "\nDuring handling of the above, another:\n\nSystemExit: 1\n",
            ("HUB104",),
            id="behind an exception that says nothing",
        ),
    ],
)
def test_of_a_text_the_last_message_that_is_known_speaks(text: str, codes: tuple[str, ...]):
    found = explain_text(text)
    assert found is not None
    assert found.codes == codes


def test_a_traceback_leads_to_the_rule_and_its_repair(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "trace.txt").write_text(TRACEBACK)
    assert main(["explain", "--traceback", str(tmp_path / "trace.txt")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("TypeError: 'AutoTrackable' object is not callable\ncause: ")
    assert "HUB104 tf1-object-called" in out
    assert 'call its signature: .signatures["default"](tensor)["default"]' in out


def test_standard_input_is_read_for_a_dash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    stream = io.TextIOWrapper(io.BytesIO(b"AttributeError: x has no attribute 'get_updates'\n"))
    monkeypatch.setattr("sys.stdin", stream)
    assert main(["explain", "--traceback", "-"]) == 0
    assert "no matter of TensorFlow Hub" in capsys.readouterr().out


def test_an_unknown_message_is_said_to_be_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "trace.txt").write_text("ZeroDivisionError: division by zero\n")
    assert main(["explain", "--traceback", str(tmp_path / "trace.txt")]) == 1
    assert capsys.readouterr().out.startswith("no message of this text")


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]):
    assert main(["explain", "--traceback", "nowhere.txt"]) == 2
    assert "nowhere.txt" in capsys.readouterr().err
