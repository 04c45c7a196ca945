"""Does the time per file stay the same as a project grows, and per KB as a file grows?

Usage: python tests/benchmarks/growth.py [--rounds N] [--files N]

The first table is of projects of 100, 1,000, 10,000 files (and on, up to --files), generated ones
whose modules import one another and use hub through one another. The marginal time is that of the
files that a project has more than the one before, so that start-up is no part of it. The second
table is of one file that uses hub, from 10 KB to 1 MB. Read the ratios, not the times.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from hublint.garbage import live_for_one_run
from tests.benchmarks.parse_ratio import HUB, OTHER, parse_and_lint
from tests.benchmarks.runs import HUBLINT, Run, measured, typical
from tests.benchmarks.trees import write_linked_tree

FIRST = 100
KILOBYTES = (10, 30, 100, 300, 990)  # from 1 MB on, a file is passed over


class Grown(NamedTuple):
    """A project of so many files, and what a run over it costs."""

    files: int
    run: Run


def main() -> None:
    """Measure both and print a table of each."""
    live_for_one_run()  # as the command line does
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        grown = projects(Path(top), options.files, options.rounds)
        for line in (*of_projects(grown), "", *of_files(Path(top), options.rounds)):
            print(line, flush=True)


def projects(top: Path, most: int, rounds: int) -> list[Grown]:
    """Writes projects, each ten times as large as the one before, and runs over each in turn."""
    sizes = [FIRST]
    while sizes[-1] * 10 <= most:
        sizes.append(sizes[-1] * 10)
    for size in sizes:
        write_linked_tree(top / str(size), files=size)
    words = (*HUBLINT, "--no-cache", "--jobs", "1", ".")
    measured(words, top / str(FIRST))  # byte-compiles
    runs: dict[int, list[Run]] = {size: [] for size in sizes}
    for _ in range(rounds):
        for size, own in runs.items():
            own.append(measured(words, top / str(size)))
    return [Grown(size, typical(own)) for size, own in runs.items()]


def of_projects(grown: Sequence[Grown]) -> Iterator[str]:
    """The table of projects: the marginal cost of a file, beside that of the smallest step."""
    yield f"{'files':>9} {'seconds':>9} {'MiB':>5} {'marginal per file':>20} {'ratio':>8}"
    first = 0.0
    for index, (files, run) in enumerate(grown):
        start = f"{files:>9,} {run.work:>9.2f} {run.memory:>5}"
        if not index:
            yield start
            continue
        before = grown[index - 1]
        marginal = (run.work - before.run.work) / (files - before.files)
        first = first or marginal
        yield f"{start} {marginal * 1000:>17.2f} ms {marginal / first:>6.2f} x"


def of_files(top: Path, rounds: int) -> Iterator[str]:
    """The table of one growing file: the cost of a KB, beside that in the smallest file."""
    each = f"{'parse per KB':>15} {'lint per KB':>15} {'ratio':>8}"
    yield f"{'KB':>9} {'parse':>9} {'lint':>9} {each}"
    first = 0.0
    for size in KILOBYTES:
        folder = top / f"file_{size}"
        folder.mkdir()
        (folder / "requirements.txt").write_text("tensorflow==2.15.1\ntensorflow-hub==0.15.0\n")
        file = folder / "module.py"
        file.write_text(text_of(size * 1000))
        _, parse, lint = parse_and_lint(folder, [file], rounds)
        first = first or lint / size
        times = f"{parse * 1000:>6.0f} ms {lint * 1000:>6.0f} ms"
        each = f"{parse / size * 1000:>12.2f} ms {lint / size * 1000:>12.2f} ms"
        yield f"{size:>9} {times} {each} {lint / size / first:>6.2f} x"


def text_of(size: int) -> str:
    """A module of so many bytes, in which one part of five uses hub."""
    parts: list[str] = []
    written = 0
    while written < size:
        number = len(parts)
        text = (OTHER if number % 5 else HUB).format(number=number, version=1 + number % 2)
        parts.append(text)
        written += len(text)
    return "".join(parts)


if __name__ == "__main__":
    main()
