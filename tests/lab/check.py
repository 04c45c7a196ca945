"""Does hublint say what the real libraries did? Lints every program, compares with the table.

A program that raises has an error on a line that its outcome allows, or a warning there of a rule
that names the program as the proof of a warning, unless it failed outside of hub compatibility; one
that runs has no error; one that is silently wrong has a warning or an error.
No TensorFlow runs here: the outcomes are those of the committed table.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.lab import environments, outcomes
from tests.lab.environments import Environment
from tests.lab.lines import allowed
from tests.lab.models import shelve_readable
from tests.lab.outcomes import Outcome
from tests.lab.proofs import backed, named
from tests.lab.scenarios import Program, programs

HERE = Path(__file__).parent
KNOWN = HERE / "disagreements.tsv"
READABLE = HERE / "readable"  # what a linter reads of the models that programs find on disk
LIBRARIES = {"tensorflow", "tensorflow-hub", "keras", "tf-keras", "setuptools", "protobuf"}
ALLOWED = 0.02

MISSED = "missed"  # it raises, and no error was told
ELSEWHERE = "elsewhere"  # the error was told of a line that its traceback does not know
FALSE = "false alarm"  # it runs, and an error was told
QUIET = "quiet"  # it is silently wrong, and nothing was told
LISTABLE = (MISSED, QUIET)  # the others may not be: an error that is told is an executed fact


@dataclass(frozen=True)
class Finding:
    """What hublint told of a program."""

    code: str
    severity: str
    line: int
    message: str


@dataclass(frozen=True)
class Comparison:
    """A row of the table beside what hublint told of its program; `kind` is empty if they agree."""

    row: Outcome
    findings: tuple[Finding, ...]
    cell: str
    kind: str

    @property
    def errors(self) -> list[Finding]:
        """The findings of level error."""
        return [finding for finding in self.findings if finding.severity == "error"]


@dataclass(frozen=True)
class Known:
    """A disagreement that is known, with its reason; the program and environment are patterns."""

    program: str
    environment: str
    kind: str
    reason: str

    def covers(self, compared: Comparison) -> bool:
        """Whether this is that disagreement."""
        return (
            compared.kind == self.kind
            and fnmatchcase(compared.row.program, self.program)
            and fnmatchcase(compared.row.environment, self.environment)
        )


def judge(
    row: Outcome,
    findings: Iterable[Finding],
    source: str = "",
    warning: Container[str] = frozenset(),
) -> str:
    """How what was told disagrees with what happened, empty where it does not.

    `warning` are the codes of the rules that name the program as the proof of a warning.
    """
    told = list(findings)
    errors = [finding for finding in told if finding.severity == "error"]
    if row.outside:
        return ""
    if row.outcome == "raises":
        lines = allowed(source, row.on)
        if not errors:
            warned = [one for one in told if one.severity == "warning" and one.code in warning]
            return "" if any(one.line in lines for one in warned) else MISSED
        return "" if any(finding.line in lines for finding in errors) else ELSEWHERE
    if row.outcome == "silent":
        return "" if any(finding.severity != "info" for finding in told) else QUIET
    return FALSE if errors else ""


def compare(names: Sequence[str] = (), every: int = 1) -> list[Comparison]:
    """Every row of the table (of the named environments) beside what hublint tells.

    With `every`, only one program in so many, always the same ones.
    """
    worlds = environments.load()
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for row in outcomes.read():
        among = zlib.crc32(row.program.encode()) % every == 0
        if among and (not names or row.environment in names):
            rows[row.environment].append(row)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = pool.map(lambda name: _of_environment(worlds[name], rows[name]), rows)
    return [compared for group in made for compared in group]


def _of_environment(environment: Environment, rows: list[Outcome]) -> list[Comparison]:
    wanted = {row.program for row in rows}
    todo = [program for program in programs(environment) if program.id in wanted]
    with tempfile.TemporaryDirectory() as folder:
        told = lint(environment, todo, Path(folder))
    texts = {program.id: program.source for program in todo}
    warned = named("warning")
    return [
        Comparison(row, *told[name], judge(row, told[name][0], texts[name], backed(name, warned)))
        for row in rows
        if (name := row.program) in told
    ]


def lint(
    environment: Environment, todo: Sequence[Program], folder: Path, lock: str = ""
) -> dict[str, tuple[tuple[Finding, ...], str]]:
    """The findings and the cell of each program, linted for the versions of an environment.

    Each program lies in a project of its own, so that none speaks of another's runtime, beside
    the models and with the TFHUB_CACHE_DIR that it ran with. Where the text of a lock file is
    given, that lies beside it and says the versions; else `_versions` does.
    """
    for position, program in enumerate(todo):
        place = folder / str(position)
        place.mkdir()
        (place / "setup.cfg").touch()
        (place / "program.py").write_text(program.source, encoding="utf-8")
        (place / "models").symlink_to(READABLE)
        if lock:
            (place / "poetry.lock").write_text(lock, encoding="utf-8")
    cache = folder / "cache"
    cache.mkdir()
    shelve_readable(READABLE, cache)
    command = [sys.executable, "-m", "hublint", "--isolated", "--no-cache"]
    command += ["--output-format", "json", "."]
    command += _versions(environment, folder) if not lock else ()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1]), "TFHUB_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.startswith("{"):
        raise RuntimeError(f"hublint failed: {done.stderr.strip()[-2000:]}")
    return _told(json.loads(done.stdout), todo)


def _versions(environment: Environment, folder: Path) -> list[str]:
    """The options that say with which versions a program ran.

    A target is a version; what is not there at all is seen of an environment alone, so that one
    from which packages were removed is laid out as hublint reads it, by the names of its folders.
    """
    if not environment.remove:
        told = sorted(LIBRARIES & environment.versions.keys())
        return [
            each for name in told for each in ("--target", f"{name}={environment.versions[name]}")
        ]
    place = folder / "environment"
    packages = place / "lib" / f"python{environment.python}" / "site-packages"
    for name, version in environment.versions.items():
        (packages / f"{name.replace('-', '_')}-{version}.dist-info").mkdir(parents=True)
    (place / "pyvenv.cfg").write_text(f"version = {environment.python}.0\n", encoding="utf-8")
    return ["--python", str(place)]


def _told(
    report: dict[str, Any], todo: Sequence[Program]
) -> dict[str, tuple[tuple[Finding, ...], str]]:
    findings: dict[int, list[Finding]] = defaultdict(list)
    for found in report["findings"]:
        position = int(found["path"].split("/")[0])
        findings[position].append(
            Finding(found["code"], found["severity"], found["line"], found["message"])
        )
    cells: dict[int, str] = {}
    for call in report["calls"]:
        cells.setdefault(int(call["path"].split("/")[0]), _cell(call))
    return {
        program.id: (tuple(findings[position]), cells.get(position, "no hub call"))
        for position, program in enumerate(todo)
    }


def _cell(call: dict[str, Any]) -> str:
    """The cell of the specification's tables that a call belongs to."""
    row = call["alternatives"][0] if call["alternatives"] else {}
    parts = (row.get("format"), row.get("operation"), row.get("runtime"))
    return " | ".join([call["api"], *(part or "unknown" for part in parts)])


