"""What does the GitHub Action do? Its file kept to GitHub's schema, its steps run by bash."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.packages import installed
from tests.shim import environment_with_hublint

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
BROKEN = 'import tensorflow_hub as hub\n\nhub.Module("https://tfhub.dev/google/elmo/3")\n'


def test_it_keeps_the_schema_of_github(request: pytest.FixtureRequest) -> None:
    folder = installed("check-jsonschema==0.33.0", request.config)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    files = ["vendor.github-actions", str(ROOT / "action.yml")]
    said = subprocess.run(
        [*command, *files], env={"PYTHONPATH": str(folder)}, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stdout


def step(name: str) -> Mapping[str, Any]:
    (found,) = [one for one in ACTION["runs"]["steps"] if one.get("name") == name]
    return dict(found)


def run(name: str, folder: Path, **inputs: str) -> tuple[int, str]:
    """Runs a step as GitHub does, with the inputs in the place of its expressions."""
    defaults = {key: str(value["default"]) for key, value in ACTION["inputs"].items()}
    given = {**defaults, **{key.replace("_", "-"): text for key, text in inputs.items()}}
    found = step(name)
    variables = {}
    for variable, expression in found["env"].items():
        key = expression.removeprefix("${{ inputs.").removesuffix(" }}")
        variables[variable] = given[key]
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
        cwd=folder,
        env={**environment_with_hublint(tools), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text(PINS)
    (tmp_path / "app.py").write_text(BROKEN)
    (tmp_path / "sound.py").write_text("import tensorflow_hub\n")
    return tmp_path


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        pytest.param({}, 1, id="the whole checkout"),
        pytest.param({"paths": "sound.py"}, 0, id="one path"),
        pytest.param({"paths": "sound.py app.py"}, 1, id="several paths"),
        pytest.param({"options": "--ignore HUB101"}, 0, id="an option"),
        pytest.param({"options": "--exit-zero; false"}, 2, id="no shell reads what is given"),
    ],
)
def test_the_check_fails_where_hublint_does(
    project: Path, inputs: dict[str, str], code: int
) -> None:
    assert run("Check", project, **inputs)[0] == code


def test_findings_are_annotations() -> None:
    assert "--output-format github" in step("Check")["run"]


def test_the_check_annotates_the_lines(project: Path) -> None:
    _, out = run("Check", project)
    assert out.startswith("::error file=app.py,line=3,endLine=3,col=1,")


def test_findings_for_code_scanning_are_written_and_fail_nothing(project: Path) -> None:
    name = "Write the findings for code scanning"
    assert run(name, project, sarif_file="hublint.sarif", options="--ignore HUB2")[0] == 0
    log = json.loads((project / "hublint.sarif").read_text())
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["HUB101"]


def test_inputs_reach_the_shell_as_variables_only() -> None:
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one.get("run", "")
