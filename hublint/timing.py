"""Where does the time of a run go? By stage and by file, for `--timing`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# So many files are told, the slowest first.
MAX_FILES = 10


class Clock:
    """Seconds by stage and by file. Of stages within one another, each has its own time alone."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self.files: dict[str, float] = {}
        self._inner = [0.0]  # what the stages have taken that stood inside of each open one

    def add(self, other: Clock) -> None:
        """Adds what another clock, perhaps of another process, has measured."""
        for name, seconds in other.stages.items():
            self.stages[name] = self.stages.get(name, 0.0) + seconds
        for name, seconds in other.files.items():
            self.files[name] = self.files.get(name, 0.0) + seconds

    @contextmanager
    def measure(self, name: str, file: str) -> Iterator[None]:
        """Measures what runs within as that stage, for that file if there is one."""
        started = time.perf_counter()
        self._inner.append(0.0)
        try:
            yield
        finally:
            whole = time.perf_counter() - started
            own = whole - self._inner.pop()
            self._inner[-1] += whole
            self.stages[name] = self.stages.get(name, 0.0) + own
            if file:
                self.files[file] = self.files.get(file, 0.0) + own

    def table(self, seconds: float) -> str:
        """The stages of a run that took so many seconds, and its slowest files."""
        known = sum(self.stages.values())
        lines = [f"{name:<10} {taken:8.3f} s" for name, taken in self.stages.items()]
        lines.append(f"{'other':<10} {max(0.0, seconds - known):8.3f} s")
        lines.append(f"{'in all':<10} {seconds:8.3f} s")
        slowest = sorted(self.files.items(), key=lambda one: (-one[1], one[0]))[:MAX_FILES]
        lines += [f"{taken:19.3f} s  {file}" for file, taken in slowest]
        return "\n".join(lines) + "\n"


_CLOCK: ContextVar[Clock | None] = ContextVar("clock", default=None)


@contextmanager
def measuring(clock: Clock | None) -> Iterator[None]:
    """Within it, stages are measured by this clock; by none at all if it is None."""
    token = _CLOCK.set(clock)
    try:
        yield
    finally:
        _CLOCK.reset(token)


def clock() -> Clock | None:
    """The clock that measures at present, if any does."""
    return _CLOCK.get()


@contextmanager
def stage(name: str, file: str = "") -> Iterator[None]:
    """A stage of a run, and the file that it is spent on, if it is one."""
    running = _CLOCK.get()
    if running is None:
        yield
        return
    with running.measure(name, file):
        yield
