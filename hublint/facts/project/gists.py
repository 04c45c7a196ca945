"""What does a file import, and which words does it name? Read off its bytes, of every file.

What looks like an import in a string makes an importer too many, whose program is then run in vain;
none is lost, but where the line ends between `from` and `import`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from hublint.facts.project.added_folders import SYS_PATH
from hublint.facts.project.switches import SWITCHES, THROWING
from hublint.gate import HUB, names_wrapper
from hublint.sources.source import NOTEBOOK

# A dotted name, after the number of dots that it begins with.
Imported: TypeAlias = tuple[int, str]

MAIN, TEXT = "__main__", "tensorflow_text"
# Where it says "python", protobuf reads what older ones generated, and refuse otherwise.
PROTOBUF = "PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"
WORDS = (HUB.decode(), MAIN, TEXT, SYS_PATH, PROTOBUF, *sorted(THROWING))


def _stem(word: str) -> str:
    """What a word has in common with others: "able_v2_behavior" is turned off and on."""
    if word.startswith("tensorflow_"):
        return "tensorflow_"
    return word.removeprefix("dis").removeprefix("en") if word in SWITCHES else word


# A file that lacks a stem, as most do, need not be searched for its words.
_BY_STEM = {
    _stem(word).encode(): [one for one in WORDS if _stem(one) == _stem(word)] for word in WORDS
}

# What stands on a line, and on those that a backslash adds to it.
_REST = rb"[^\n#;\\]*(?:\\\r?\n[^\n#;\\]*)*"
_IMPORT = re.compile(
    rb"[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b[ \t]*(\([^)]*\)|%(rest)b)"
    rb"|import[ \t]+(?=[^\s#;])(%(rest)b))" % {b"rest": _REST}
)
# A call that imports a module by its name, or any of a package by what a name begins with; perhaps
# beside a package. In a notebook, quotes of the JSON have become ends of lines.
_CALL = re.compile(
    rb"import(?:_module|__)[ \t]*\(\s*(?:name[ \t]*=[ \t]*)?"
    rb"f?%(quote)b(\.*)(\w[.\w]*)?(?:%(quote)b|(?<=\.)[{%%])[^,()\n]*"
    rb"(?:,\s*(?:package[ \t]*=[ \t]*)?%(quote)b(\w[.\w]*)%(quote)b)?"
    % {b"quote": rb"(?:['\"]|\\\n)"}
)
# Stands for the rest of a name.
ANY = "*"
_NO_NAMES = re.compile(r"#[^\n]*|[()\\]")
# An image in a notebook's output is one line.
_LONGEST_LINE = 1000


class Gist(NamedTuple):
    """What there is to know of a file before it is parsed.

    `imported` is what its lines of imports may mean, `words` those of WORDS that it names.
    """

    imported: tuple[Imported, ...] = ()
    words: tuple[str, ...] = ()
    mentions_hub: bool = False


class GistReader:
    """Reads gists; what many files say alike is understood, and kept, once."""

    def __init__(self) -> None:
        self._lines: dict[bytes, tuple[Imported, ...]] = {}

    def read(self, path: str, data: bytes) -> Gist:
        """The gist of a file of Python, or of a notebook, that holds these bytes."""
        if path.endswith(NOTEBOOK):
            data = _python_in(data)
        words = tuple(_words_in(data))
        mentions_hub = HUB.decode() in words or names_wrapper(data)
        return Gist(self._imported(data), words, mentions_hub)

    def _imported(self, data: bytes) -> tuple[Imported, ...]:
        """What the statements may mean that hold `import` and begin as such, and the calls."""
        found: dict[Imported, None] = {}
        position = data.find(b"import")
        while position >= 0:
            match = _CALL.match(data, position) or _import_around(data, position)
            position += len(b"import")
            if match is not None:
                position = max(position, match.end())
                line = match.group()
                if line not in self._lines:
                    self._lines[line] = tuple(_names(match))
                found.update(dict.fromkeys(self._lines[line]))
            position = data.find(b"import", position)
        return tuple(found)


def _import_around(data: bytes, position: int) -> re.Match[bytes] | None:
    """The import that a place is in, from the line's begin or from the last `;` or `:` in it."""
    line = data.rfind(b"\n", 0, position) + 1
    match = _IMPORT.match(data, line)
    if match is not None and match.end() > position:
        return match
    start = max(data.rfind(b";", line, position), data.rfind(b":", line, position)) + 1
    return _IMPORT.match(data, start) if start else None


def _words_in(data: bytes) -> list[str]:
    found = []
    for stem, words in _BY_STEM.items():
        if stem in data:
            found += [word for word in words if word.encode() in data]
    return found


def _python_in(data: bytes) -> bytes:
    """Of a notebook, the lines in its JSON's strings, without what only outputs hold."""
    lines = data.replace(b"\\n", b"\n").replace(b'"', b"\n").split(b"\n")
    return b"\n".join(line for line in lines if len(line) < _LONGEST_LINE)


def _names(match: re.Match[bytes]) -> Iterator[Imported]:
    """The dotted names that a line of imports may mean, or a call that imports."""
    if match.re is _CALL:
        yield from _called(match)
        return
    home, names, plain = (
        _NO_NAMES.sub(" ", group.decode("ascii", "ignore")) if group else ""
        for group in match.groups()
    )
    if plain:
        yield from ((0, words[0]) for part in plain.split(",") if (words := part.split()))
        return
    dotted = home.lstrip(".")
    level = len(home) - len(dotted)
    yield level, dotted
    for part in names.split(","):
        words = part.split()
        if words and words[0] != "*":
            yield level, f"{dotted}.{words[0]}".lstrip(".")


def _called(match: re.Match[bytes]) -> Iterator[Imported]:
    level, dotted, package = len(match[1]), (match[2] or b"").decode("ascii", "ignore"), match[3]
    dotted += ANY if not dotted or dotted.endswith(".") else ""
    yield level, dotted
    if level and package:
        above = package.decode("ascii", "ignore").split(".")
        yield 0, ".".join((*above[: len(above) + 1 - level], dotted))
