"""Which releases are left where the code itself has looked at a library's version?

`tf.__version__` is another text in each release that the code may run with; what is computed of
it is, too. A test of it is a choice, named by the releases that pass it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from hublint.facts.values.atoms import Atom, ByVersion, Const, Truth, Unknown
from hublint.facts.values.guards import Guard


def version_of(library: str, releases: Iterable[str]) -> Atom:
    """What a library's `__version__` is in each of these releases."""
    return ByVersion(library, tuple((release, Const(release)) for release in releases))


def varying(atoms: Sequence[Atom]) -> ByVersion | None:
    """The first of these atoms that differs from release to release."""
    return next((atom for atom in atoms if isinstance(atom, ByVersion)), None)


def in_each(by: ByVersion, atoms: Sequence[Atom], compute: Callable[..., Atom]) -> Atom:
    """What is computed of the atoms in each release; one atom if it is always the same."""
    found: list[tuple[str, Atom]] = []
    for release, operands in _by_release(by, atoms):
        made = compute(*operands)
        if isinstance(made, Unknown):
            return replace(made, key=marked(by.library, made.key))
        if isinstance(made, Truth):
            return made
        found.append((release, made))
    return _one_or_all(by.library, tuple(found))


def passing(by: ByVersion, holds: Callable[[Atom], Atom]) -> Atom:
    """The choice that a test makes which some releases pass and others don't."""
    truths = [(release, holds(atom)) for release, atom in by.values]
    reason = f"the version of {by.library}"
    if not all(isinstance(truth, Const) for _, truth in truths):
        return Truth(marked(by.library, hash(by)), True, reason)
    passed = frozenset(release for release, truth in truths if truth == Const(True))
    if len(passed) in (0, len(truths)):
        return Const(bool(passed))
    return Truth(("releases", by.library, passed), True, reason)


_MARK = "of the version of"


def marked(library: str, key: Hashable) -> Hashable:
    """The key of something unknown that depends on a library's version."""
    return (_MARK, library, key)


def source(atom: Atom) -> str:
    """The library whose version something is, or depends on in a way that can't be followed."""
    if isinstance(atom, ByVersion):
        return atom.library
    return _marked_in(getattr(atom, "key", None))


def unfollowed(guard: Guard) -> Iterator[str]:
    """The libraries whose versions were tested on the way to a place, nobody knows how."""
    yield from filter(None, map(_marked_in, guard))


@lru_cache(maxsize=10_000)
def _marked_in(key: Hashable) -> str:
    """The library in whose mark a key is, or holds another that is; the same keys come again."""
    if not isinstance(key, tuple):
        return ""
    if len(key) == 3 and key[0] == _MARK:
        return str(key[1])
    return next(filter(None, map(_marked_in, key)), "")


def tests(guard: Guard) -> Iterator[tuple[str, frozenset[str], bool]]:
    """The tests of versions on the way to a place: library, who passes, and how it went."""
    for key, went in guard.items():
        if isinstance(key, tuple) and key and key[0] == "releases":
            yield key[1], key[2], bool(went)


def left(guard: Guard, library: str, releases: frozenset[str]) -> frozenset[str]:
    """The releases of a library that have passed every test on the way to a place."""
    for tested, passed, went in tests(guard):
        if tested == library:
            releases = releases & passed if went else releases - passed
    return releases


def is_possible(guard: Guard, every: Mapping[str, frozenset[str]]) -> bool:
    """Whether the tests of versions on the way to a place leave any release at all."""
    return all(left(guard, library, every[library]) for library, _, _ in tests(guard))


def _one_or_all(library: str, values: tuple[tuple[str, Atom], ...]) -> Atom:
    atoms = {atom for _, atom in values}
    return atoms.pop() if len(atoms) == 1 else ByVersion(library, values)


def _by_release(by: ByVersion, atoms: Sequence[Atom]) -> Iterator[tuple[str, Sequence[Atom]]]:
    """What the atoms are in each release: those that vary with the same library, and the others."""
    varying = [
        dict(atom.values) if isinstance(atom, ByVersion) and atom.library == by.library else None
        for atom in atoms
    ]
    for release, _ in by.values:
        yield (
            release,
            [
                atom if known is None else known[release]
                for atom, known in zip(atoms, varying, strict=True)
            ],
        )
