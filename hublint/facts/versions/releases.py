"""Which releases of a library exist, and which of them does a version specifier admit?

The releases are those of data/releases.tsv; a release that is pinned exactly counts even when the
table does not know it. Specifiers are those of PEP 440, pre-releases are not held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from hublint.tables import DATA, table_rows

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

# No library counts its minor versions that far: whoever admits this one set no upper bound.
_FAR_AWAY_MINOR = 1000


@cache
def known_releases() -> Mapping[str, tuple[str, ...]]:
    """Give the final releases of every library, oldest first."""
    releases: dict[str, list[str]] = {}
    for library, release in table_rows(DATA / "releases.tsv"):
        releases.setdefault(library, []).append(release)
    return {library: tuple(found) for library, found in releases.items()}


@lru_cache(maxsize=1024)
def admitted(library: str, specifier: str) -> frozenset[str]:
    """Give the releases that a specifier admits, empty where it contradicts itself.

    Where it admits none that is known, the versions that it names itself stand in, as far as they
    satisfy it: `==2.22.*` is 2.22 before the table knows of it. Raises InvalidSpecifier.
    """
    from packaging.specifiers import SpecifierSet

    wanted = SpecifierSet(specifier)
    exact = (one.version for one in wanted if one.operator in ("==", "==="))
    candidates = {version for version in exact if not version.endswith(".*")}
    releases = frozenset(
        release
        for release in (*known_releases()[library], *_unknown(candidates, library))
        if _admits(wanted, release, library)
    )
    named = {one.version.removesuffix(".*") for one in wanted}
    return releases or frozenset(name for name in named if wanted.contains(name, prereleases=True))


@lru_cache(maxsize=1024)
def is_open(library: str, specifier: str) -> bool:
    """Say whether a specifier admits whatever is released next: `>=2.4`, but also `>=2.4,<3`."""
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    newest = Version(known_releases()[library][-1])
    coming = f"{newest.major}.{newest.minor + _FAR_AWAY_MINOR}.0"
    return SpecifierSet(specifier).contains(coming, prereleases=True)


@lru_cache(maxsize=4096)
def verdict(releases: frozenset[str], specifier: str) -> bool | None:
    """Say whether all releases satisfy a specifier (True), none (False), or some (None).

    Raises InvalidSpecifier.
    """
    from packaging.specifiers import SpecifierSet

    wanted = SpecifierSet(specifier)
    truths = {wanted.contains(release, prereleases=True) for release in releases}
    return truths.pop() if len(truths) == 1 else None


def newest_of(releases: Iterable[str]) -> str:
    """Give the newest release of some; raises ValueError where there are none."""
    from packaging.version import Version

    return max(releases, key=Version)


def minor_versions(releases: Iterable[str]) -> tuple[str, ...]:
    """Give the minor versions of some releases, oldest first: 2.15.0 and 2.15.1 are 2.15."""
    from packaging.version import Version

    minors = {Version(release).release[:2] for release in releases}
    return tuple(".".join(map(str, minor)) for minor in sorted(minors))


def _unknown(candidates: Iterable[str], library: str) -> Iterable[str]:
    from packaging.version import Version

    known = {Version(release) for release in known_releases()[library]}
    return (version for version in candidates if Version(version) not in known)


def _admits(wanted: SpecifierSet, release: str, library: str) -> bool:
    if wanted.contains(release, prereleases=True):
        return True
    # A minor version of Python stands for all its patches: ">=3.8.1" admits "3.8".
    return library == "python" and wanted.contains(f"{release}.99", prereleases=True)
