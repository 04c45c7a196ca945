"""Which exact versions do lock files hold: of uv, Poetry, PDM, Pipenv, and pylock.toml?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hublint.facts.versions.project_files import Lines, load_toml
from hublint.facts.versions.requirements import Declaration, library_of

_PACKAGE = re.compile(r"^\[\[packages?\]\]", re.MULTILINE)
_NAME = re.compile(r"^name = \"([^\"]+)\"", re.MULTILINE)


def read_toml_lock(text: str) -> Iterator[Declaration]:
    """Read the packages of a lock file in TOML. Raises ValueError where a package is no TOML.

    Lock files run to megabytes; only the tables of packages that matter are parsed.
    """
    starts = [match.start() for match in _PACKAGE.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        name = _NAME.search(text, start, end)
        if not name or not library_of(name[1]):
            continue
        version = _version(text[start:end])
        if version:
            line = text.count("\n", 0, name.start()) + 1
            yield Declaration(f"{name[1]}=={version}", line, "lock")


def read_pipfile_lock(text: str) -> Iterator[Declaration]:
    """Read a Pipfile.lock. Raises ValueError where it is no JSON."""
    import json

    document = json.loads(text)
    lines = Lines(text)
    for section in ("default", "develop"):
        packages = document.get(section) if isinstance(document, dict) else None
        for name, package in packages.items() if isinstance(packages, dict) else ():
            version = package.get("version") if isinstance(package, dict) else None
            if isinstance(version, str):
                yield Declaration(f"{name}{version}", lines.find(f'"{name}":'), "lock")


def _version(block: str) -> str | None:
    for packages in load_toml(block).values():
        for package in packages if isinstance(packages, list) else ():
            version = package.get("version") if isinstance(package, dict) else None
            if isinstance(version, str):
                return version
    return None
