"""Can any of these files concern hub? The question before all others: most runs end here.

So this module imports next to nothing, as do those that it is used with.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# A file that uses TensorFlow Hub must name it, since it must import it, or take it from a module
# of the project that does.
HUB = b"tensorflow_hub"

# What else names it: functions that stand for an API of hub, as the configuration says.
_WRAPPERS: ContextVar[tuple[bytes, ...]] = ContextVar("wrappers", default=())

# A tree takes fifty times the source in memory, and libcst, for newer syntax, 250 times.
MAX_SIZE = 1_000_000

_FIRST_READ = 1 << 16
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def mentions_hub(data: bytes) -> bool:
    """Whether a file of these bytes can concern hub."""
    return HUB in data or names_wrapper(data)


def names_wrapper(data: bytes) -> bool:
    """Whether a file of these bytes names a function that stands for an API of hub."""
    return any(map(data.__contains__, _WRAPPERS.get()))


@contextmanager
def wrapped(names: Iterable[str]) -> Iterator[None]:
    """Within it, a file that names one of these functions, by its dotted name, concerns hub."""
    token = _WRAPPERS.set(tuple(name.rpartition(".")[2].encode() for name in names))
    try:
        yield
    finally:
        _WRAPPERS.reset(token)


def may_concern_hub(paths: Iterable[str]) -> bool:
    """Whether one of the files mentions hub, or can't be read, so that nobody knows."""
    try:
        return any(mentions_hub(read_bytes(path)) for path in paths)
    except OSError:
        return True


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Read a file by system calls alone: over a tree, a quarter faster than `open`."""
    descriptor = os.open(path, _READ_ONLY)
    try:
        data = os.read(descriptor, _FIRST_READ)
        more = os.read(descriptor, _FIRST_READ)
        if not more:  # nearly every file
            return data
        parts = [data, more]
        while parts[-1]:
            parts.append(os.read(descriptor, _FIRST_READ * len(parts)))
    finally:
        os.close(descriptor)
    return b"".join(parts)
