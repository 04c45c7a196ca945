"""Which lines of this text are IPython's, and what does Python see in their place?

What stands in their place keeps every line's number, and every column of the Python in it:
`%matplotlib inline` is `pass`, the value of `x = !ls` is that of a name that nobody knows, and
`%time f(x)` is `if 1: f(x)`, for `%time ` is just as wide as `if 1: `.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from hublint.sources.syntax import split_lines
from hublint.tables import DATA, table_rows

# The value of what IPython computes. Nothing gives that name a value.
UNKNOWN = "get_ipython()"

_END = "\r\n|\r|\n"
_NEWLINE = re.compile(_END)
_SUSPECT = re.compile(r"(?:^|[\r\n])[ \t]*[!%?]|\?[ \t]*;?[ \t]*(?:[\r\n]|$)|=[ \t]*[!%]")

# Whatever a bracket or the end of a line may stand in without meaning anything.
_TOKEN = re.compile(
    r"#[^\r\n]*"
    r"|(?P<quotes>'''|\"\"\")(?:\\[\s\S]|(?!(?P=quotes))[^\\])*(?P=quotes)"
    r"|'(?:\\(?:\r\n|[\s\S])|[^'\\\r\n])*'"
    r"|\"(?:\\(?:\r\n|[\s\S])|[^\"\\\r\n])*\""
    rf"|\\(?:{_END})"
    rf"|(?P<end>{_END})"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|[^#'\"\\\r\n()\[\]{}]+|[\s\S]"
)

_TARGET = r"\w+(?:\.\w+|\[[^\]\r\n]*\])*"
_ESCAPE = re.compile(r"(?P<indent>[ \t]*)(?P<command>(?:%%?|!!?)(?![%!=])|\?)")
_ASSIGNED = re.compile(
    rf"(?P<head>[ \t]*{_TARGET}(?:[ \t]*,[ \t]*{_TARGET})*,?[ \t]*=[ \t]*)(?P<command>[!%](?!=))"
)
_HELP = re.compile(
    r"(?P<indent>[ \t]*)(?P<command>%{0,2}[\w.*]+(?:\[[^\]\r\n]*\])*\?\??)"
    r"[ \t]*;?[ \t]*(?=[\r\n]|$)"
)
_REST = re.compile(rf"(?:\\(?:{_END})|[^\r\n])*")

_MAGIC = re.compile(r"%%?(?P<name>\w+)[ \t]*(?P<rest>[\s\S]*)")
# What can't stand behind `if 1:` on its line: no column would be left for it.
_COMPOUND = re.compile(r"(?:async|class|def|for|if|match|try|while|with)\b(?![ \t]*[=.,)])")
_OPTIONS = re.compile(r"(?:-\w+[ \t]*\d*[ \t]+)*")
_AUTOMATIC = re.compile(r"\s*(?:#[^\r\n]*\s+)*(?P<name>\w+)[ \t]+(?!=)[^\r\n]*\s*")
_ENVIRONMENT = re.compile(r"%(?:set_)?env[ \t]+(\w+)(?:[ \t]*=[ \t]*|[ \t]+)([^\r\n]*\S)")
_RUN = re.compile(r"%run[ \t]+(?:-[a-zA-Z][ \t]+)*([\w./-]+\.py)\b[^\r\n]*")

_CELL_MAGIC = re.compile(
    rf"(?:[ \t]*(?:#[^\r\n]*)?(?:{_END}))*%%(?P<name>\w+)[ \t]*(?P<rest>[^\r\n]*)(?:{_END}|$)"
)


class Command(NamedTuple):
    """What IPython runs: its text with the escape, and its first line (from 1) and columns."""

    text: str
    line: int
    column: int
    end_column: int


class Plain(NamedTuple):
    """A text without what is IPython's, which is told apart."""

    code: str
    commands: tuple[Command, ...] = ()


class CellMagic(NamedTuple):
    """The magic that takes a whole cell: its words, and how many lines stand before the body.

    `behind` is what the body is, in the words of data/magics.tsv; "" where nobody knows.
    """

    name: str
    words: str
    header: int
    behind: str


