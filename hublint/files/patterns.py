"""Does this path match these patterns? Patterns are those of .gitignore.

pathspec judges them, but its import is half of a small run's time, and most runs meet no name that
a pattern could speak of. So names are looked at first (`_Names`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_WILD = "*?["


class Patterns(NamedTuple):
    """Lines as in .gitignore, and the absolute folder that they count from."""

    base: str
    lines: tuple[str, ...]

    def verdict(self, path: str) -> bool | None:
        """Whether the last pattern that matches the absolute `path` excludes it.

        False: it is taken back in ("!pattern"). None: no pattern speaks of it, or it lies outside
        of the base. A folder's path ends with a separator.
        """
        inside = self.base.rstrip(os.sep) + os.sep
        if not path.startswith(inside) or path == inside:
            return None
        return _judge_of(self.lines).verdict(path[len(inside) :])


def pattern_problem(line: str) -> str:
    """Why `line` is no pattern, or "" if it is one."""
    is_plain = any(map(str.isalnum, line)) and "\\" not in line and "[" not in line
    return "" if is_plain or _spec_of((line,)) is not None else f'"{line}" is no pattern'


@cache
def _judge_of(lines: tuple[str, ...]) -> _Judge:
    return _Judge(lines)


class _Judge:
    """What some lines say of paths that count from their folder."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._names = _Names(lines)

    def verdict(self, path: str) -> bool | None:
        """See `Patterns.verdict`."""
        return self._spec.check_file(path).include if self._names.may_match(path) else None

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        spec = _spec_of(self._lines)
        if spec is None:  # git passes over a line that it doesn't understand
            spec = _spec_of(line for line in self._lines if not pattern_problem(line))
        assert spec is not None
        return spec


def _spec_of(lines: Iterable[str]) -> GitIgnoreSpec | None:
    """What judges by these lines; None if one is no pattern."""
    import re
    import warnings

    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of re, about what lies in brackets
        try:
            return GitIgnoreSpec.from_lines(lines)
        except (ValueError, re.error):
            return None


class _Names:
    """The names that a file, or a folder above it, must have for one of some lines to match it.

    A part of a line between slashes matches one whole name, so the last part that holds more than
    stars tells enough. This may say yes where no line matches, and never no where one does.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        parts = {_telling_part(line) for line in lines if line.strip() and line[0] != "#"}
        self._all = any(map(_is_odd, parts))
        self._plain = {part for part in parts if not any(char in part for char in _WILD)}
        self._globs = [(*_ends(part), part) for part in parts - self._plain]

    def may_match(self, path: str) -> bool:
        """Whether a line may match a path."""
        if self._all:
            return True
        names = path.split(os.sep)
        return not self._plain.isdisjoint(names) or any(map(self._fits_glob, names))

    def _fits_glob(self, name: str) -> bool:
        # The ends without wildcards tell nearly all apart, and cost no regular expression.
        close = [
            glob
            for head, tail, glob in self._globs
            if name.startswith(head) and name.endswith(tail)
        ]
        if not close:
            return False
        from fnmatch import fnmatchcase

        return any(fnmatchcase(name, glob) for glob in close)


def _telling_part(line: str) -> str:
    parts = line.rstrip().removeprefix("!").split("/")
    return next((part for part in reversed(parts) if part.strip("*")), "")


def _is_odd(part: str) -> bool:
    """Whether a part may match what it doesn't seem to.

    "[!a]" and "[+-9]" match a slash, too, and older releases of pathspec drop blanks before it.
    """
    if not part or part[0].isspace() or "\\" in part:
        return True
    if "[" not in part:
        return False
    import re

    return "[" in re.sub(r"\[(?:[\w.]+|\w(?:-?\w)*)\]", "", part)


def _ends(part: str) -> tuple[str, str]:
    """What a name must begin and end with to fit a part that has wildcards."""
    wild = [index for index, char in enumerate(part) if char in "*?[]"]
    return part[: wild[0]], part[wild[-1] + 1 :]
