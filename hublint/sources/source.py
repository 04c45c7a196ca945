"""What does this file say? Its bytes, its text, and whether it can concern hub at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from hublint.files.disk import read_bytes
from hublint.files.display import display_path
from hublint.gate import MAX_SIZE, mentions_hub

__all__ = ["Quiet", "Read", "Source", "Unreadable", "display_path", "read_source", "source_of"]

_LONGEST_CODING_LINES = 400

NOTEBOOK = ".ipynb"


class Quiet(NamedTuple):
    """A file that doesn't mention hub, as most don't: its absolute path, and how people see it."""

    path: str
    display: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gives no text: at which line (from 1), and why, in one line.

    `mentions_hub` is False for one that can't be opened: nobody knows.
    """

    path: Path
    display: str
    line: int
    reason: str
    kind: Literal["missing", "undecodable", "too-large"]
    mentions_hub: bool = False


@dataclass(frozen=True)
class Source:
    """A file that can be read. `display` is how people see its path: from the run's folder.

    `encoding` is what its byte order mark or its coding line (PEP 263) asks for: text that is
    encoded with it gives the file's own bytes again, mark included.
    """

    path: Path
    display: str
    data: bytes
    encoding: str = "utf-8"

    @property
    def mentions_hub(self) -> bool:
        """Whether the bytes hold a word that a file must hold to use TensorFlow Hub."""
        return mentions_hub(self.data)

    @cached_property
    def text(self) -> str:
        """The text without a byte order mark, its line ends as they are."""
        return self.data.decode(self.encoding)


Read = Source | Unreadable | Quiet


def read_source(path: Path, display: str, max_size: int = MAX_SIZE) -> Source | Unreadable:
    """Read a file; Unreadable if it can't be opened or decoded, or has over `max_size` bytes."""
    try:
        data = read_bytes(path)
    except OSError as error:
        return Unreadable(path, display, 1, error.strerror or str(error), "missing")
    return source_of(path, display, data, max_size)


def source_of(
    path: Path, display: str, data: bytes, max_size: int = MAX_SIZE
) -> Source | Unreadable:
    """Make the source of bytes that are read already, as `read_source` does.

    Of a notebook, only the cells of Python count for `max_size`.
    """
    size = len(data)
    if size > max_size and path.suffix == NOTEBOOK:
        size = _size_of_code(data)
    if size > max_size:
        reason = f"skipped, since {size:,} bytes are more than max-file-size ({max_size:,})"
        return Unreadable(path, display, 1, reason, "too-large", mentions_hub(data))
    try:
        return Source(path, display, data, _encoding(data))
    except _UndecodableError as error:
        return Unreadable(
            path, display, error.line, error.reason, "undecodable", mentions_hub(data)
        )


def _size_of_code(data: bytes) -> int:
    """How much Python a notebook holds, which is what costs; its outputs don't count."""
    from hublint.sources.notebook import NotebookError, read_notebook

    if not mentions_hub(data):
        return 0
    try:
        cells = read_notebook(data.decode("utf-8-sig"))
    except (NotebookError, UnicodeDecodeError):  # told when it is read for good
        return 0
    return sum(len(cell.source) for cell in cells if cell.is_code)


class _UndecodableError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def _encoding(data: bytes) -> str:
    """Find the encoding and prove that it gives text; raises _UndecodableError."""
    plain = data.isascii() and b"coding" not in data[:_LONGEST_CODING_LINES] and 0 not in data
    if plain:  # nearly every file
        return "utf-8"
    encoding = _declared_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"it is not {encoding}: byte 0x{data[error.start]:02x} can't be decoded"
        raise _UndecodableError(_line_of(data, error.start), reason) from error
    except (LookupError, ValueError) as error:  # "coding: hex" names a codec that gives no text
        raise _UndecodableError(1, f"its encoding, {encoding}, is none of text") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _UndecodableError(line, "it holds a null byte")
    return encoding


def _declared_encoding(data: bytes) -> str:
    import io
    import tokenize

    try:
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    except SyntaxError as error:
        try:
            data.decode()
        except UnicodeDecodeError as undecodable:
            reason = f"it is not utf-8: byte 0x{data[undecodable.start]:02x} can't be decoded"
            raise _UndecodableError(_line_of(data, undecodable.start), reason) from error
        raise _UndecodableError(1, f"its coding line is wrong: {error.msg}") from error


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
