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
HUB_WORDS = (b"tensorflow_hub",)

# With what else names it: functions that stand for an API of hub, as the configuration says.
_WORDS: ContextVar[tuple[bytes, ...]] = ContextVar("words", default=HUB_WORDS)

# libcst takes 250 times the source in memory.
MAX_SIZE = 1_000_000

_FIRST_READ = 1 << 16
_READ_ONLY = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def mentions_hub(data: bytes) -> bool:
    """Whether a file of these bytes can concern hub."""
    return any(map(data.__contains__, _WORDS.get()))


@contextmanager
def wrapped(names: Iterable[str]) -> Iterator[None]:
    """Within it, a file that names one of these functions, by its dotted name, concerns hub."""
    wrappers = (name.rpartition(".")[2].encode() for name in names)
    token = _WORDS.set((*HUB_WORDS, *wrappers))
    try:
        yield
    finally:
        _WORDS.reset(token)


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
