"""What did people find when they read hublint's reports of public repositories? The table of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = Path(__file__).with_name("repositories.toml")
VERDICTS = ("true", "doubtful", "false")


class Place(NamedTuple):
    """A line of a file, or of a cell of a notebook."""

    path: str
    cell: int | None
    line: int

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}"
            if self.cell is None
            else f"{self.path}#{self.cell}:{self.line}"
        )


def place(text: str) -> Place:
    """Read a place as the table writes it: `app/main.py:3`, or `notes.ipynb#4:2` in cell 4."""
    where, _, line = text.rpartition(":")
    path, mark, cell = where.rpartition("#")
    return Place(path, int(cell), int(line)) if mark else Place(where, None, int(line))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Findings of one code that one sentence judges: `verdict` is a word of VERDICTS."""

    code: str
    verdict: str
    why: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """Calls that nothing decides, for one reason; whether their handle is written somewhere."""

    written: bool
    why: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Unreported:
    """Calls in the text that hublint doesn't report, and why it shouldn't or can't."""

    why: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """One commit of a public repository, as it was last reviewed."""

    name: str
    commit: str
    files: int
    calls: int
    decided: int
    reviewed: tuple[Reviewed, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    unreported: tuple[Unreported, ...] = ()

    @property
    def findings(self) -> Mapping[tuple[str, Place], str]:
        """The verdict on each finding, by its code and place."""
        return {(one.code, at): one.verdict for one in self.reviewed for at in one.places}

    @property
    def codes(self) -> Mapping[str, int]:
        """How many findings of each code there are."""
        return Counter(code for code, _ in self.findings)

    @property
    def open_places(self) -> frozenset[Place]:
        """Where the calls stand that nothing decides."""
        return _all_of(self.undecided)

    @property
    def unreported_places(self) -> frozenset[Place]:
        """Where the calls stand that are not reported, as is known."""
        return _all_of(self.unreported)

    @property
    def written(self) -> int:
        """How many of the calls have a handle that is written somewhere in the repository."""
        return self.calls - sum(len(one.places) for one in self.undecided if not one.written)


def read_table(path: Path = TABLE) -> tuple[Repository, ...]:
    """Read the table. Raises KeyError or ValueError where it is not as it should be."""
    with path.open("rb") as file:
        data = tomllib.load(file)
    return tuple(map(_repository, data["repository"]))


def _repository(row: Mapping[str, Any]) -> Repository:
    return Repository(
        name=row["name"],
        commit=row["commit"],
        files=row["files"],
        calls=row["calls"],
        decided=row["decided"],
        reviewed=tuple(
            Reviewed(one["code"], one["verdict"], one["why"], _places(one))
            for one in row.get("finding", ())
        ),
        undecided=tuple(
            Undecided(one["written"], one["why"], _places(one)) for one in row.get("undecided", ())
        ),
        unreported=tuple(Unreported(one["why"], _places(one)) for one in row.get("unreported", ())),
    )


def _places(row: Mapping[str, Any]) -> tuple[Place, ...]:
    return tuple(place(text) for text in row["places"])


def _all_of(rows: Sequence[Undecided] | Sequence[Unreported]) -> frozenset[Place]:
    return frozenset(at for one in rows for at in one.places)
