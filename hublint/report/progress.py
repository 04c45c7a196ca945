"""How far is a long run? One line on a terminal's stderr, gone when the run is done."""

from __future__ import annotations

import time
from typing import TextIO

# A run that is over before this needs no line, and more often than this nobody reads it.
_PATIENCE = 1.0
_INTERVAL = 0.1


class Progress:
    """Shows `done` of `total` files, where the stream is a terminal; call `close` at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.monotonic() + _PATIENCE
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """Say how far the run is."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _INTERVAL
        self._shown = True
        self._stream.write(f"\r{done:,} of {total:,} files")
        self._stream.flush()

    def close(self) -> None:
        """Wipe the line."""
        if self._shown:
            self._stream.write("\r\033[K")
            self._stream.flush()
