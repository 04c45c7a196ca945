"""Which rows of facts are there, and which cell of the tables speaks of each?

specification.toml enumerates what TF Hub's compatibility tables speak of, further.toml the rest.

A row is one event of one use, of one format, in one environment and mode. Its expectation is what
the first cell that fits says.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hublint.model import Fact, FactValue, Row, VersionRange
from hublint.vocabulary import FACTS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FORMATS = FACTS["format"].values
UNKNOWN = "?"
OUTCOMES = ("runs", "raises", "silent", "not run", "elsewhere")

_WHERE = re.compile(r"([a-z0-9*]+)\[([a-z0-9_,*]+)\]")


@dataclass(frozen=True)
class Cell:
    """One line of the table: where it holds, and its three columns."""

    use: str
    where: str
    format: str
    table: str
    executed: str
    scenarios: tuple[str, ...]
    speaks: frozenset[tuple[str, int]]
    note: str

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(code for code, _ in self.speaks)


@dataclass(frozen=True)
class Place:
    """One row of facts with the cell that speaks of it."""

    environment: str
    mode: str
    row: Row
    cell: Cell

    def __str__(self) -> str:
        format_ = self.row["format"].value if "format" in self.row else "no model"
        return f"{self.cell.use}, {format_}, {self.environment}[{self.mode}]"


@cache
def document() -> Mapping[str, Any]:
    specification, further = map(_table, ("specification.toml", "further.toml"))
    return {**specification, "use": [*specification["use"], *further["use"]]}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))


@cache
def cells() -> tuple[Cell, ...]:
    return tuple(_cell(use["code"], line) for use in document()["use"] for line in use["cells"])


@cache
def places() -> tuple[Place, ...]:
    """Every row that the vocabulary's words, the uses and the environments make."""
    return tuple(
        Place(environment, mode, _row(use, format_, environment, mode), cell)
        for use in document()["use"]
        for format_ in use.get("formats", FORMATS) or [""]
        for environment, modes in document()["ran"].items()
        for mode in modes
        for cell in [_first(use, format_, environment, mode)]
    )


def version(text: str) -> VersionRange:
    return VersionRange(f"=={text}", frozenset([text]))


def _first(use: Mapping[str, Any], format_: str, environment: str, mode: str) -> Cell:
    for line in use["cells"]:
        cell = _cell(use["code"], line)
        fits = cell.format == "*" or format_ in cell.format.split()
        if fits and any(mode in modes for modes in _modes(cell.where, environment)):
            return cell
    raise LookupError(f"no cell for {use['code']}, {format_}, {environment}[{mode}]")


def _modes(where: str, environment: str) -> Iterator[list[str]]:
    for group, modes in _WHERE.findall(where):
        environments = document()["groups"].get(group, [group])
        if group == "*" or environment in environments:
            yield list(document()["modes"]) if modes == "*" else modes.split(",")


def _cell(use: str, line: list[str]) -> Cell:
    where, format_, table, executed, scenarios, speaks, note = line
    said = [one.split(".") for one in speaks.split() if one != "-"]
    spoken = frozenset((code, int(number)) for code, number in said)
    return Cell(use, where, format_, table, executed, tuple(scenarios.split()), spoken, note)


def _row(use: Mapping[str, Any], format_: str, environment: str, mode: str) -> Row:
    facts: dict[str, FactValue] = {
        **document()["of_api"].get(use["facts"]["api"], {}),
        **document()["of_event"].get(use["facts"]["event"], {}),
        **document()["modes_of"].get(environment, {}).get(mode, document()["modes"][mode]),
        "alias": "tensorflow",
        "operation": use["operation"],
        "handle": "https://tfhub.dev/publisher/model/1",
        **{name: version(text) for name, text in document()["environments"][environment].items()},
        **{name: version(text) for name, text in use.get("versions", {}).items()},
        **use["facts"],
    }
    row = {name: Fact(value) for name, value in facts.items()}
    if format_:
        row["format"] = Fact(None if format_ == UNKNOWN else format_)
    return row
