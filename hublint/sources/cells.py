"""Which program do the cells of this notebook make, and where does each of its lines stand?

The cells of Python are one text, in order. One that can't be parsed takes nothing along but
itself: its imports are kept, since later cells live by them, and what it may bind is unknown.
A cell that writes a Python file makes a text of its own.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hublint.sources.magics import UNKNOWN, Command, automatic, cell_magic, plain, shell_lines
from hublint.sources.notebook import Cell
from hublint.sources.refusal import SyntaxRefused
from hublint.sources.syntax import read_tree, split_lines, unwarned

_IMPORT = re.compile(r"(?:import|from)[ \t]+\w")
_BINDING = re.compile(
    r"[ \t]*(?:(?P<names>[^\W\d]\w*(?:[ \t]*,[ \t]*[^\W\d]\w*)*)[ \t]*=(?!=)"
    r"|(?:def|class)[ \t]+(?P<name>\w+))"
)
_PYTHON = ".py"
_VARIABLE = re.compile(r"\{(\w+)\}|\$(\w+)")
_APPEND = ("-a", "--append")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a notebook: its cell and its number in that (both from 1), and how wide it is."""

    cell: int
    line: int
    width: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A text of Python, and the place of each of its lines."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a cell writes: its path as it stands there, and its text."""

    path: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that can't be read as Python, where (a line from 1), and why, in a few words."""

    cell: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ran:
    """What IPython or a shell runs, and in which cell."""

    cell: int
    command: Command


@dataclass(frozen=True, slots=True)
class CellProgram:
    """What the cells of a notebook are together."""

    listing: Listing
    written: tuple[Written, ...] = ()
    others: tuple[Written, ...] = ()  # the files that are no Python
    ran: tuple[Ran, ...] = ()
    broken: tuple[Broken, ...] = ()


def program_of(cells: Iterable[Cell]) -> CellProgram:
    """The program that the cells of Python make."""
    making = _Making()
    for cell in cells:
        if cell.is_code:
            making.add(cell)
    files = [Written(path, _listing(lines)) for path, lines in making.written]
    return CellProgram(
        _listing(making.lines),
        tuple(one for one in files if one.path.endswith(_PYTHON)),
        tuple(one for one in files if not one.path.endswith(_PYTHON)),
        tuple(making.ran),
        tuple(making.broken),
    )


_Line = tuple[str, Place]


def _listing(lines: Sequence[_Line]) -> Listing:
    # A text that ends with a line's end has one more line, which is empty.
    shown = [*lines, ("", Place(lines[-1][1].cell if lines else 1, 1, 0))]
    return Listing("\n".join(text for text, _ in shown), tuple(place for _, place in shown))


@dataclass(slots=True)
class _Making:
    lines: list[_Line] = field(default_factory=list)
    written: list[tuple[str, list[_Line]]] = field(default_factory=list)
    ran: list[Ran] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        """Takes the next cell of Python."""
        magic = cell_magic(cell.source)
        if magic is None:
            self._add_python(cell, 0)
        elif magic.behind == "python":
            self._add_python(cell, magic.header)
        elif magic.behind == "shell":
            commands = shell_lines(cell.source, magic.header)
            self.ran.extend(Ran(cell.number, command) for command in commands)
        elif magic.behind == "file":
            self._add_file(cell, magic.words.split(), magic.header)

    def _add_python(self, cell: Cell, header: int) -> None:
        shown = split_lines(cell.source)
        body = "\n".join([""] * header + shown[header:])
        read = plain(body)
        try:
            lines = _readable(split_lines(read.code))
        except SyntaxRefused as refused:
            magic = automatic(body)
            if magic is None:
                self.broken.append(Broken(cell.number, refused.line, refused.reason))
                lines = _salvaged(split_lines(read.code))
            else:
                read, lines = magic, ["", *split_lines(magic.code)]
        self.lines.extend(_numbered(cell.number, lines, shown))
        self.ran.extend(Ran(cell.number, command) for command in read.commands)

    def _add_file(self, cell: Cell, words: list[str], header: int) -> None:
        path = self._path(words[-1].strip("\"'")) if words else ""
        if not path:
            return
        shown = split_lines(cell.source)
        numbered = list(_numbered(cell.number, ["", *shown], shown))[header + 1 :]
        known = [lines for name, lines in self.written if name == path]
        if known and words[0] in _APPEND:
            known[-1].extend(numbered)
        else:
            self.written.append((path, numbered))

    def _path(self, word: str) -> str:
        """The path that a word of a magic means: `{name}` is what an earlier cell calls so.

        The last text in its line counts, as in `os.path.join(folder, "trainer.py")`.
        """
        name = _VARIABLE.fullmatch(word)
        if name is None:
            return word
        given = re.compile(rf"{name[1] or name[2]}[ \t]*=(?!=).*[\"']([^\"']+)[\"'][^\"']*")
        found = (given.fullmatch(text) for text, _ in reversed(self.lines))
        return next((one[1] for one in found if one is not None), word)


def _numbered(cell: int, lines: Sequence[str], shown: Sequence[str]) -> Iterator[_Line]:
    """The lines of a cell with their places; the first one is put before those of the source."""
    for number, text in enumerate(lines):
        width = len(shown[number - 1]) if number else 0
        yield text, Place(cell, max(number, 1), width)


def _readable(lines: Sequence[str]) -> list[str]:
    """The lines, behind one that makes them a block if they are indented as a whole.

    Raises SyntaxRefused where they are no Python.
    """
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    opening = ["if 1:"] if first[:1].isspace() else []
    try:
        read_tree("\n".join([*opening, *lines]))
    except SyntaxRefused as refused:
        last, before = len(lines), len(opening)
        raise refused.renumbered(lambda line: min(max(line - before, 1), last)) from refused
    return [*(opening or [""]), *lines]


def _salvaged(lines: Sequence[str]) -> list[str]:
    """What is kept of a cell that can't be read: its imports, in lines of their own."""
    kept = [line if _is_import(line) else "" for line in lines]
    names = list(dict.fromkeys(name for line in lines for name in _bound(line)))
    return [" = ".join([*names, UNKNOWN]) if names else "", *kept]


def _is_import(line: str) -> bool:
    if not _IMPORT.match(line):
        return False
    try:
        with unwarned():
            ast.parse(line)
    except (SyntaxError, ValueError):
        return False
    return True


def _bound(line: str) -> Iterator[str]:
    match = _BINDING.match(line)
    if match is not None:
        names = (match["names"] or match["name"]).split(",")
        yield from (name for one in names if not keyword.iskeyword(name := one.strip()))
