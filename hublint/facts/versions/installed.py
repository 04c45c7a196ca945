"""Which versions does this Python environment have? Read from its folders' names, never run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from hublint.facts.versions.requirements import (
    Requirement,
    RequirementError,
    Source,
    parse_requirement,
)
from hublint.files import disk
from hublint.model import Span

CONFIG = "pyvenv.cfg"

# Where code that uses hub runs, both are installed; elsewhere nothing is said of that code.
_NEEDED = {"tensorflow_hub": "tensorflow_hub", "tensorflow": "TensorFlow"}

_DIST_INFO = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)\.dist-info")
_PYTHON_FOLDER = re.compile(r"python(3\.\d+)")
_VERSION = re.compile(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", re.MULTILINE)
_SEES_OTHERS = re.compile(r"^include-system-site-packages\s*=\s*true", re.MULTILINE | re.IGNORECASE)


class Environment(NamedTuple):
    """What an environment has of the libraries, or (`flaw`) why nothing can be learned of it."""

    requirements: tuple[Requirement, ...] = ()
    flaw: str = ""


def read_environment(
    folder: Path, display: Callable[[Path], str], source: Source = "installed"
) -> Environment:
    """Read an environment's folder, for code that uses hub.

    `display` gives a path as the reader of the report shall see it.
    """
    packages = [one for one in _site_packages(folder) if disk.is_folder(one)]
    if not packages:
        return Environment(flaw="is no Python environment")
    config = _config(folder)
    if _SEES_OTHERS.search(config):
        return Environment(flaw="sees packages outside of it, which are not read")
    texts = [*_distributions(packages), *_pythons(config, packages)]
    span = Span(display(folder), 1, 1, 1, 1)
    found = tuple(_requirements(texts, span, source))
    names = {one.package for one in found}
    lacking = next((name for package, name in _NEEDED.items() if package not in names), "")
    return Environment(flaw=f"has no {lacking}") if lacking else Environment(found)


def environment_folder(path: Path) -> Path:
    """The folder of the environment that a path names, be it itself or its interpreter."""
    if not disk.is_file(path):
        return path
    return path.parent.parent if path.parent.name in ("bin", "Scripts") else path.parent


def _requirements(texts: list[str], span: Span, source: Source) -> Iterator[Requirement]:
    for text in texts:
        try:
            requirement = parse_requirement(text, span, source)
        except RequirementError:
            continue  # a folder that only looks like a distribution's
        if requirement:
            yield requirement


def _distributions(packages: list[Path]) -> list[str]:
    names = {name for folder in packages for name in _folders_in(folder)}
    found = map(_DIST_INFO.fullmatch, sorted(names))
    return [f"{parts['name']}=={parts['version']}" for parts in found if parts]


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


def _config(environment: Path) -> str:
    try:
        return disk.read_bytes(environment / CONFIG).decode("utf-8", "replace")
    except OSError:
        return ""  # of no venv, or of conda


def _pythons(config: str, packages: list[Path]) -> list[str]:
    version = _VERSION.search(config)
    if version:
        return [f"python=={version[1]}.*"]
    folders = (_PYTHON_FOLDER.fullmatch(folder.parent.name) for folder in packages)
    return [f"python=={folder[1]}.*" for folder in folders if folder]
