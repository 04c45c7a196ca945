"""Which versions does this virtual environment have? Read from its folders' names, never run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from hublint import disk
from hublint.facts.requirements import Requirement, RequirementError, parse_requirement
from hublint.model import Span

_DIST_INFO = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)\.dist-info")
_PYTHON = re.compile(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", re.MULTILINE)


def read_installed(environment: Path, display: Callable[[Path], str]) -> tuple[Requirement, ...]:
    """Give what an environment's site-packages hold, and its Python; empty where it is none.

    `display` gives a path as the reader of the report shall see it.
    """
    found = []
    for path, text in (*_distributions(environment), *_python(environment)):
        span = Span(display(path), 1, 1, 1, 1)
        try:
            requirement = parse_requirement(text, span, "installed")
        except RequirementError:
            continue  # a folder that only looks like a distribution's
        if requirement:
            found.append(requirement)
    return tuple(found)


def _distributions(environment: Path) -> Iterator[tuple[Path, str]]:
    folders = {
        disk.real_path(folder / name): folder / name
        for folder in _site_packages(environment)
        for name in _folders_in(folder)
        if name.endswith(".dist-info")
    }
    for path in sorted(folders.values()):
        parts = _DIST_INFO.fullmatch(path.name)
        if parts:
            yield path, f"{parts['name']}=={parts['version']}"


def _site_packages(environment: Path) -> Iterator[Path]:
    library = environment / "lib"
    pythons = (name for name in _folders_in(library) if name.startswith("python3"))
    yield from (library / name / "site-packages" for name in pythons)
    yield environment / "Lib" / "site-packages"


def _folders_in(folder: Path) -> list[str]:
    try:
        return [name for name, is_folder in disk.names(folder) if is_folder]
    except OSError:
        return []


def _python(environment: Path) -> Iterator[tuple[Path, str]]:
    path = environment / "pyvenv.cfg"
    try:
        version = _PYTHON.search(disk.read_bytes(path).decode("utf-8", "replace"))
    except OSError:
        return
    if version:
        yield path, f"python=={version[1]}.*"
