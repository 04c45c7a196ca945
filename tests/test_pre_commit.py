"""What do the hooks do? The real pre-commit, in a repository of its own, against this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import Checkout, commit_all

PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
CLEAN = "import tensorflow_hub as hub\n\nembed = hub.load('https://tfhub.dev/google/elmo/3')\n"
# A module-level call of a TF1 object: an error with a safe repair.
CALLED = (
    "import tensorflow as tf\n"
    "import tensorflow_hub as hub\n"
    "\n"
    'embed = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")\n'
    'print(embed(tf.constant(["a"])))\n'
)


class Repository:
    """A repository with both hooks."""

    def __init__(self, folder: Path, checkout: Checkout, home: Path) -> None:
        self.folder = folder
        self._home = home
        self.write(
            ".pre-commit-config.yaml",
            f"repos:\n- repo: {checkout.path.as_posix()}\n  rev: {checkout.commit}\n"
            "  hooks:\n  - id: hublint\n  - id: hublint-fix\n",
        )
        self.write("requirements.txt", PINS)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def run(self, hook: str, *words: str) -> tuple[int, str]:
        commit_all(self.folder)
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", hook, *(words or ("--all-files",))],
            cwd=self.folder,
            env={**os.environ, "PRE_COMMIT_HOME": str(self._home), "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path, checkout: Checkout, pre_commit_home: Path) -> Repository:
    return Repository(tmp_path, checkout, pre_commit_home)


def test_hublint_passes_what_is_clean_and_fails_what_is_not(repository: Repository) -> None:
    repository.write("clean.py", CLEAN)
    assert repository.run("hublint")[0] == 0
    repository.write("called.py", CALLED)
    code, out = repository.run("hublint")
    assert code == 1
    assert "called.py:5:7 HUB104 tf1-object-called error" in out
    assert repository.read("called.py") == CALLED


def test_hublint_fix_repairs_the_files_that_were_handed_over_and_no_others(
    repository: Repository,
) -> None:
    repository.write("called.py", CALLED)
    repository.write("other.py", CALLED)
    code, out = repository.run("hublint-fix", "--files", "called.py")
    assert code == 1, "pre-commit fails where a hook changed a file"
    assert "files were modified by this hook" in out
    assert 'embed.signatures["default"]' in repository.read("called.py")
    assert repository.read("other.py") == CALLED
    assert repository.run("hublint-fix", "--files", "called.py")[0] == 0


def test_notebooks_are_handed_over_and_other_files_are_not(repository: Repository) -> None:
    lines = [f"{line}\\n" for line in CALLED.replace('"', '\\"').splitlines()]
    source = ", ".join(f'"{line}"' for line in lines)
    notebook = f'{{"cells": [{{"cell_type": "code", "source": [{source}]}}]}}'
    repository.write("called.ipynb", notebook)
    repository.write("called.txt", CALLED)
    code, out = repository.run("hublint")
    assert code == 1
    assert "called.ipynb:cell 1:5:7 HUB104" in out
    assert "called.txt" not in out


def test_what_the_settings_exclude_is_left_out(repository: Repository) -> None:
    repository.write("called.py", CALLED)
    repository.write("hublint.toml", 'exclude = ["called.py"]\n')
    assert repository.run("hublint")[0] == 0
