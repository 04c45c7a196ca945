"""What do the hooks do? The real pre-commit, in a repository of its own, against this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

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


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit_all(folder: Path) -> str:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The project as it lies here, committed, and its commit."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if name.startswith(("hublint/", "rules/")) or "/" not in name:
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / name).is_file():
                shutil.copyfile(ROOT / name, target)
    return copy, commit_all(copy)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it has installed."""
    return tmp_path_factory.mktemp("home")


class Repository:
    """A repository with both hooks."""

    def __init__(self, folder: Path, checkout: tuple[Path, str], home: Path) -> None:
        self.folder = folder
        self._home = home
        path, commit = checkout
        self.write(
            ".pre-commit-config.yaml",
            f"repos:\n- repo: {path.as_posix()}\n  rev: {commit}\n"
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
def repository(tmp_path: Path, checkout: tuple[Path, str], home: Path) -> Repository:
    return Repository(tmp_path, checkout, home)


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
