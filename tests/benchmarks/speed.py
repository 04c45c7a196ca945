"""How long does hublint take over a tree of files, beside other linters? Medians and ratios.

Usage: python tests/benchmarks/speed.py [--rounds N] [--files N] [--peers] [FOLDER ...]

It generates three trees, always the same, and takes the folders that are named beside them. Every
round runs all programs in turn, so that what else the machine does falls on all of them alike:
read the ratios, not the times. Each tree has its table on standard error, with the times, the
work of all processors and the greatest memory of one process. The last, on standard output, is
that of the README, in Markdown. A program that is not installed is left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.runs import HUBLINT, PYTHON, Run, can_run, measured, typical
from tests.benchmarks.trees import write_tree

RUFF = ("ruff", "check", "--quiet", "--exit-zero", "--isolated", "--select", "F,NPY,UP")
FLAKE8 = (*PYTHON, "flake8", "--isolated", "--exit-zero", "--select", "F")
SEMGREP = ("semgrep", "--quiet", "--metrics=off", "--disable-version-check", "--lang", "python")
HUB_CALLS = ("--pattern", "hub.$API(...)")


# Over more files than these, peers take minutes.
MOST_FOR_PEERS = 1_000


class Program(NamedTuple):
    """What is run in a folder; a peer only when asked for."""

    words: Sequence[str]
    is_peer: bool = False


# What all others are compared with is the first.
PROGRAMS: Mapping[str, Program] = {
    "ruff": Program((*RUFF, "--no-cache", ".")),
    "ruff, cached": Program((*RUFF, "--cache-dir", "{cache}/ruff", ".")),
    "hublint, one process": Program((*HUBLINT, "--no-cache", "--jobs", "1", ".")),
    "hublint": Program((*HUBLINT, "--no-cache", ".")),
    "hublint, cached": Program((*HUBLINT, "--cache-dir", "{cache}/hublint", ".")),
    "bare libcst parse": Program((sys.executable, __file__, "--parse")),
    "flake8": Program((*FLAKE8, "."), is_peer=True),
    "semgrep": Program((*SEMGREP, *HUB_CALLS, "."), is_peer=True),
    "Fixit": Program(("fixit", "--quiet", "lint", "."), is_peer=True),
}


class Tree(NamedTuple):
    """A folder, how many Python files it has, and how many of them name hub."""

    folder: Path
    files: int
    hub_files: int

    @property
    def title(self) -> str:
        """What it is called in a table."""
        uses = {0: "none uses", 1: "1 uses", self.files: "all use"}
        return f"{self.files:,} files, {uses.get(self.hub_files, f'{self.hub_files:,} use')} hub"


def main() -> None:
    """Measure each tree, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=10_000, help="in the large trees; 0: none")
    parser.add_argument(
        "--peers", action="store_true", help="flake8, semgrep and Fixit, too, where a tree is small"
    )
    parser.add_argument("--parse", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.parse:
        parse_all()
        return
    told: dict[str, Mapping[str, Run]] = {}
    with tempfile.TemporaryDirectory() as top:
        trees = {tree.title: tree for tree in generated(Path(top), options.files)}
        trees.update((f"{tree.folder.name}: {tree.title}", tree) for tree in named(options.folders))
        for title, tree in trees.items():
            told[title] = run_all(tree, Path(top), options.rounds, options.peers)
            print(f"\n{title}", *details(told[title]), sep="\n", file=sys.stderr, flush=True)
    print("", *markdown(told), sep="\n")


def generated(top: Path, files: int) -> Iterator[Tree]:
    """Writes the trees."""
    shapes = [(files, 0), (files, files // 200)] if files else []
    for number, (count, with_hub) in enumerate([*shapes, (50, 50)]):
        folder = top / f"tree_{number}"
        write_tree(folder, files=count, with_hub=with_hub)
        yield Tree(folder, count, with_hub)


def named(folders: Sequence[Path]) -> Iterator[Tree]:
    """The folders of the command line."""
    for folder in folders:
        files = [path.read_bytes() for path in folder.rglob("*.py")]
        yield Tree(folder.resolve(), len(files), sum(b"tensorflow_hub" in data for data in files))


def run_all(tree: Tree, top: Path, rounds: int, peers: bool) -> Mapping[str, Run]:
    """What each program typically costs over a tree."""
    cache = Path(tempfile.mkdtemp(dir=top))
    programs = {
        title: tuple(word.format(cache=cache) for word in program.words)
        for title, program in PROGRAMS.items()
        if can_run(program.words)
        and not (program.is_peer and (not peers or tree.files > MOST_FOR_PEERS))
    }
    for title, words in programs.items():
        if not PROGRAMS[title].is_peer:
            measured(words, tree.folder)  # fills caches, and byte-compiles
    runs: dict[str, list[Run]] = {title: [] for title in programs}
    for _ in range(rounds):
        for title, words in programs.items():
            runs[title].append(measured(words, tree.folder))
    return {title: typical(own) for title, own in runs.items()}


def details(runs: Mapping[str, Run]) -> Iterator[str]:
    """The lines that tell what each program costs over a tree."""
    first = next(iter(runs.values()))
    yield f"{'':<28} {'seconds':>8} {'ratio':>7} {'CPU':>7} {'ratio':>7} {'MiB':>5}"
    for title, (wall, work, memory) in runs.items():
        by_clock = f"{wall:8.3f} {wall / first.wall:6.2f}x"
        yield f"{title:<28} {by_clock} {work:7.3f} {work / first.work:6.2f}x {memory:5}"


def markdown(told: Mapping[str, Mapping[str, Run]]) -> Iterator[str]:
    """The README's table: for each tree, the times of all programs as multiples of the first's."""
    base, *others = [title for title in PROGRAMS if any(title in runs for runs in told.values())]
    yield f"| times of {base} | " + " | ".join(others) + " |"
    yield "| --- |" + " ---: |" * len(others)
    for tree, runs in told.items():
        ratios = [runs[title].wall / runs[base].wall if title in runs else None for title in others]
        yield f"| {tree} | " + " | ".join(map(_cell, ratios)) + " |"


def _cell(ratio: float | None) -> str:
    """A ratio with two figures or all before the point; nothing where it was not measured."""
    if ratio is None:
        return ""
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"


def parse_all() -> None:
    """What a program does that only parses the files of this folder that mention hub."""
    import libcst

    for path in sorted(Path().rglob("*.py")):
        data = path.read_bytes()
        if b"tensorflow_hub" in data:
            libcst.parse_module(data)


if __name__ == "__main__":
    main()
