"""Why can a text not be read as Python 3?"""

from __future__ import annotations

PYTHON_2 = "Python 2 syntax"


class SyntaxRefused(Exception):
    """The text can't be read: `reason` says why in a few words, `line` where (from 1)."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
