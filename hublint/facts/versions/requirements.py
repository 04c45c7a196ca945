"""What does one line that asks for a package say of the libraries that hublint knows?

The readers of dependency files give Declarations, the words as they stand in the file; a
Declaration about one of the libraries of data/distributions.tsv becomes a Requirement here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.facts.versions.releases import is_open
from hublint.facts.versions.shortest_range import lower_bounds_first
from hublint.model import Evidence, Span
from hublint.tables import DATA, table_rows

if TYPE_CHECKING:
    from packaging.markers import Marker
    from packaging.specifiers import Specifier, SpecifierSet

Source = Literal["pin", "lock", "named", "installed", "active", "code", "magic", "target", "config"]

# What an environment has: one that the user names, one of the project's own, the active one.
INSTALLED: tuple[Source, ...] = ("named", "installed", "active")

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)")

# A name and the versions that are asked for, without extras, markers and addresses.
_CLAUSE = r"(?:~=|==|!=|<=?|>=?)[ \t]*[\w.*+!-]+"
_PLAIN = re.compile(
    r"[ \t]*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)"
    rf"[ \t]*((?:{_CLAUSE}(?:[ \t]*,[ \t]*{_CLAUSE})*)?)[ \t]*",
    re.ASCII,
)

# The file of a wheel, in an address or a path; its name says what it is.
_WHEEL = re.compile(r"(?:^|.*[/@=\s])(\w[\w.]*)-(\d[\w.+!]*)(?:-\d\w*)?-\w+-\w+-[\w.]+\.whl\b")

# Where TF Hub code can run; a marker that holds nowhere here asks for nothing.
_PYTHONS = tuple(f"3.{minor}" for minor in range(7, 20))
_SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
_MACHINES = ("x86_64", "arm64", "aarch64", "AMD64")


_SENTENCES: Mapping[Source, str] = {
    "pin": "{file} pins {written}",
    "lock": "{file} locks {written}",
    "named": "{written} is installed in {path}",
    "installed": "{written} is installed in {path}",
    "active": "{written} is installed in {path}, the active environment",
    "code": "pip installs {written} here",
    "magic": "{written} is chosen here",
    "target": "the target is {written}",
    "config": "the configuration says {written}",
}


class RequirementError(ValueError):
    """A requirement on one of the libraries that is not written as PEP 508 wants it."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A requirement as a file says it: PEP 508 text, its line from 1, the extra it belongs to."""

    text: str
    line: int
    source: Source = "pin"
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one line asks of one library.

    `package` is the vocabulary's name of the library, `specifier` is PEP 440 ("": any version),
    `written` is how the line names the distribution and its version, `extra` the optional group.
    """

    package: str
    specifier: str
    marker: str | None
    span: Span
    source: Source
    extra: str | None = None
    written: str = ""


def parse_requirement(
    text: str, span: Span, source: Source = "pin", extra: str | None = None
) -> Requirement | None:
    """Read PEP 508 text such as `tensorflow-gpu==1.15.2; python_version < "3.8"`.

    Gives None for other packages, for addresses (`name @ https://…`) but those of wheels, and where
    the marker holds on no Python from 3.7. Raises RequirementError where the text is malformed.
    """
    wheel = _WHEEL.match(text)
    text = f"{wheel[1]}=={wheel[2]}" if wheel else text
    name = _NAME.match(text)
    release = library_of(name[1]) if name else None
    if release is None:
        return None
    try:
        parsed = _parsed(text)
        parts = sorted(parsed.specifier, key=lower_bounds_first)
        specifier = ",".join(_specifier(one, release.numbers) for one in parts)
    except ValueError as error:
        raise RequirementError(f'"{text.strip()}" is no requirement that pip reads') from error
    if parsed.url or (parsed.marker and not _can_hold(parsed.marker)):
        return None
    extras = f"[{','.join(sorted(parsed.extras))}]" if parsed.extras else ""
    marker = str(parsed.marker) if parsed.marker else None
    written = f"{parsed.name}{extras}{','.join(map(str, parts))}"
    return Requirement(release.library, specifier, marker, span, source, extra, written)


class _Parsed(NamedTuple):
    """The parts of a requirement."""

    name: str
    specifier: SpecifierSet
    extras: Collection[str] = ()
    marker: Marker | None = None
    url: str | None = None


def _parsed(text: str) -> _Parsed:
    """The parts of PEP 508 text. Raises ValueError if it is none."""
    plain = _PLAIN.fullmatch(text)
    if plain is not None:  # most are: what reads all others takes long to import
        from packaging.specifiers import SpecifierSet

        return _Parsed(plain[1], SpecifierSet(plain[2]))
    from packaging.requirements import Requirement as Read

    one = Read(text)
    return _Parsed(one.name, one.specifier, one.extras, one.marker, one.url)


def described(one: Requirement) -> Evidence:
    """Say in a few words what a requirement asks for: `requirements.txt pins keras==2.3.1`."""
    written = one.written or f"{one.package}{one.specifier}"
    optional = f" (optional: {one.extra})" if one.extra else ""
    file = PurePosixPath(one.span.path).name
    says = _SENTENCES[one.source]
    if one.source == "pin" and (not one.specifier or is_open(one.package, one.specifier)):
        says = "{file} asks for {written}"
    text = says.format(file=file, path=one.span.path, written=written)
    span = one.span if one.source not in INSTALLED else None  # a folder has no lines
    return Evidence(text + ("" if one.specifier else ", any version") + optional, span)


@dataclass(frozen=True, slots=True)
class Distribution:
    """What a distribution brings: a library, and how many numbers of its version are its own.

    `comes_with` is the library that has always required it, "-" if none has.
    """

    library: str
    numbers: int | None = None
    comes_with: str = "-"


def library_of(distribution: str) -> Distribution | None:
    """Say which library a distribution brings: `TensorFlow_GPU` is tensorflow; None: no matter."""
    return _distributions().get(re.sub(r"[-_.]+", "-", distribution).lower())


@cache
def companions() -> Mapping[str, str]:
    """The libraries that another one always brings along, each with that one."""
    found = _distributions().values()
    return {one.library: one.comes_with for one in found if one.comes_with != "-"}


@cache
def _distributions() -> Mapping[str, Distribution]:
    return {
        name: Distribution(library, 3 if release == "first-three" else None, comes_with)
        for name, library, release, comes_with in table_rows(DATA / "distributions.tsv")
    }


def _specifier(one: Specifier, numbers: int | None) -> str:
    from packaging.version import Version

    operator = "==" if one.operator == "===" else one.operator
    version = one.version
    if not version.endswith(".*"):
        version = str(Version(version))
    if numbers is not None:
        version = ".".join(version.split(".")[:numbers])
    return operator + version


@lru_cache(maxsize=256)
def _can_hold(marker: Marker) -> bool:
    return any(
        marker.evaluate(_environment(python, system, machine))
        for python in _PYTHONS
        for system in _SYSTEMS
        for machine in _MACHINES
    )


def _environment(python: str, system: tuple[str, str, str], machine: str) -> dict[str, str]:
    sys_platform, platform_system, os_name = system
    return {
        "python_version": python,
        # The newest patch, so that a bound within a minor version leaves it possible.
        "python_full_version": f"{python}.99",
        "sys_platform": sys_platform,
        "platform_system": platform_system,
        "os_name": os_name,
        "platform_machine": machine,
        "extra": "",
    }
