"""Does a project ask for TensorFlow 1 and TensorFlow 2 at once? Events of no hub object.

A file that imports hub reads a name that the pinned TensorFlow does not have; or two dependency
files in one folder, neither of them a variant, ask for versions that exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hublint.facts.versions.markers import Markers, name_of_tf2
from hublint.facts.versions.releases import admitted
from hublint.facts.versions.required import import_of_hub
from hublint.facts.versions.requirements import Requirement, described
from hublint.facts.versions.running import satisfies
from hublint.model import Event, Evidence, Fact, Row, VersionRange

if TYPE_CHECKING:
    from hublint.facts.libraries.symbols import Symbols
    from hublint.facts.project.modules import Module

# The files that say what a project as a whole runs with: others may be for one of its variants.
_WHOLE = ("pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "environment.yml")
_LIBRARIES = ("tensorflow", "tensorflow_hub")


def mixed_events(
    module: Module,
    markers: Markers,
    symbols: Symbols,
    requirements: Sequence[Requirement],
    pinned: Row,
) -> Iterator[Event]:
    """Give the events of a module that imports hub; `pinned` is what pins and targets admit."""
    if import_of_hub(module) is None:
        return
    asked = pinned.get("tensorflow")
    if asked is not None and isinstance(asked.value, VersionRange):
        yield from _names(module, markers, symbols, asked, asked.value)
    yield from _contradictions(requirements, pinned)


def _names(
    module: Module, markers: Markers, symbols: Symbols, asked: Fact, versions: VersionRange
) -> Iterator[Event]:
    """The first name of the other TensorFlow that a file reads."""
    if satisfies(versions, ">=2"):
        shown, word = markers.tf1_only, "tf1-name"
    elif satisfies(versions, "<2"):
        shown, word = name_of_tf2(module, symbols), "tf2-name"
    else:
        return
    if shown is None or shown.span is None:
        return
    row = {
        "event": Fact("file"),
        "api": Fact(""),
        "mixed": Fact(word, why=(shown,)),
        "tensorflow": asked,
    }
    yield Event("file", "", shown.span, None, (row,))


def _contradictions(requirements: Sequence[Requirement], pinned: Row) -> Iterator[Event]:
    """The later of two lines that no release satisfies both of."""
    for library in _LIBRARIES:
        lines = [one for one in requirements if one.package == library and _is_of_all(one)]
        for one, other in combinations(lines, 2):
            if one.span.path != other.span.path and _exclude(one, other):
                why = (described(one), Evidence(described(other).text, other.span))
                row = {
                    "event": Fact("required"),
                    "api": Fact(""),
                    "package": Fact(library),
                    "mixed": Fact("files", why=why),
                }
                yield Event("required", "", other.span, None, (row,))
                break


def _is_of_all(one: Requirement) -> bool:
    """Whether a line holds wherever the project runs."""
    is_whole = PurePosixPath(one.span.path).name in _WHOLE
    return is_whole and one.source == "pin" and not one.marker and one.extra is None


def _exclude(one: Requirement, other: Requirement) -> bool:
    if PurePosixPath(one.span.path).parent != PurePosixPath(other.span.path).parent:
        return False
    each = admitted(one.package, one.specifier), admitted(other.package, other.specifier)
    return bool(each[0] and each[1]) and each[0].isdisjoint(each[1])
