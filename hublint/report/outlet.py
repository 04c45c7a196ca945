"""Where does the text go? To a stream of any encoding, whose reader may have gone."""

from __future__ import annotations

import os
from typing import TextIO


def emit(text: str, stream: TextIO) -> None:
    """Write all of the text; what the stream can't encode is written as Python's escapes."""
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        # `hublint | head`: nobody reads on, nor shall Python complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_file(text: str, path: str) -> None:
    """Write all of the text to a file, as UTF-8 with "\\n"; raises OSError."""
    with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(text)
