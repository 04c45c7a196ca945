"""Does the table still hold on this machine? Runs a few programs of each environment again."""

from __future__ import annotations

import hashlib
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from tests.lab import environments, outcomes
from tests.lab.environments import Environment
from tests.lab.outcomes import Outcome
from tests.lab.record import recorded
from tests.lab.scenarios import programs

COUNT = 8
MINUTES = 12.0

# An outcome has changed if it differs every time: a busy machine has outcomes of its own.
TRIES = 3


@dataclass(frozen=True)
class Sample:
    """How many programs ran again, which outcomes changed, which environments were left out.

    `missing` are those that can't be had here, `late` those for which no time was left.
    """

    ran: int
    changed: tuple[tuple[Outcome, Outcome], ...]
    missing: tuple[str, ...]
    late: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"changed: {told}\n     now: {now}" for told, now in self.changed]
        if self.missing:
            lines.append(f"not to be had on this machine, skipped: {', '.join(self.missing)}")
        if self.late:
            lines.append(f"no time was left for: {', '.join(self.late)}")
        return "\n".join([*lines, f"{self.ran} programs ran again, {len(self.changed)} changed"])


def sample(
    names: Sequence[str] = (),
    count: int = COUNT,
    minutes: float = MINUTES,
    jobs: int = 2,
    warm: bool = True,
) -> Sample:
    """Run that many programs of each environment (of the named ones) again.

    Environments that are there already go first; once the minutes are over, none is begun.
    """
    worlds = environments.load()
    table = outcomes.read()
    ends = time.monotonic() + minutes * 60
    ran, changed, missing, late = 0, [], [], []
    for name in sorted(names or worlds, key=lambda name: not worlds[name].ready):
        rows = [row for row in table if row.environment == name]
        if time.monotonic() >= ends:
            late.append(name)
            continue
        again = _again(worlds[name], worlds, chosen(rows, count), jobs, warm)
        if again is None:
            missing.append(name)
            continue
        told = {row.program: row for row in rows}
        ran += len(again)
        for _ in range(TRIES):
            differing = [row for row in again if differs(told[row.program], row)]
            ids = {row.program for row in differing}
            again = (ids and _again(worlds[name], worlds, ids, jobs, warm=False)) or []
        changed += [(told[row.program], row) for row in differing]
    return Sample(ran, tuple(changed), tuple(missing), tuple(late))


def _again(
    environment: Environment,
    worlds: dict[str, Environment],
    ids: set[str],
    jobs: int,
    warm: bool,
) -> list[Outcome] | None:
    todo = [program for program in programs(environment) if program.id in ids]
    try:
        return recorded(environment, worlds, todo, jobs, warm)
    except RuntimeError as error:
        print(f"{environment.name}: {error}", file=sys.stderr)
        return None


def chosen(rows: Iterable[Outcome], count: int) -> set[str]:
    """The ids of that many programs: of every kind of outcome, always the same ones.

    Failures inside of a tf.function are left out: where two things fail there, threads decide
    which of them is told.
    """
    kinds: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.outcome != "raises" or "func" not in row.program.rpartition("@")[2]:
            kinds[row.outcome].append(row.program)
    shuffled = [
        sorted(ids, key=lambda name: hashlib.sha1(name.encode()).hexdigest())
        for ids in kinds.values()
    ]
    turns = chain.from_iterable(zip_longest(*shuffled))
    return set([name for name in turns if name is not None][:count])


def differs(told: Outcome, now: Outcome) -> bool:
    """Whether an outcome changed.

    The hash of numbers may be another on another processor, and TensorFlow tells the names of a
    set in any order.
    """
    return (told.outcome, told.lines, told.exception, _words(told.message)) != (
        now.outcome,
        now.lines,
        now.exception,
        _words(now.message),
    )


def _words(message: str) -> list[str]:
    return sorted(re.findall(r"\w+", message))