def cell_magic(source: str) -> CellMagic | None:
    """The magic that a cell begins with, if it does; comments may stand before it.

    Where Python stands behind it, that may begin with another one, which then counts.
    """
    match = _CELL_MAGIC.match(source)
    if match is None:
        return None
    header, behind = len(_NEWLINE.findall(match[0])), _behind(match["name"])[1]
    inner = cell_magic(source[match.end() :]) if behind == "python" else None
    if inner is not None:
        return inner._replace(header=header + inner.header)
    return CellMagic(match["name"], match["rest"].strip(), header, behind)


def plain(source: str) -> Plain:
    """The Python of a text whose lines may be IPython's."""
    if not _SUSPECT.search(source):
        return Plain(source)
    parts: list[str] = []
    commands: list[Command] = []
    at, line = 0, 1
    while at < len(source):
        match = _command_at(source, at)
        if match is None:
            end = _end_of_logical_line(source, at)
            parts.append(source[at:end])
        else:
            end = _REST.match(source, match.start("command")).end()  # type: ignore[union-attr]
            text = source[match.start("command") : end]
            commands.append(_command(text, line, match.start("command") - at + 1))
            parts.append(source[at : match.start("command")] + _in_place(text, match))
        line += len(_NEWLINE.findall(source, at, end))
        at = end
    return Plain("".join(parts), tuple(commands))


def automatic(source: str) -> Plain | None:
    """A cell of one line that is no Python, but a magic without its "%", which IPython takes.

    Comments may stand before it: Colab takes that, too.
    """
    match = _AUTOMATIC.fullmatch(source)
    if match is None or _behind(match["name"])[0] in ("", "-"):
        return None
    start = match.start("name")
    read = plain(f"{source[:start]}%{source[start:]}")
    moved = (one._replace(end_column=one.end_column - 1) for one in read.commands)
    return Plain(read.code, tuple(moved))


def shell_lines(source: str, header: int) -> tuple[Command, ...]:
    """The lines of a cell that a shell runs, but the first ones, which are the magic's."""
    lines = split_lines(source)
    return tuple(
        Command(f"!{text.strip()}", number, len(text) - len(text.lstrip()) + 1, len(text) + 1)
        for number, text in enumerate(lines, start=1)
        if number > header and text.strip()
    )


def _command_at(source: str, at: int) -> re.Match[str] | None:
    """IPython's command that the line which begins here is or assigns."""
    return _HELP.match(source, at) or _ESCAPE.match(source, at) or _ASSIGNED.match(source, at)


def _command(text: str, line: int, column: int) -> Command:
    first = split_lines(text)[0]
    joined = re.sub(rf"\\(?:{_END})", " ", text)
    return Command(joined, line, column, column + len(first))


def _in_place(text: str, match: re.Match[str]) -> str:
    """What Python sees in the place of a command, with as many lines."""
    lines = "\n" * len(_NEWLINE.findall(text))
    if match.re is _ASSIGNED:
        return UNKNOWN + lines
    if match.re is _HELP:
        return "pass" + lines
    environment = _ENVIRONMENT.fullmatch(text)
    if environment is not None:
        value = UNKNOWN if re.search(r"[${]", environment[2]) else repr(environment[2])
        return f"import os; os.environ[{environment[1]!r}] = {value}"
    run = _RUN.fullmatch(text)
    if run is not None:
        return f"exec(open({run[1]!r}).read())"
    magic = _MAGIC.fullmatch(text)
    if magic is not None and _behind(magic["name"])[0] == "python" and magic["rest"]:
        code = _OPTIONS.match(text, magic.start("rest"))
        start = code.end() if code is not None else magic.start("rest")
        is_simple = text[start:] and _COMPOUND.match(text, start) is None
        return "if 1:".ljust(start) + text[start:] if is_simple else "pass" + lines
    return "pass" + lines


def _end_of_logical_line(source: str, at: int) -> int:
    depth = 0
    while at < len(source):
        token = _TOKEN.match(source, at)
        assert token is not None
        at = token.end()
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(0, depth - 1)
        elif token["end"] and depth == 0:
            return at
    return at


def _behind(magic: str) -> tuple[str, str]:
    """What the text behind a magic is, on its line and in its cell."""
    return _magics().get(magic, ("", ""))


@cache
def _magics() -> Mapping[str, tuple[str, str]]:
    return {name: (line, cell) for name, line, cell in table_rows(DATA / "magics.tsv")}
