"""How is work spread over processes? Forked ones take it in small shares, as they get ready.

A forked process has all that its parent had read by then, and hands back what it found. Where
forking is not safe (other systems than Linux, a process with several threads), all is done here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Found = TypeVar("Found")

# Shares of each process: more even the load, fewer let neighbours share what they have read.
_SHARES = 8


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether this process can be copied without harm."""
    import threading

    return sys.platform == "linux" and threading.active_count() == 1


def spread(work: Callable[[int], Found], count: int, jobs: int) -> list[Found]:
    """What the work gives for 0, 1, ... up to `count`, in this order, by so many processes.

    What a process raises is raised here; the share of one that dies is done again, here.
    """
    shares = _shares(count, jobs)
    if jobs < 2 or len(shares) < 2 or not can_fork():
        return [work(number) for number in range(count)]
    found: dict[int, list[Found]] = {}
    workers = [_Worker(work, shares) for _ in range(min(jobs, len(shares)))]
    try:
        _hand_out(workers, len(shares), found)
    finally:
        for worker in workers:
            worker.stop()
    for index, share in enumerate(shares):
        if index not in found:
            found[index] = [work(number) for number in share]
    return [one for index in range(len(shares)) for one in found[index]]


def _shares(count: int, jobs: int) -> list[range]:
    size = max(1, count // (jobs * _SHARES))
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def _hand_out(workers: Sequence[_Worker], shares: int, found: dict[int, Any]) -> None:
    """Gives the next share to whoever is ready, until all is done or everybody is dead."""
    from multiprocessing.connection import wait

    left: Iterator[int] = iter(range(shares))
    busy = {worker.pipe: worker for worker in workers if worker.take(next(left, None))}
    while busy:
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            answer = worker.answer()
            if answer is None:
                del busy[worker.pipe]
                continue
            index, value = answer
            if isinstance(value, BaseException):
                raise value
            found[index] = value
            if not worker.take(next(left, None)):
                del busy[worker.pipe]


class _Worker:
    """A forked process that waits for shares."""

    def __init__(self, work: Callable[[int], Any], shares: Sequence[range]) -> None:
        import multiprocessing

        context = multiprocessing.get_context("fork")
        self.pipe, end = context.Pipe()
        self._process = context.Process(target=_serve, args=(end, self.pipe, work, shares))
        self._process.daemon = True
        self._process.start()
        end.close()

    def take(self, index: int | None) -> bool:
        """Gives it a share, if there is one and it lives."""
        if index is None:
            return False
        try:
            self.pipe.send(index)
        except OSError:
            return False
        return True

    def answer(self) -> tuple[int, Any] | None:
        """The share that it did, and what came of it; None if it is dead."""
        try:
            answer: tuple[int, Any] = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return answer

    def stop(self) -> None:
        """Ends it, whatever it does."""
        self.pipe.close()
        self._process.terminate()
        self._process.join()


def _serve(
    pipe: Connection, other: Connection, work: Callable[[int], Any], shares: Sequence[range]
) -> None:
    """What a worker does until its pipe is closed."""
    other.close()
    with suppress(EOFError, OSError, KeyboardInterrupt):  # the parent ended, or says so itself
        while True:
            index = pipe.recv()
            try:
                found: Any = [work(number) for number in shares[index]]
            except Exception as error:
                found = error
            pipe.send((index, found))
