"""How does text look on a terminal? Colours, and what must not reach it as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TextIO

_CODES: Mapping[str, str] = {
    "bold": "1",
    "dim": "2",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "good": "32",
    "heading": "1;4",
    "code": "36",
    "gutter": "34",
}


class Style(NamedTuple):
    """Colours, or none of them."""

    colour: bool

    def __call__(self, name: str, text: str) -> str:
        """The text in the look of that name."""
        return f"\033[{_CODES[name]}m{text}\033[0m" if self.colour and text else text


def wants_colour(when: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether to colour: `when` is always, never or auto; auto heeds NO_COLOR and FORCE_COLOR."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def printable(text: str) -> str:
    """The text without what would steer a terminal: as Python's escapes. Tabs stay."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\t" else _escaped(char) for char in text)


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it must be."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _escaped(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")
