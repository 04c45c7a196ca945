"""How long does hublint take over a tree of files, beside other linters? Medians and ratios.

Usage: python tests/benchmarks/speed.py [--rounds N] [--files N] [FOLDER ...]

Without folders it generates three trees, always the same. Every round runs all programs in turn,
so that what else the machine does falls on all of them alike: read the ratios, not the times. A
program that is not installed is left out. The last column is the greatest memory of one process.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.trees import write_tree  # noqa: E402

RUFF = ("ruff", "check", "--quiet", "--exit-zero", "--isolated", "--select", "F,NPY,UP")
HUBLINT = (sys.executable, "-m", "hublint", "--quiet", "--exit-zero", "--output-format", "json")

SEMGREP = ("--pattern", "hub.$API(...)", "--lang", "python")

# What all others are compared with is the first.
PROGRAMS: Mapping[str, Sequence[str]] = {
    "ruff --no-cache": (*RUFF, "--no-cache"),
    "ruff, cached": (*RUFF, "--cache-dir", "{cache}/ruff"),
    "hublint --no-cache": (*HUBLINT, "--no-cache"),
    "hublint --no-cache --jobs 1": (*HUBLINT, "--no-cache", "--jobs", "1"),
    "hublint, cached": (*HUBLINT, "--cache-dir", "{cache}/hublint"),
    "libcst.parse_module": (sys.executable, __file__, "--parse"),
    "flake8": (sys.executable, "-m", "flake8", "--isolated", "--exit-zero", "--select", "F"),
    "fixit": ("fixit", "--quiet", "lint"),
    "semgrep": ("semgrep", "--quiet", "--metrics=off", "--disable-version-check", *SEMGREP),
}
# What takes minutes over a large tree is run there only when it is asked for.
SLOW = frozenset({"flake8", "fixit", "semgrep"})


class Run(NamedTuple):
    """One run: seconds by the clock, seconds of all processors, MiB of its largest process."""

    wall: float
    work: float
    memory: int


def main() -> None:
    """Measure each tree and print a table of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--slow", action="store_true", help="the slow programs, too")
    parser.add_argument("--parse", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.parse:
        parse_all()
        return
    with tempfile.TemporaryDirectory() as top:
        trees = {str(folder): folder for folder in options.folders}
        for title, folder in (trees or dict(generated(Path(top), options.files))).items():
            print(f"\n{title}")
            for line in table(folder.resolve(), Path(top), options.rounds, options.slow):
                print(line, flush=True)


def generated(top: Path, files: int) -> Iterator[tuple[str, Path]]:
    """Writes the trees, and gives their titles and paths."""
    shapes = {
        f"{files:,} files, 1 of 200 uses hub": (files, files // 200),
        f"{files:,} files, none uses hub": (files, 0),
        "50 files, all use hub": (50, 50),
    }
    for number, (title, (count, with_hub)) in enumerate(shapes.items()):
        folder = top / f"tree_{number}"
        write_tree(folder, files=count, with_hub=with_hub)
        yield title, folder


def table(folder: Path, top: Path, rounds: int, slow: bool) -> Iterator[str]:
    """The lines that tell how long each program takes over a folder."""
    cache = Path(tempfile.mkdtemp(dir=top))
    programs = {
        title: tuple(word.format(cache=cache) for word in words)
        for title, words in PROGRAMS.items()
        if can_run(words) and (slow or title not in SLOW)
    }
    for title, words in programs.items():
        if "cached" in title:
            measured(words, folder)
    runs: dict[str, list[Run]] = {title: [] for title in programs}
    for _ in range(rounds):
        for title, words in programs.items():
            runs[title].append(measured(words, folder))
    first = statistics.median(run.wall for run in next(iter(runs.values())))
    yield f"{'':<28} {'seconds':>8} {'ratio':>7} {'CPU':>7} {'MiB':>5}"
    for title, own in runs.items():
        wall = statistics.median(run.wall for run in own)
        work = statistics.median(run.work for run in own)
        memory = max(run.memory for run in own)
        yield f"{title:<28} {wall:8.3f} {wall / first:6.2f}x {work:7.3f} {memory:5}"


def can_run(words: Sequence[str]) -> bool:
    """Whether a program is installed."""
    if words[0] != sys.executable:
        return shutil.which(words[0], path=_path()) is not None
    if words[1] != "-m":
        return True
    probe = (sys.executable, "-c", f"import {words[2]}")
    return subprocess.run(probe, cwd=ROOT, capture_output=True, check=False).returncode == 0


def measured(words: Sequence[str], folder: Path) -> Run:
    """Runs a program over a folder; it must end well."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": _path()}
    started = time.perf_counter()
    process = subprocess.Popen(
        (*words, "."), cwd=folder, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, own = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)}: exit code {process.returncode}")
    return Run(wall, own.ru_utime + own.ru_stime, own.ru_maxrss // 1024)


def parse_all() -> None:
    """What a program does that only parses the files of this folder that mention hub."""
    import libcst

    for path in sorted(Path().rglob("*.py")):
        data = path.read_bytes()
        if b"tensorflow_hub" in data:
            libcst.parse_module(data)


def _path() -> str:
    beside = os.path.dirname(sys.executable)
    return os.pathsep.join((beside, os.environ.get("PATH", "")))


if __name__ == "__main__":
    main()
