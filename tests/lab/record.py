"""What do the real libraries say? Runs the programs in their environments, writes the table."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue

from tests.lab import environments, models, outcomes
from tests.lab.environments import Environment
from tests.lab.outcomes import Outcome
from tests.lab.runner import Runner
from tests.lab.scenarios import Program, programs

READABLE = Path(__file__).with_name("readable")


def record(names: Sequence[str], chosen: Sequence[str] = (), jobs: int = 2) -> int:
    """Record environments (all where none is named) and, of them, the chosen programs (all).

    A program is chosen by the beginning of its id; the rows of others are kept while there are
    such programs. Gives how many environments could not be had.
    """
    worlds = environments.load()
    unknown = [name for name in names if name not in worlds]
    if unknown:
        raise SystemExit(f"no such environment: {', '.join(unknown)}")
    missing = 0
    for name in names or worlds:
        every = programs(worlds[name])
        todo = [each for each in every if each.id.startswith(tuple(chosen) or ("",))]
        rows = recorded(worlds[name], worlds, todo, jobs)
        if rows is None:
            missing += 1
            continue
        others = {each.id for each in every} - {row.program for row in rows}
        kept = [row for row in outcomes.read() if row.environment != name or row.program in others]
        outcomes.write([*kept, *rows])
    models.keep_readable(worlds, READABLE)
    return missing


def recorded(
    environment: Environment,
    worlds: dict[str, Environment],
    todo: Sequence[Program],
    jobs: int = 2,
    warm: bool = True,
) -> list[Outcome] | None:
    """What programs do in one environment, None where it can't be had on this machine.

    With `warm`, programs that allow it start from an interpreter that has imported TensorFlow.
    """
    if not environments.build(environment):
        return None
    progress = Progress(environment.name, len(todo))
    rows: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="hublint-lab-") as folder:
        if not models.lay_out(environment, worlds, Path(folder)):
            print(f"{environment.name}: its models can't be built here", file=sys.stderr)
            return None
        for shared in (True, False):
            some = [program for program in todo if (warm and not program.fresh) is shared]
            rows += _run(environment, some, Path(folder), min(jobs, len(some)), shared, progress)
    progress.end()
    return rows


def _run(
    environment: Environment,
    todo: Sequence[Program],
    folder: Path,
    jobs: int,
    warm: bool,
    progress: Progress,
) -> list[Outcome]:
    """Run programs in as many serving processes as there are jobs."""
    queue: SimpleQueue[Program] = SimpleQueue()
    for program in todo:
        queue.put(program)

    def work(_: int) -> list[Outcome]:
        rows: list[Outcome] = []
        with Runner(environment, folder, warm) as runner:
            while (program := _next(queue)) is not None:
                said = runner.run(program)
                rows.append(outcomes.outcome(program.id, environment.name, said))
                progress.step()
        return rows

    if not jobs:
        return []
    with ThreadPoolExecutor(jobs) as pool:
        return [row for rows in pool.map(work, range(jobs)) for row in rows]


def _next(queue: SimpleQueue[Program]) -> Program | None:
    try:
        return queue.get_nowait()
    except Empty:
        return None


class Progress:
    """A line on stderr that says how far one environment is, told anew each second."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total, self._done = name, total, 0
        self._began = self._told = time.monotonic()
        self._lock = threading.Lock()

    def step(self) -> None:
        """One more program is done."""
        with self._lock:
            self._done += 1
            now = time.monotonic()
            if now - self._told >= 1:
                self._told = now
                self._tell("\r")

    def end(self) -> None:
        """All are."""
        self._tell("\r")
        print(file=sys.stderr, flush=True)

    def _tell(self, start: str) -> None:
        rate = self._done / max(time.monotonic() - self._began, 0.1)
        line = f"{start}{self._name}: {self._done} of {self._total}, {rate:.1f} a second"
        print(line, end="", file=sys.stderr, flush=True)


def sources(environment: str, chosen: Iterable[str]) -> str:
    """The texts of programs, as they would run."""
    world = environments.load()[environment]
    return "\n".join(
        f"# {program.id}\n{program.source}"
        for program in programs(world)
        if program.id.startswith(tuple(chosen))
    )
