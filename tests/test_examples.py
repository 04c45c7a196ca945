"""The examples are linted as the README says: every finding at its place, the clean ones clean."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from hublint.commands.check import configurations, files_to_read
from hublint.engine import check
from hublint.model import CallVerdict, Finding, Report
from hublint.run import batches, check_all
from hublint.settings.options import parse

ROOT = Path(__file__).parent.parent
PROJECTS = sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_dir())

# What is wrong in the migration that is half done. A mistake stands where it takes effect: a
# layer that is made trainable, for example, is told where it is called or added to a model.
MISTAKES = {
    "adapt_eager.py:18 HUB202": "TF1's models have no trainable_variables in TF2",
    "adapt_eager.py:19 HUB202": "and a tape reaches a part of them only",
    "adapt_graph.py:18 HUB204": "minimize does not know of a KerasLayer",
    "evaluate_old.py:7 HUB409": "the switch stands below what needs it",
    "export_style.py:15 HUB301": "a TF2 program creates a model in TF1's format",
    "export_style.py:20 HUB301": "and exports it",
    "moods/classifier.py:9 HUB201": "KerasLayer can't fine-tune TF1's format",
    "moods/classifier.py:29 HUB203": "nor a signature",
    "moods/classifier.py:33 HUB109": "a signature without an output",
    "moods/encoders.py:10 HUB101": "compat.v1 is imported, and graph mode never switched on",
    "moods/features.py:10 HUB103": "one of two handles is a SavedModel by now",
    "moods/similarity.py:13 HUB110": "tags are left over from hub.Module",
    "moods/similarity.py:16 HUB104": "one of two handles can't be called",
    "moods/similarity.py:23 HUB105": "the call is still hub.Module's",
    "service/app.py:14 HUB401": "the newer tensorflow_hub has no hub.Module",
    "service/app.py:28 HUB117": "a request handler loads the model",
    "train.py:13 HUB201": "the model around a layer of TF1's format is made trainable, and fitted",
}


@cache
def report(project: str) -> Report:
    """The report of one project, linted from the folder above all, as people do."""
    options = parse([f"examples/{project}"])
    configs = configurations(options, str(ROOT))
    found = files_to_read(options, str(ROOT), configs)
    made, problems = batches(options, str(ROOT), configs, found, lambda: b"")
    return check_all(made, problems, check).report


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def findings(project: str) -> list[Finding]:
    return [finding for file in report(project).files for finding in file.findings]


def calls(project: str) -> list[CallVerdict]:
    return [call for file in report(project).files for call in file.calls]


def place(project: str, finding: Finding) -> str:
    path = finding.span.path.removeprefix(f"examples/{project}/")
    return f"{path}:{finding.span.line} {finding.code}"


def test_there_are_four_kinds_of_projects() -> None:
    assert {"tf1_legacy", "tf1_compat", "tf2_savedmodel", "half_migrated"} <= set(PROJECTS)


@pytest.mark.parametrize("project", [name for name in PROJECTS if name != "own_rules"])
def test_a_project_has_several_files_and_says_what_it_runs_with(project: str) -> None:
    folder = ROOT / "examples" / project
    assert len(list(folder.rglob("*.py"))) >= 4
    assert {"requirements.txt", "pyproject.toml"} & set(os.listdir(folder))


@pytest.mark.parametrize("project", ["tf1_legacy", "tf1_compat", "tf2_savedmodel"])
def test_a_clean_project_gets_advice_at_most(project: str) -> None:
    assert [
        place(project, finding) for finding in findings(project) if finding.severity != "info"
    ] == []


@pytest.mark.parametrize("project", ["tf1_legacy", "tf1_compat", "tf2_savedmodel"])
def test_every_call_of_a_clean_project_is_decided(project: str) -> None:
    assert calls(project)
    assert {call.verdict for call in calls(project)} <= {"supported", "partial"}


def test_every_mistake_of_the_half_done_migration_is_found_and_nothing_else() -> None:
    found = [
        place("half_migrated", finding)
        for finding in findings("half_migrated")
        if finding.severity != "info"
    ]
    assert sorted(found) == sorted(MISTAKES)


def test_what_the_environment_decides_stays_undecided() -> None:
    undecided = [call for call in calls("half_migrated") if call.verdict == "undecided"]
    assert [call.call.span.path for call in undecided] == ["examples/half_migrated/service/app.py"]
    assert "os.environ" in undecided[0].missing[0].reason
