"""Does this path match these patterns? Patterns are those of .gitignore."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


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
        return _compiled(self.lines).check_file(path[len(inside) :]).include


def pattern_problem(line: str) -> str:
    """Why `line` is no pattern, or "" if it is one."""
    from pathspec import GitIgnoreSpec  # half of a small run's time, and most have no patterns

    try:
        GitIgnoreSpec.from_lines((line,))
    except ValueError:
        return f'"{line}" is no pattern'
    return ""


@cache
def _compiled(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:  # git passes over a line that it doesn't understand
        return GitIgnoreSpec.from_lines(line for line in lines if not pattern_problem(line))
