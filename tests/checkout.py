"""What do others get of this project? Its files as they lie here, committed in a repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Checkout(NamedTuple):
    """A repository that holds the project, and its commit."""

    path: Path
    commit: str


def git(folder: Path, *words: str) -> str:
    """What git says in a folder."""
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit_all(folder: Path) -> str:
    """Put all files of a folder into a repository of its own, and give the commit."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "all")
    return git(folder, "rev-parse", "HEAD")


def committed_copy(folder: Path) -> Checkout:
    """The project's own files, changed or not, committed in the folder."""
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        source, target = ROOT / name, folder / name
        if source.is_file() and (name.startswith(("hublint/", "rules/")) or "/" not in name):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return Checkout(folder, commit_all(folder))
