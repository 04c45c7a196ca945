"""A file that never mentions hub is seen where its project hands it something of hub."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARY = """\
import tensorflow_hub as hub


def encoder():
    return hub.load("https://tfhub.dev/google/elmo/3")
"""
MAIN = """\
import library

encode = library.encoder()
print(encode(["a sentence"]))
"""


def findings(folder: Path, *paths: str) -> list[tuple[str, int, str]]:
    ran = subprocess.run(
        [sys.executable, "-m", "hublint", *paths, "--output-format", "json", "--exit-zero"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return [(one["path"], one["line"], one["code"]) for one in json.loads(ran.stdout)["findings"]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "library.py").write_text(LIBRARY)
    (tmp_path / "main.py").write_text(MAIN)
    return tmp_path


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(["."], id="the whole project is asked for"),
        pytest.param(["main.py"], id="the file alone is asked for"),
        pytest.param(["main.py", "library.py"], id="both files are named"),
    ],
)
def test_the_call_is_reported_in_the_file_that_makes_it(project: Path, paths: list[str]) -> None:
    assert findings(project, *paths) == [("main.py", 4, "HUB104")]


def test_a_folder_below_the_root_is_handed_hub_from_outside_of_it(project: Path) -> None:
    (project / "app").mkdir()
    (project / "app" / "run.py").write_text(MAIN)
    assert findings(project, "app") == [("app/run.py", 4, "HUB104")]


def test_a_finding_stays_out_of_a_report_on_another_file(project: Path) -> None:
    assert findings(project, "library.py") == []


def test_short_output_ends_early_only_where_the_project_has_no_hub(project: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "hublint", "main.py", "--output-format", "concise"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "HUB104" in ran.stdout


def test_without_a_project_only_what_lies_beside_a_file_counts(tmp_path: Path) -> None:
    (tmp_path / "library.py").write_text(LIBRARY)
    (tmp_path / "main.py").write_text(MAIN)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "broken.py").write_text("import tensorflow_hub\nprint 1\n")
    assert findings(tmp_path, "main.py") == [("main.py", 4, "HUB104")]
