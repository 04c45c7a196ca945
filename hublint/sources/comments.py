"""Which comments does this text hold, which lines does each stand beside, and where may one go?"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

_BESIDE_NOTHING = (
    tokenize.NL,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.COMMENT,
    tokenize.ENDMARKER,
)


class Comment(NamedTuple):
    """A comment from its number sign to the line's end; `line` and `column` count from 1.

    It stands beside the lines `first` to `last`: its own and those that a string or a backslash
    joins to it; if it stands alone (`alone`), those of the code that follows.
    """

    text: str
    line: int
    column: int
    first: int
    last: int
    alone: bool


def comments_of(text: str) -> tuple[list[Comment], int]:
    """All comments of a text, in order, and up to which line it could be read as Python."""
    found: list[Comment] = []
    waiting: list[tokenize.TokenInfo] = []
    done = 0
    try:
        for row in _rows(text):
            comments = [token for token in row if token.type == tokenize.COMMENT]
            code = [token for token in row if token.type not in _BESIDE_NOTHING]
            done = row[-1].end[0]
            if not code:
                waiting += comments
                continue
            first, last = code[0].start[0], code[-1].end[0]
            found += (_comment(token, first, last, alone=True) for token in waiting)
            found += (_comment(token, first, last, alone=False) for token in comments)
            waiting = []
    except (tokenize.TokenError, SyntaxError):
        pass
    found += (_comment(token, token.start[0], token.start[0], alone=True) for token in waiting)
    return found, done


def row_ends(text: str) -> dict[int, int]:
    """For each line of code, the last one that a string or a backslash joins to it.

    Lines (from 1) without code, and those behind a place that can't be tokenized, are missing.
    """
    ends: dict[int, int] = {}
    try:
        for row in _rows(text):
            code = [token for token in row if token.type not in _BESIDE_NOTHING]
            if code:
                first, last = code[0].start[0], code[-1].end[0]
                ends.update(dict.fromkeys(range(first, last + 1), last))
    except (tokenize.TokenError, SyntaxError):
        pass
    return ends


def _rows(text: str) -> Iterator[list[tokenize.TokenInfo]]:
    """The tokens, row by row: a row ends with a line's end that no string or backslash joins."""
    row: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text, newline=None).readline):
        row.append(token)
        if token.type in (tokenize.NL, tokenize.NEWLINE):
            yield row
            row = []
    yield row


def _comment(token: tokenize.TokenInfo, first: int, last: int, alone: bool) -> Comment:
    line, column = token.start
    return Comment(token.string, line, column + 1, first, last, alone)
