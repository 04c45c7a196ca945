"""Why can a text not be read as Python 3?"""

from __future__ import annotations

import re
from collections.abc import Callable

PYTHON_2 = "Python 2 syntax"

_LINE = re.compile(r"(?<=\bline )\d+")


class SyntaxRefused(Exception):
    """The text can't be read: `reason` says why in a few words, `line` where (from 1)."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line

    def renumbered(self, number: Callable[[int], int]) -> SyntaxRefused:
        """The same of a text whose lines have other numbers: the reason may name some, too."""
        reason = _LINE.sub(lambda found: str(number(int(found[0]))), self.reason)
        return SyntaxRefused(reason, number(self.line))
