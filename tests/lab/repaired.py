"""What do hublint's repairs make of a program, and which pairs of programs are they?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.lab.check import HERE, LIBRARIES, READABLE
from tests.lab.environments import Environment
from tests.lab.models import shelve_readable

PAIRS = HERE / "repairs.tsv"


@dataclass(frozen=True)
class Pair:
    """The programs before and after a repair, by id or pattern, and what becomes of the numbers.

    `numbers` are the same or different, or the first program raises, or does something else
    silently. `rule` and `environment` are those of a pair that hublint makes, else empty.
    """

    repair: str
    before: str
    after: str
    numbers: str
    rule: str = ""
    environment: str = ""


def pairs() -> Iterator[Pair]:
    """All pairs, in order."""
    for line in PAIRS.read_text(encoding="utf-8").splitlines()[1:]:
        yield Pair(*line.split("\t"))


def repaired(source: str, rule: str, environment: Environment, folder: Path) -> str:
    """A program after all repairs of one rule, for the versions of an environment.

    It lies beside the models and sees the TFHUB_CACHE_DIR with which it ran.
    """
    program = folder / "program.py"
    program.write_text(source, encoding="utf-8")
    (folder / "setup.cfg").touch()
    (folder / "models").symlink_to(READABLE)
    cache = folder / "cache"
    cache.mkdir()
    shelve_readable(READABLE, cache)
    command = [sys.executable, "-m", "hublint", "--isolated", "--no-cache", "--fix-only"]
    command += ["--unsafe-fixes", "--fixable", rule, program.name]
    for name in sorted(LIBRARIES & environment.versions.keys()):
        command += ["--target", f"{name}={environment.versions[name]}"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1]), "TFHUB_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"hublint failed: {done.stderr.strip()[-2000:]}")
    return program.read_text(encoding="utf-8")
