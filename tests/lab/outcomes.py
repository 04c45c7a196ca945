"""What became of a program in an environment? The rows of the table, and how they are read.

The table is a TSV file sorted by program and environment, so that a changed outcome is a changed
line. Messages are freed from what differs between runs: folders, addresses, counters.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from tests.lab.environments import read_toml

HERE = Path(__file__).parent
TABLE = HERE / "outcomes.tsv"
WIDTH = 160

# Lines that only announce the cause, which stands further down.
ANNOUNCES = re.compile(
    r"in (?:user|converted) code:|Exception encountered when calling|Graph execution error"
    r"|Detected at node|stack traces unavailable"
)
NAMED = re.compile(r"(?:[\w.]+: )?\w*(?:Error|Exception): (.*)")
PLACES = ("File ", "return ", "Node: ", "Call arguments received")
VARIABLE = (
    (re.compile(r"0x[0-9a-f]+"), "0x.."),
    (re.compile(r"(?<=[a-z_])_\d+(?=_|\b)"), "_N"),
    (re.compile(r"\b\d+(?=_\d|_N)"), "N"),
    (re.compile(r"/\S*?/(?=tensorflow|keras|tf_keras)\S*?site-packages/"), ""),
    (re.compile(r"/\S*site-packages/"), ""),
    (re.compile(r"/\S*/toys-(\w+)-[0-9a-f]{10}/"), r"<toys of \1>/"),
    (re.compile(r"/\S*/hub/[0-9a-f]{40}"), "<handle>"),
    (re.compile(r"/\S*/lab-[a-z0-9_]{8}"), "<here>"),
    # The first of several uninitialised variables that happens to be read.
    (re.compile(r"(?<=resource variable )[\w/]+"), "<variable>"),
    (re.compile(r"(?<=uninitialized value )[\w/]+"), "<variable>"),
    (re.compile(r"(?<=Could not find variable )[\w/]+"), "<variable>"),
)
KEYS = re.compile(r"(?<=dict_keys\(\[)[^\]]*(?=\])")  # in an order that differs between runs


@dataclass(frozen=True, order=True)
class Outcome:
    """One row: `lines` are those of the program in the traceback, outermost first."""

    program: str
    environment: str
    outcome: str  # runs, raises, silent, unchecked
    lines: str = ""
    exception: str = ""
    message: str = ""
    numbers: str = ""  # a hash of the arrays in `result`, the same where they are bit for bit
    outside: str = ""  # why this failure is not a matter of hub compatibility

    @property
    def on(self) -> frozenset[int]:
        """The lines of the program on which an error may be reported."""
        return frozenset(int(line) for line in self.lines.split(",") if line)


def outcome(program: str, environment: str, said: dict[str, Any]) -> Outcome:
    """The row for what the runner said of a program."""
    message = said.get("message", "")
    lines = [*said.get("lines", ()), *_mentioned(message)]
    return Outcome(
        program,
        environment,
        said["outcome"],
        ",".join(dict.fromkeys(str(line) for line in lines)),
        said.get("exception", ""),
        cause(message, said.get("folder", "")),
        said.get("numbers") or "",
    )


def _mentioned(message: str) -> list[int]:
    return [int(found) for found in re.findall(r"program\.py\"?(?:, line |:)(\d+)", message)]


def cause(message: str, folder: str = "") -> str:
    """The first line of a message that says what went wrong, freed from what varies."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if lines and ANNOUNCES.search(lines[0]):
        lines = _below(lines)
    first = lines[0] if lines else ""
    if folder:
        first = first.replace(folder, "<here>")
    for pattern, plain in VARIABLE:
        first = pattern.sub(plain, first)
    first = KEYS.sub(lambda keys: ", ".join(sorted(keys[0].split(", "))), first)
    return first.replace("\t", " ")[:WIDTH].strip()


def _below(lines: list[str]) -> list[str]:
    """The lines from the cause on, in a message whose first line only announces it."""
    named = [found[1] for found in map(NAMED.fullmatch, lines) if found]
    told = [line for line in named if not ANNOUNCES.search(line)]
    if told:
        return told[-1:]
    # TensorFlow 2.10 to 2.13 shows the code first, then the node, and then what went wrong.
    nodes = [place for place, line in enumerate(lines) if line.startswith("Node: ")]
    lines = lines[nodes[-1] :] if nodes else lines
    rest = [line for line in lines[1:] if not ANNOUNCES.search(line) and line[0] not in "/•{["]
    return [line for line in rest if not line.startswith(PLACES)] or lines


@cache
def _outside_cases() -> tuple[dict[str, str], ...]:
    return tuple(read_toml(HERE / "outside.toml")["case"])


def outside(row: Outcome) -> str:
    """Why a failure is not a matter of hub compatibility, empty where it is one."""
    if row.outcome == "runs":
        return ""
    for case in _outside_cases():
        if (
            fnmatchcase(row.program, case.get("program", "*"))
            and fnmatchcase(row.environment, case.get("environment", "*"))
            and fnmatchcase(f"{row.exception}: {row.message}", case.get("message", "*"))
        ):
            return case["cause"]
    return ""


def read(path: Path = TABLE) -> list[Outcome]:
    """The rows of a table, none where there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Outcome(*row) for row in rows]


def write(rows: Iterable[Outcome], path: Path = TABLE) -> None:
    """Write a table, sorted, with the causes that `outside.toml` gives now."""
    head = "\t".join(field.name for field in fields(Outcome))
    marked = [replace(row, outside=outside(row)) for row in rows]
    body = ["\t".join(astuple(row)) for row in sorted(marked)]
    path.write_text("\n".join([head, *body]) + "\n", encoding="utf-8")
