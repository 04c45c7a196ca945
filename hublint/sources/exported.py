"""What does Python see of a script that was a notebook, and what did the notebook run besides?

Colab exports shell lines as they are, so that the script can't be parsed, and other magics as
comments below one that says so.
"""

from __future__ import annotations

import ast
import re

from hublint.sources.magics import Command, plain
from hublint.sources.syntax import unwarned

_SUSPECT = re.compile(r"(?:^|[\r\n])[ \t]*[!%]")
_COMMENTED = re.compile(
    r"^[ \t]*# Commented out IPython magic[^\r\n]*(?:\r\n|\r|\n)"
    r"(?P<lines>(?:[ \t]*#[ \t]*%[^\r\n]*(?:\r\n|\r|\n|$))+)",
    re.MULTILINE,
)
_COMMENT = re.compile(r"^(?P<mark>[ \t]*#[ \t]*)(?P<command>%[^\r\n]*)", re.MULTILINE)
_NEWLINE = re.compile("\r\n|\r|\n")


def without_commands(text: str) -> str:
    """The text; where Python can't parse it, with IPython's lines replaced, if it has any."""
    return plain(text).code if _is_broken_by_commands(text) else text


def commands_of(text: str) -> tuple[Command, ...]:
    """What the notebook ran besides Python, in the order of its lines."""
    raw = plain(text).commands if _is_broken_by_commands(text) else ()
    return tuple(sorted((*raw, *_commented(text)), key=lambda command: command.line))


def _is_broken_by_commands(text: str) -> bool:
    if not _SUSPECT.search(text):
        return False
    try:
        with unwarned():
            ast.parse(text)
    except SyntaxError:
        return True
    except (ValueError, RecursionError, MemoryError):
        return False
    return False


def _commented(text: str) -> list[Command]:
    found: list[Command] = []
    for block in _COMMENTED.finditer(text):
        for match in _COMMENT.finditer(text, *block.span("lines")):
            start = match.start("command")
            line = len(_NEWLINE.findall(text, 0, start)) + 1
            column = len(match["mark"]) + 1
            command = match["command"].rstrip()
            found.append(Command(command, line, column, column + len(command)))
    return found
