"""What does a program read?"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hublint.model import Finding, Report
from hublint.report import Look
from hublint.report.fingerprint import fingerprint
from hublint.report.json_report import render

from .samples import CALLED, EMPTY, REPORT, SUPPORTED

SCHEMA = json.loads((Path(__file__).parent.parent / "report.schema.json").read_text())


def document(report: Report) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render(report, Look()))
    return loaded


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [REPORT, EMPTY, SUPPORTED, Report(())])
def test_reports_obey_the_schema(report: Report) -> None:
    jsonschema.validate(document(report), SCHEMA)


@pytest.mark.parametrize("key", ["version", "findings", "calls", "notes", "summary"])
def test_the_schema_wants_every_key(key: str) -> None:
    broken = document(REPORT)
    del broken[key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA)


def test_a_finding() -> None:
    assert document(REPORT)["findings"][1] == {
        "path": "app.py",
        "cell": None,
        "line": 4,
        "column": 7,
        "end_line": 4,
        "end_column": 19,
        "code": "HUB104",
        "name": "tf1-object-called",
        "severity": "error",
        "certainty": "proven",
        "message": "what hub.load gives for TF1 Hub format can't be called",
        "fingerprint": fingerprint(CALLED, 'print(embed(["a"]))'),
        "why": [
            {
                "text": "the catalogue lists google/elmo/3 as TF1 Hub format",
                "path": None,
                "cell": None,
                "line": None,
                "column": None,
            },
            {
                "text": "HANDLE is https://tfhub.dev/google/elmo/3",
                "path": "config.py",
                "cell": None,
                "line": 7,
                "column": 1,
            },
        ],
        "fix": {
            "title": "call its default signature",
            "safety": "safe",
            "edits": [
                {
                    "path": "app.py",
                    "cell": None,
                    "start": {"line": 4, "column": 7},
                    "end": {"line": 4, "column": 12},
                    "text": 'embed.signatures["default"]',
                }
            ],
        },
    }


def test_a_call_has_the_facts_of_the_contract_and_null_for_the_unknown() -> None:
    call, undecided = document(REPORT)["calls"]
    assert (call["path"], call["line"], call["api"], call["verdict"]) == (
        "app.py",
        3,
        "load",
        "unsupported",
    )
    assert call["alternatives"] == [
        {
            "handle": "https://tfhub.dev/google/elmo/3",
            "format": "tf1-hub",
            "runtime": None,
            "execution": None,
            "operation": None,
            "trainable": False,
            "tensorflow": ">=2.15,<2.16",
            "tensorflow_hub": None,
            "keras": None,
        }
    ]
    assert undecided["missing"] == [
        {"fact": "format", "reason": "the handle comes from the command line"}
    ]


def test_notes_and_summary() -> None:
    found = document(REPORT)
    assert found["notes"] == [{"path": "other.py", "text": "is large"}]
    assert found["summary"] == {
        "files": 3,
        "parsed": 2,
        "calls": 2,
        "decided": 1,
        "undecided": 1,
        "errors": 1,
        "warnings": 0,
        "infos": 1,
        "suppressed": 0,
    }


def test_findings_come_by_file_and_place() -> None:
    assert [found["line"] for found in document(REPORT)["findings"]] == [3, 4]


def test_json_is_ascii() -> None:
    files = (replace(REPORT.files[0], path="caf\u00e9.py"), *REPORT.files[1:])
    assert render(replace(REPORT, files=files), Look()).isascii()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(CALLED, span=replace(CALLED.span, line=9, end_line=9)), id="the line"),
        pytest.param(replace(CALLED, span=replace(CALLED.span, path="b.py")), id="the file"),
        pytest.param(replace(CALLED, severity="warning"), id="the level"),
        pytest.param(replace(CALLED, why=()), id="the evidence, which has lines in it"),
    ],
)
def test_what_a_fingerprint_outlives(other: Finding) -> None:
    assert fingerprint(other, "  x = f(1)") == fingerprint(CALLED, "x =  f(1)")


@pytest.mark.parametrize(
    ("other", "line"),
    [
        pytest.param(replace(CALLED, code="HUB101"), "x = f(1)", id="another rule"),
        pytest.param(CALLED, "y = f(1)", id="another source line"),
        pytest.param(replace(CALLED, message="another model"), "x = f(1)", id="other facts"),
    ],
)
def test_what_makes_another_fingerprint(other: Finding, line: str) -> None:
    assert fingerprint(other, line) != fingerprint(CALLED, "x = f(1)")


def test_what_is_told_once_for_a_project_has_one_fingerprint_wherever_it_is_told() -> None:
    told = replace(CALLED, assumes=("tensorflow",), message="here and in 2 more places")
    later = replace(told, message="here and in 5 more places")
    assert fingerprint(told, "x = f(1)") == fingerprint(later, "y = g(2)")
