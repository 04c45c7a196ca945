"""How is work spread over processes? Each takes small shares of it, as it gets ready.

The others are forked: they have all that this process had read by then, and hand back what they
found. This one works too, since a process that only waits for the others disturbs them. Where
forking is not safe (other systems than Linux, a process with several threads), it does it all.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import takewhile
from typing import Any, NoReturn, TypeVar

Found = TypeVar("Found")

# Shares of each process: more even the load, fewer let neighbours share what they have read.
_SHARES = 8
# A ticket is one byte: so it is read by one process alone, and whole.
_TICKETS = 256


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether this process can be copied without harm."""
    import threading

    return sys.platform == "linux" and threading.active_count() == 1


def spread(
    work: Callable[[int], Found],
    sizes: Sequence[int],
    jobs: int,
    prepare: Callable[[], object] = lambda: None,
) -> list[Found]:
    """What the work gives for 0, 1, ..., in this order, by so many processes.

    `sizes` are how much each is, to any scale. With others at work, `prepare` is called here
    first: what only this process will need. What a process raises is raised here; what one that
    dies had taken is done again, here.
    """
    shares = _shares(len(sizes), jobs)
    if jobs < 2 or len(shares) < 2 or not can_fork():
        return [work(number) for number in range(len(sizes))]
    tickets = _tickets([sum(sizes[share.start : share.stop]) for share in shares])
    others: list[_Other] = []
    try:
        with suppress(OSError):  # where there can be no more processes, fewer do it
            for _ in range(min(jobs, len(shares)) - 1):
                others.append(_Other(work, shares, tickets))
        prepare()
        found = {index: [work(number) for number in shares[index]] for index in _taken(tickets)}
        for other in others:
            found.update(other.found())
    finally:
        os.close(tickets)
        for other in others:
            other.stop()
    for index, share in enumerate(shares):
        if index not in found:
            found[index] = [work(number) for number in share]
    return [one for index in range(len(shares)) for one in found[index]]


def _shares(count: int, jobs: int) -> list[range]:
    size = max(1, count // (jobs * _SHARES), -(-count // _TICKETS))
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def _tickets(sizes: Sequence[int]) -> int:
    """A pipe that holds the number of each share, for whichever process reads it first.

    The largest come first: so none is begun when the others are nearly done.
    """
    reading, writing = os.pipe()
    largest_first = sorted(range(len(sizes)), key=lambda index: -sizes[index])
    os.write(writing, bytes(largest_first))
    os.close(writing)
    return reading


def _taken(tickets: int) -> Iterator[int]:
    """The shares that fall to this process, until none is left."""
    while ticket := os.read(tickets, 1):
        yield ticket[0]


class _Other:
    """A forked process that does the shares that fall to it, then tells what came of them."""

    def __init__(self, work: Callable[[int], Any], shares: Sequence[range], tickets: int) -> None:
        parent = os.getpid()
        reading, writing = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(reading)  # so that writing fails when nobody is left to read
            _serve(work, shares, tickets, parent, writing)
        os.close(writing)
        self._answers = os.fdopen(reading, "rb")

    def found(self) -> dict[int, Any]:
        """What came of its shares, as far as it lived to tell. Raises what it raised."""
        found: dict[int, Any] = {}
        with suppress(EOFError, pickle.UnpicklingError):  # it told all, or it is dead
            while True:
                index, value = pickle.load(self._answers)
                if isinstance(value, BaseException):
                    raise value
                found[index] = value
        return found

    def stop(self) -> None:
        """Ends it, whatever it does."""
        self._answers.close()
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _serve(
    work: Callable[[int], Any], shares: Sequence[range], tickets: int, parent: int, answers: int
) -> NoReturn:
    """What a forked process does, until its parent is gone or all is done.

    It tidies nothing up when it ends: all that is its parent's.
    """
    try:
        wanted = takewhile(lambda _: os.getppid() == parent, _taken(tickets))
        told = b"".join([_told(work, shares[index], index) for index in wanted])
        with os.fdopen(answers, "wb") as pipe:
            pipe.write(told)
    finally:
        os._exit(0)


def _told(work: Callable[[int], Any], share: Sequence[int], index: int) -> bytes:
    """What came of a share, or what it raised, under its number."""
    try:
        found: Any = [work(number) for number in share]
    except Exception as error:
        found = error
    return pickle.dumps((index, found), pickle.HIGHEST_PROTOCOL)
