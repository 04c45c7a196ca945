"""What does one run of a program cost? Seconds by the clock and of the processors, and memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
# An installed program is byte-compiled, whatever this variable asks of a checkout.
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"

PYTHON = (sys.executable, "-m")
HUBLINT = (*PYTHON, "hublint", "--quiet", "--exit-zero", "--output-format", "json")


class Run(NamedTuple):
    """One run: seconds by the clock, seconds of all processors, MiB of its largest process."""

    wall: float
    work: float
    memory: int


def environment() -> Mapping[str, str]:
    """That of every run: hublint is imported from this checkout, byte-compiled when first run."""
    others = {name: value for name, value in os.environ.items() if name != NO_BYTECODE}
    return {**others, "PYTHONPATH": str(ROOT), "PATH": _path()}


def measured(words: Sequence[str], folder: Path) -> Run:
    """Runs a program in a folder; it must not end worse than with findings."""
    started = time.perf_counter()
    silent = subprocess.DEVNULL
    process = subprocess.Popen(words, cwd=folder, env=environment(), stdout=silent, stderr=silent)
    _, status, own = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)}: exit code {process.returncode}")
    return Run(wall, own.ru_utime + own.ru_stime, own.ru_maxrss // 1024)


def typical(runs: Iterable[Run]) -> Run:
    """The medians of the times of several runs, and their greatest memory."""
    walls, works, memories = zip(*runs, strict=True)
    return Run(statistics.median(walls), statistics.median(works), max(memories))


def can_run(words: Sequence[str]) -> bool:
    """Whether a program is installed."""
    if words[0] != sys.executable:
        return shutil.which(words[0], path=_path()) is not None
    if words[1] != "-m":
        return True
    probe = (sys.executable, "-c", f"import {words[2]}")
    return subprocess.run(probe, cwd=ROOT, capture_output=True, check=False).returncode == 0


def _path() -> str:
    beside = os.path.dirname(sys.executable)
    return os.pathsep.join((beside, os.environ.get("PATH", "")))
