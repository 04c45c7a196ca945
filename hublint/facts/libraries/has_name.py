"""Does a library have this name? It depends on its release: so the code asks, and so is it told."""

from __future__ import annotations

from collections.abc import Callable

from packaging.version import Version

from hublint.facts.libraries.symbols import Symbols
from hublint.facts.values import version_tests
from hublint.facts.values.atoms import Atom, ByVersion, Const


def has_name(symbols: Symbols, library: str, name: str) -> Callable[[str], bool] | None:
    """Which releases of a library have a name; None where the tables of symbols don't tell.

    `library` is the name of a module, `tensorflow_hub` or `tensorflow`.
    """
    if library == "tensorflow_hub":
        api = symbols.hub.get(name)
        if api is None:
            return None
        since, last = Version(api.since), Version(api.last) if api.last != "-" else None
        return lambda release: since <= Version(release) and (last is None or _upto(release, last))
    if library == "tensorflow" and name in symbols.tf1_only:
        return lambda release: Version(release).major < 2
    return None


def asked(version: Atom, has: Callable[[str], bool]) -> Atom:
    """The truth of such a question, for the library's version in each release."""

    def holds(atom: Atom) -> Atom:
        return Const(isinstance(atom, Const) and has(str(atom.value)))

    return (
        version_tests.passing(version, holds) if isinstance(version, ByVersion) else holds(version)
    )


def _upto(release: str, last: Version) -> bool:
    return Version(release) <= last
