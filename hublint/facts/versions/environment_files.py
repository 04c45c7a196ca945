"""Do files beside the code set an environment variable? Containers, shell scripts, CI."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from hublint.files import disk

MAX_SIZE = 262_144

# Where a project says in which environment its programs run. Prose doesn't count.
_PATTERNS = (
    *("Dockerfile*", "*.dockerfile", "docker-compose*.y*ml", "compose*.y*ml", ".env*"),
    *("Makefile", "*.mk", "*.sh", "*.bat", "*.ps1", "*.y*ml", "justfile", "Procfile"),
    *("tox.ini", "pytest.ini", "setup.cfg", "pyproject.toml", "*.env"),
)
_FOLDERS = (".", ".github/workflows", "docker", "scripts", "script", "bin", "ci", ".ci")


def naming(word: str, folders: tuple[Path, ...]) -> Path | None:
    """Give the first file that names the word, in the folders or in one that they keep scripts in.

    Files of more than MAX_SIZE bytes are passed over, as are those that can't be read.
    """
    wanted = word.encode()
    for path in _files(folders):
        try:
            small = disk.size(path) <= MAX_SIZE
            data = disk.read_bytes(path) if small else b""
        except OSError:
            continue
        if wanted in data:
            return path
    return None


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in dict.fromkeys(base / below for base in folders for below in _FOLDERS):
        try:
            entries = disk.names(folder)
        except OSError:
            continue
        for name, is_folder in entries:
            if not is_folder and any(fnmatchcase(name, pattern) for pattern in _PATTERNS):
                yield folder / name
