"""Which format is left where the code itself has looked for `tfhub_module.pb`?

That file makes a folder a model of the TF1 Hub format. A test for it is a choice, named by the
path that was looked at; whoever is given the same path in one of the branches has that format.
"""

from __future__ import annotations

from collections.abc import Hashable

from hublint.facts.values.atoms import Atom, Const, External, Truth, Unknown
from hublint.facts.values.guards import Guard

MARK = "tfhub_module.pb"

# Without the mark it is a SavedModel: those of TF1 are few, and none is looked for in this way.
_OTHERWISE = "tf2-savedmodel"


def look(path: Atom) -> Truth | None:
    """Whether a path exists, if it is that of the mark; None for any other path."""
    place = place_of(path)
    if place is None or not place[1].endswith(f"/{MARK}"):
        return None
    folder = (place[0], place[1][: -len(MARK)].rstrip("/"))
    return _truth(folder)


def look_among(name: Atom, files: Atom) -> Truth | None:
    """Whether a name is among the files of a folder, if it is the mark's."""
    if not isinstance(name, Const) or name.value != MARK or not isinstance(files, Unknown):
        return None
    key = files.key
    return _truth(key[1]) if isinstance(key, tuple) and key[0] == "files of" else None


def files_of(folder: Atom) -> Hashable:
    """The key of the unknown list of a folder's files; None if the folder has no name."""
    place = place_of(folder)
    return ("files of", place) if place is not None else None


def choice(handle: Atom) -> Hashable:
    """The choice that a test for the mark in this very path makes."""
    place = place_of(handle)
    return (MARK, place) if place is not None else None


def left(handle: Atom, guard: Guard) -> tuple[str, bool] | None:
    """The format of a handle under a guard, and whether that is certain; None: never looked."""
    found = guard.get(choice(handle))
    if found is None:
        return None
    return ("tf1-hub", True) if found else (_OTHERWISE, False)


def _truth(folder: Hashable) -> Truth:
    return Truth((MARK, folder), True, f"nobody knows whether there is a {MARK}")


def place_of(path: Atom) -> tuple[Hashable, str] | None:
    """What a path begins with, if that is unknown, and the known text behind it."""
    if isinstance(path, Const) and isinstance(path.value, str):
        return (None, path.value.rstrip("/"))
    if isinstance(path, Unknown) and path.head is not None:
        return (path.head, path.tail.rstrip("/"))
    return (path, "") if isinstance(path, (Unknown, External)) else None
