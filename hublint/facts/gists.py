"""What does a file import, and which words does it name? Read off its bytes, of every file.

A line in a string that looks like one of imports makes an importer too many, whose program is then
run in vain, but none is lost.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from hublint.facts.legacy_keras import VARIABLE
from hublint.facts.switches import names_switch, throws
from hublint.gate import mentions_hub
from hublint.source import NOTEBOOK

# A dotted name, after the number of dots that it begins with.
Imported: TypeAlias = tuple[int, str]

# Words of which it is remembered which files name them.
NAMED = (VARIABLE, "tensorflow_text")
_NAMED = tuple((word, word.encode()) for word in NAMED)

_IMPORT = re.compile(
    rb"[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b[ \t]*(\([^)]*\)|[^\n#;]*)|import[ \t]+([^\n#;]+))"
)
# An image in a notebook's output is one line.
_LONGEST_LINE = 1000


class Gist(NamedTuple):
    """What there is to know of a file before it is parsed.

    `imported` is what its lines of imports may mean, `named` those of NAMED that it names.
    """

    imported: tuple[Imported, ...] = ()
    named: tuple[str, ...] = ()
    mentions_hub: bool = False
    mentions_main: bool = False
    names_switch: bool = False
    throws_switch: bool = False


class GistReader:
    """Reads gists; what many files say alike is understood, and kept, once."""

    def __init__(self) -> None:
        self._lines: dict[bytes, tuple[Imported, ...]] = {}

    def read(self, path: str, data: bytes) -> Gist:
        """The gist of a file of Python, or of a notebook, that holds these bytes."""
        if path.endswith(NOTEBOOK):
            data = _python_in(data)
        named = tuple([word for word, plain in _NAMED if plain in data])
        may_throw = VARIABLE in named or names_switch(data)
        return Gist(
            self._imported(data),
            named,
            mentions_hub(data),
            b"__main__" in data,
            may_throw,
            may_throw and _throws(data),
        )

    def _imported(self, data: bytes) -> tuple[Imported, ...]:
        """What the lines may mean that hold `import` and begin as such lines do."""
        found: dict[Imported, None] = {}
        position = data.find(b"import")
        while position >= 0:
            match = _IMPORT.match(data, data.rfind(b"\n", 0, position) + 1)
            position += len(b"import")
            if match is not None:
                position = max(position, match.end())
                line = match.group()
                if line not in self._lines:
                    self._lines[line] = tuple(_names(match))
                found.update(dict.fromkeys(self._lines[line]))
            position = data.find(b"import", position)
        return tuple(found)


def _throws(data: bytes) -> bool:
    """Whether importing a file of these bytes, which name a switch of the runtime, throws one."""
    text = data.decode("utf-8", "replace")
    try:
        return throws(text, ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return throws(text, None)


def _python_in(data: bytes) -> bytes:
    """Of a notebook, the lines in its JSON's strings, without what only outputs hold."""
    lines = data.replace(b"\\n", b"\n").replace(b'"', b"\n").split(b"\n")
    return b"\n".join(line for line in lines if len(line) < _LONGEST_LINE)


def _names(match: re.Match[bytes]) -> Iterator[Imported]:
    """The dotted names that a line of imports may mean."""
    home, names, plain = (
        group.decode("ascii", "ignore") if group else "" for group in match.groups()
    )
    if plain:
        for part in plain.split(","):
            yield 0, part.split()[0] if part.split() else ""
        return
    dotted = home.lstrip(".")
    level = len(home) - len(dotted)
    yield level, dotted
    for part in re.sub(r"#[^\n]*|[()\\]", " ", names).split(","):
        words = part.split()
        if words and words[0] != "*":
            yield level, f"{dotted}.{words[0]}".lstrip(".")
