"""Which rule speaks of what people run into, and which programs show it? Reads `pains.tsv`.

A line is one form of a pain: the program that reproduces it in an environment, the rule that fires
on it, and the corrected form on which the rule is silent; or the reason why no rule speaks. The
pains are numbered by how many public threads tell of them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.lab import environments
from tests.lab.check import Finding, lint
from tests.lab.environments import Environment
from tests.lab.scenarios import programs

DATA = Path(__file__).with_name("pains.tsv")

# A program, and the environment that it runs in.
Place = tuple[str, str]


@dataclass(frozen=True)
class Pain:
    """One form of a pain: its number among all, what people see, and where they tell of it."""

    number: int
    symptom: str
    threads: tuple[str, ...]
    rule: str
    program: Place | None
    corrected: Place | None
    reason: str

    def __str__(self) -> str:
        return f"{self.number}: {self.symptom}"


def read(path: Path = DATA) -> list[Pain]:
    """The table, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [_pain(*row) for row in rows]


def _pain(
    number: str,
    symptom: str,
    threads: str,
    rule: str,
    program: str,
    place: str,
    corrected: str,
    corrected_in: str,
    reason: str,
) -> Pain:
    return Pain(
        int(number),
        symptom,
        tuple(threads.split()),
        rule,
        (program, place) if program else None,
        (corrected, corrected_in) if corrected else None,
        reason,
    )


def told(places: Iterable[Place], folder: Path) -> dict[Place, tuple[Finding, ...]]:
    """What hublint tells of programs, each linted in its environment.

    Beside each lies a lock file with all that the environment has, and nothing that it lacks.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for program, name in places:
        wanted[name].add(program)
    worlds = environments.load()
    found: dict[Place, tuple[Finding, ...]] = {}
    for name, ids in wanted.items():
        todo = [one for one in programs(worlds[name]) if one.id in ids]
        place = folder / name
        place.mkdir()
        for program, (findings, _) in lint(worlds[name], todo, place, lock(worlds[name])).items():
            found[program, name] = findings
    return found


def lock(environment: Environment) -> str:
    """A lock file, as Poetry writes it, of all that an environment pins."""
    return "\n".join(
        f'[[package]]\nname = "{name}"\nversion = "{version}"\n'
        for name, version in environment.versions.items()
    )
