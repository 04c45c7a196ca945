"""What do the real libraries say? Runs the programs in their environments, writes the table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.lab import environments, models, outcomes
from tests.lab.environments import Environment
from tests.lab.scenarios import Program, programs

RUNNER = Path(__file__).with_name("run_programs.py")
SECONDS = 90
QUIET = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # so that the sets in messages have one order
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # so that numbers are the same in every release
}


def record(names: Sequence[str], chosen: Sequence[str] = (), jobs: int = 2) -> int:
    """Record environments (all where none is named) and, of them, the chosen scenarios (all).

    Rows of what was not run are kept. Gives how many environments could not be had.
    """
    worlds = environments.load()
    unknown = [name for name in names if name not in worlds]
    if unknown:
        raise SystemExit(f"no such environment: {', '.join(unknown)}")
    missing = 0
    for name in names or worlds:
        rows = recorded(worlds[name], worlds, chosen, jobs)
        if rows is None:
            missing += 1
            continue
        ran = {(row.program, row.environment) for row in rows}
        kept = [row for row in outcomes.read() if not _replaced(row, name, ran, chosen)]
        outcomes.write([*kept, *rows])
    return missing


def _replaced(
    row: outcomes.Outcome, name: str, ran: set[tuple[str, str]], chosen: Sequence[str]
) -> bool:
    """Whether a row of the table is told anew, or is of a program that no longer is."""
    if row.environment != name:
        return False
    return (row.program, row.environment) in ran or not chosen


def recorded(
    environment: Environment,
    worlds: dict[str, Environment],
    chosen: Sequence[str] = (),
    jobs: int = 2,
) -> list[outcomes.Outcome] | None:
    """What the programs do in one environment, None where it can't be had on this machine."""
    if not environments.build(environment):
        return None
    todo = [
        program
        for program in programs(environment)
        if not chosen or any(program.id.startswith(prefix) for prefix in chosen)
    ]
    with tempfile.TemporaryDirectory(prefix="hublint-lab-") as folder:
        if not models.lay_out(environment, worlds, Path(folder)):
            print(f"{environment.name}: its models can't be built here", file=sys.stderr)
            return None
        return list(_outcomes(environment, todo, Path(folder), jobs))


def _outcomes(
    environment: Environment, todo: list[Program], folder: Path, jobs: int
) -> Iterator[outcomes.Outcome]:
    began, done, lock = time.monotonic(), 0, threading.Lock()
    queues = {
        "--warm": iter([program for program in todo if not program.fresh]),
        "--fresh": iter([program for program in todo if program.fresh]),
    }

    def work(how: str) -> list[outcomes.Outcome]:
        nonlocal done
        rows: list[outcomes.Outcome] = []
        with Runner(environment, folder, how) as runner:
            while True:
                with lock:
                    program = next(queues[how], None)
                if program is None:
                    return rows
                rows.append(outcomes.outcome(program.id, environment.name, runner.run(program)))
                with lock:
                    done += 1
                    rate = done / (time.monotonic() - began)
                    line = f"{environment.name}: {done}/{len(todo)}, {rate:.1f} a second"
                    print(f"\r{line}", end="", file=sys.stderr, flush=True)

    for how in queues:
        with ThreadPoolExecutor(jobs) as pool:
            for rows in pool.map(work, [how] * jobs):
                yield from rows
    print(file=sys.stderr)


class Runner:
    """A process inside an environment that runs programs one after the other."""

    def __init__(self, environment: Environment, folder: Path, how: str) -> None:
        self._command = [str(environment.executable), str(RUNNER), how]
        self._models = str(folder / "models")
        self._variables = {**os.environ, **QUIET, "TFHUB_CACHE_DIR": str(folder / "hub")}

    def __enter__(self) -> Runner:
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._variables,
            text=True,
        )
        return self

    def __exit__(self, *problem: object) -> None:
        self._process.communicate()

    def run(self, program: Program) -> dict[str, object]:
        """What the runner says of a program; an error where the runner itself failed."""
        job = {
            "source": program.source,
            "check": program.check,
            "models": self._models,
            "seconds": SECONDS,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the runner of {self._command[0]} is gone, at {program.id}")
        said = json.loads(answer)
        assert isinstance(said, dict)
        return said


def sources(environment: str, chosen: Iterable[str]) -> str:
    """The texts of programs, as they would run."""
    world = environments.load()[environment]
    prefixes = tuple(chosen)
    return "\n".join(
        f"# {program.id}\n{program.source}"
        for program in programs(world)
        if program.id.startswith(prefixes)
    )
