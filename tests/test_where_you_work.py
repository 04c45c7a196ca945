"""The blocks under "Where you work" in the README do what they say, pasted as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.checkout import Checkout, commit_all
from tests.packages import installed
from tests.readme import README

SECTION = README.read_text(encoding="utf-8").split("\n## Where you work\n")[1].split("\n## ")[0]
BLOCKS = [
    (title.strip(), language, text)
    for part in SECTION.split("\n### ")[1:]
    for title, _, body in [part.partition("\n")]
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", body, re.MULTILINE | re.DOTALL)
]

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
BROKEN = 'import tensorflow_hub as hub\n\nhub.Module("https://tfhub.dev/google/elmo/3")\n'


def block(title: str) -> str:
    (text,) = [text for name, _, text in BLOCKS if name == title]
    return str(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one finding."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text(PINS)
    (folder / "app.py").write_text(BROKEN)
    return folder


@pytest.fixture(scope="session")
def environment(checkout: Checkout, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A new virtual environment in which hublint is installed from a checkout."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    bin_folder = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", str(checkout.path)]
    subprocess.run(pip, check=True)
    known = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {**known, "PATH": os.pathsep.join((str(bin_folder), os.environ["PATH"]))}


def shell(command: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_every_block_is_executed_below() -> None:
    assert [(title, language) for title, language, _ in BLOCKS] == [
        ("Silence a finding", "python"),
        ("Start on old code", "sh"),
        ("flake8 and ruff", "sh"),
        ("pre-commit", "yaml"),
        ("GitHub", "yaml"),
        ("GitLab", "yaml"),
        ("Shells and editors", "sh"),
    ]


def test_silence_a_finding(project: Path, environment: dict[str, str]) -> None:
    head = 'import tensorflow_hub as hub\n\nHANDLE = "https://tfhub.dev/google/elmo/3"\n'
    (project / "app.py").write_text(head + block("Silence a finding"))
    code, out = shell("hublint", project, environment)
    assert (code, out.partition(" in ")[0]) == (0, "2 suppressed")


def test_start_on_old_code(project: Path, environment: dict[str, str]) -> None:
    write, check = block("Start on old code").splitlines()
    assert shell("hublint", project, environment)[0] == 1
    assert shell(write, project, environment) == (0, "hublint-baseline.json holds 1 finding\n")
    assert shell(check, project, environment)[0] == 0
    (project / "app.py").write_text(BROKEN + 'hub.Module("https://tfhub.dev/google/elmo/2")\n')
    assert shell(check, project, environment)[0] == 1


def test_flake8_and_ruff(project: Path, environment: dict[str, str]) -> None:
    install, run = block("flake8 and ruff").splitlines()
    code, out = shell(install, project, environment)
    assert code == 0, out
    code, out = shell(run, project, environment)
    assert code == 1
    assert out.startswith("./app.py:3:1: HUB101 module-in-eager: ")


def test_ruff_keeps_the_comments_if_told(project: Path) -> None:
    (project / "app.py").write_text(f"{BROKEN.rstrip()}  # noqa: HUB101\n")
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--preview", "--select", "RUF102"]
    (setting,) = re.findall(r"`(lint\.external = [^`]+)`", SECTION)
    for words, code in (([], 1), (["--config", setting], 0)):
        said = subprocess.run([*ruff, *words, "."], cwd=project, capture_output=True, check=False)
        assert said.returncode == code


def test_pre_commit(project: Path, checkout: Checkout, pre_commit_home: Path) -> None:
    config = block("pre-commit")
    config = config.replace("https://github.com/OWNER/hublint", checkout.path.as_posix())
    config = config.replace("v0.1.0", checkout.commit)
    (project / ".pre-commit-config.yaml").write_text(config)
    commit_all(project)
    said = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files"],
        cwd=project,
        env={**os.environ, "PRE_COMMIT_HOME": str(pre_commit_home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "app.py:3:1 HUB101 module-in-eager error" in said.stdout


def test_github(request: pytest.FixtureRequest) -> None:
    folder = installed("check-jsonschema==0.33.0", request.config)
    (schema,) = folder.glob("check_jsonschema/builtin_schemas/vendor/github-workflows.json")
    workflow = yaml.load(block("GitHub"), yaml.BaseLoader)
    jsonschema.validate(workflow, yaml.safe_load(schema.read_text(encoding="utf-8")))
    steps = workflow["jobs"]["hublint"]["steps"]
    action = yaml.safe_load((README.parent / "action.yml").read_text(encoding="utf-8"))
    (ours,) = [step for step in steps if step["uses"].startswith("OWNER/hublint@")]
    assert set(ours["with"]) <= set(action["inputs"])
    (upload,) = [step for step in steps if "upload-sarif" in step["uses"]]
    assert upload["with"]["sarif_file"] == ours["with"]["sarif-file"]


def test_gitlab(project: Path, environment: dict[str, str]) -> None:
    job = yaml.safe_load(block("GitLab"))["hublint"]
    install, check = job["script"]
    assert install.startswith("python -m pip install git+https://")
    assert shell(check, project, environment)[0] == 1
    report = project / job["artifacts"]["reports"]["codequality"]
    assert yaml.safe_load(report.read_text())[0]["check_name"] == "HUB101 module-in-eager"


def test_shells_and_editors(project: Path, environment: dict[str, str]) -> None:
    install, source = block("Shells and editors").splitlines()
    assert shell(install, project, environment)[0] == 0
    code, out = shell(f"{source} && complete -p hublint", project, environment)
    assert (code, "_shtab_hublint" in out) == (0, True)
