"""What would change in a file? Two contents as a unified diff.

Python's difflib takes lines that stand often for noise, in files of 200 lines and more, and then
tells of changes where none are, in notebooks above all. So lines that stand once in each text are
held together first, and difflib compares what lies between them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_CONTEXT = 3
_LONG = 200
_NO_END = "\\ No newline at end of file\n"

_Code = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]


def diff_of(path: str, before: str, after: str) -> str:
    """The unified diff of two texts of a file, in lines that end; empty if they are equal."""
    lines = _lines(_LINE.findall(before), _LINE.findall(after))
    told = "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}" for line in lines)
    return f"--- {path}\n+++ {path}\n{told}" if told else ""


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for group in _Held(before, after).get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[start:end])
                continue
            yield from (f"-{line}" for line in before[start:end])
            yield from (f"+{line}" for line in after[new_start:new_end])


def _range(start: int, end: int) -> str:
    """Lines from 1, as unified diffs tell them: an empty stretch stands behind the line before."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


class _Held(SequenceMatcher[str]):
    """A matcher that begins with the lines that stand once in each text."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        super().__init__(None, (), ())
        self._codes = _joined(_codes(before, after))

    def get_opcodes(self) -> list[_Code]:
        """How the one text becomes the other."""
        return self._codes


def _codes(before: Sequence[str], after: Sequence[str]) -> Iterator[_Code]:
    start, new_start = 0, 0
    for end, new_end in (*_held(before, after), (len(before), len(after))):
        part = SequenceMatcher(None, before[start:end], after[new_start:new_end], autojunk=False)
        for tag, low, high, new_low, new_high in part.get_opcodes():
            yield tag, low + start, high + start, new_low + new_start, new_high + new_start
        if end < len(before) and new_end < len(after):
            yield "equal", end, end + 1, new_end, new_end + 1
        start, new_start = end + 1, new_end + 1


def _held(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The places of lines that stand once in each of two long texts and keep their order."""
    if len(after) < _LONG:
        return []
    once = {line for line, count in Counter(after).items() if count == 1}
    once &= {line for line, count in Counter(before).items() if count == 1}
    place = {line: number for number, line in enumerate(after) if line in once}
    pairs = [(number, place[line]) for number, line in enumerate(before) if line in once]
    ends: list[int] = []  # where a chain of each length ends in the second text
    chains: list[tuple[int, int, int]] = []  # each pair, with the one before it in its chain
    last: list[int] = []
    for number, (one, other) in enumerate(pairs):
        length = bisect_left(ends, other)
        chains.append((one, other, last[length - 1] if length else -1))
        ends[length : length + 1] = [other]
        last[length : length + 1] = [number]
    return _chain(chains, last[-1] if last else -1)


def _chain(chains: Sequence[tuple[int, int, int]], number: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while number >= 0:
        one, other, number = chains[number]
        found.append((one, other))
    return found[::-1]


def _joined(codes: Iterator[_Code]) -> list[_Code]:
    """The same, with what is equal in one piece wherever it touches."""
    found: list[_Code] = []
    for code in codes:
        if found and found[-1][0] == code[0] == "equal":
            found[-1] = ("equal", found[-1][1], code[2], found[-1][3], code[4])
        else:
            found.append(code)
    return found
