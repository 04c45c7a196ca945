"""Where does each value stand in this JSON text, and how is a string of it spelled anew?

Positions count from 0, in code points. The text is known to be JSON. What is stepped over is
measured by the standard library's decoder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

Place = tuple[int, int]

_SPACE = re.compile(r"[ \t\r\n]*")
_PIECE = re.compile(r'\\u[0-9a-fA-F]{4}|\\.|[^"\\]')
_SURROGATE = re.compile("[\ud800-\udfff]")
_HIGH = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}")
_LOW = re.compile(r"\\u[dD][c-fC-F]")
_ESCAPED = re.compile(r"\\u00[89a-fA-F]|\\u(?!00)[0-9a-fA-F]{4}")

_decode = json.JSONDecoder().raw_decode


class ListValue(NamedTuple):
    """A list in a text: where its values stand, and the text before, between and behind them."""

    places: Sequence[Place]
    before: str
    between: str
    behind: str

    def around(self, values: Sequence[str], text: str) -> str:
        """The list of these values instead, laid out like this one."""
        if not values:
            return self.before + self.behind if not self.places else "[]"
        if len(values) == len(self.places):
            gaps = [text[one[1] : two[0]] for one, two in pairwise(self.places)]
        else:
            gaps = [self.between] * (len(values) - 1)
        spread = [part for pair in zip(values, [*gaps, ""], strict=True) for part in pair]
        return "".join([self.before, *spread, self.behind])


def find(text: str, position: int) -> int:
    """The first position from this one that is no white space."""
    match = _SPACE.match(text, position)
    return match.end() if match is not None else position


def members(text: str, start: int) -> Mapping[str, Place]:
    """Where the values of the object that begins at `start` begin and end; the last one wins."""
    found: dict[str, Place] = {}
    at = find(text, start + 1)
    while text[at] != "}":
        key, at = _decode(text, at)
        begin = find(text, find(text, at) + 1)  # behind the colon
        end = _decode(text, begin)[1]
        found[key] = (begin, end)
        at = find(text, end)
        if text[at] == ",":
            at = find(text, at + 1)
    return found


def elements(text: str, start: int) -> ListValue:
    """The values of the list that begins at `start`, and its layout."""
    places: list[Place] = []
    at = find(text, start + 1)
    before = text[start:at]
    while text[at] != "]":
        end = _decode(text, at)[1]
        places.append((at, end))
        at = find(text, end)
        if text[at] == ",":
            at = find(text, at + 1)
    if not places:
        return ListValue(places, before, ", ", "]")
    first = places[0][1]
    between = text[first : places[1][0]] if len(places) > 1 else "," + (before[1:] or " ")
    return ListValue(places, before, between, text[places[-1][1] : at + 1])


def respelled(text: str, start: int, value: str) -> str:
    """Another value for the string that begins at `start`, spelled alike where they agree."""
    end = _decode(text, start)[1]
    pieces = _pieces(text[start + 1 : end - 1])
    old = [json.loads(f'"{piece}"') for piece in pieces]
    head = _agreeing(old, value)
    tail = _agreeing(old[head:][::-1], value[head:][::-1])
    middle = spelling_of(text)(value[head : len(value) - tail])[1:-1]
    return "".join(['"', *pieces[:head], middle, *pieces[len(pieces) - tail :], '"'])


def _agreeing(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def spelling_of(text: str) -> Callable[[str], str]:
    """How a document spells its strings: with letters beyond ASCII, or with escapes for them."""
    return _escaped if text.isascii() and _ESCAPED.search(text) else _plain


def _escaped(value: str) -> str:
    return json.dumps(value)


def _plain(value: str) -> str:
    spelled = json.dumps(value, ensure_ascii=False)
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", spelled)


def _pieces(spelled: str) -> list[str]:
    """What stands for each character of a string."""
    pieces: list[str] = []
    for piece in _PIECE.findall(spelled):
        if pieces and _LOW.match(piece) and _HIGH.fullmatch(pieces[-1]):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