def known(path: Path = KNOWN) -> list[Known]:
    """The disagreements that are known."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Known(*row) for row in rows]


def report(
    compared: Sequence[Comparison], listed: Sequence[Known], whole: bool = True
) -> tuple[str, bool]:
    """What the comparison says, for people, and whether it holds.

    Of the whole table, every listed disagreement must still be one.
    """
    apart = [each for each in compared if each.kind]
    excused = [each for each in apart if any(entry.covers(each) for entry in listed)]
    told = [f"{each.row.program} on {each.row.environment}: {_difference(each)}" for each in apart]
    stale = [e for e in listed if whole and not any(e.covers(each) for each in apart)]
    forbidden = [each for each in apart if each not in excused or each.kind not in LISTABLE]
    share = len(apart) / len(compared) if compared else 0.0
    holds = not forbidden and not stale and share <= ALLOWED
    lines = [
        *told,
        *(f"no longer so: {entry.program} on {entry.environment}, {entry.kind}" for entry in stale),
        "",
        *_agreement("rule", [(code, each.kind) for each in compared for code in _codes(each)]),
        "",
        *_agreement("cell", [(each.cell, each.kind) for each in compared]),
        "",
        f"{len(compared)} outcomes, {len(apart)} disagreements ({share:.1%}),"
        f" {len(excused)} of them known: {dict(Counter(each.kind for each in apart))}",
    ]
    return "\n".join(lines), holds


def _codes(each: Comparison) -> set[str]:
    return {finding.code for finding in each.findings if finding.severity != "info"}


def _agreement(title: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    total = Counter(name for name, _ in pairs)
    agree = Counter(name for name, kind in pairs if not kind)
    return [f"agreement by {title}:"] + [
        f"  {name:<60} {agree[name]:>5} of {total[name]}" for name in sorted(total)
    ]


def _difference(each: Comparison) -> str:
    row = each.row
    what = f"{row.exception}: {row.message}" if row.outcome == "raises" else row.message
    where = f" on line {row.lines}" if row.lines else ""
    told = ", ".join(f"{f.code} {f.severity} on line {f.line}" for f in each.findings) or "nothing"
    return f"{each.kind}: {row.outcome}{where} {what[:90]!r}; told: {told}"
