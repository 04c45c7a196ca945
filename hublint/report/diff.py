"""What would change in a file? Two contents as a unified diff."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def diff_of(path: str, before: str, after: str) -> str:
    """The unified diff of two texts of a file, in lines that end; empty if they are equal."""
    return "".join(_lines(path, _LINE.findall(before), _LINE.findall(after)))


def _lines(path: str, before: list[str], after: list[str]) -> Iterator[str]:
    for line in difflib.unified_diff(before, after, path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
