"""Who imports this module? One index of a project's imports, and the programs that start it.

The lines of imports are read off the bytes: a line in a string that looks like one makes an
importer too many, whose program is then run in vain, but none is lost.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path

from hublint.facts.switches import may_throw, throws
from hublint.gate import mentions_hub
from hublint.source import NOTEBOOK

# More programs than these over one module say little that is new, and each is run.
MAX_PROGRAMS = 12

# Words of which it is remembered which files name them.
NAMED = ("TF_USE_LEGACY_KERAS", "tensorflow_text")

_IMPORT = re.compile(
    rb"[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import\b[ \t]*(\([^)]*\)|[^\n#;]*)|import[ \t]+([^\n#;]+))"
)
# An image in a notebook's output is one line.
_LONGEST_LINE = 1000

_TEST = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$")


class ImportIndex:
    """Which files of a project import which others."""

    def __init__(self, root: Path, files: Iterable[tuple[str, bytes]]) -> None:
        """Takes the absolute paths of a project's Python files and notebooks, with their bytes.

        The bytes are looked at one after another, and none are kept.
        """
        self._root = os.fspath(root)
        self._main: set[str] = set()
        self._hub: set[str] = set()
        self._imported: set[str] = set()
        self._switching: set[str] = set()
        self._naming_switches: set[str] = set()
        self._naming: dict[str, list[str]] = {word: [] for word in NAMED}
        self._pairs: dict[tuple[int, str], tuple[int, str]] = {}
        imported = {path: self._taken(path, _python_in(path, data)) for path, data in files}
        self._files = dict.fromkeys(imported).keys()
        self._names = _names_in(self._files)
        self._packages: dict[str, str] = {}
        self._importers: dict[str, list[str]] = {}
        for path, names in imported.items():
            for target in self._targets(path, names):
                if target != path:
                    self._importers.setdefault(target, []).append(path)
        self._pairs.clear()

    def _taken(self, path: str, data: bytes) -> tuple[tuple[int, str], ...]:
        """Remembers what a file names; gives what it imports."""
        if b"__main__" in data:
            self._main.add(path)
        if mentions_hub(data):
            self._hub.add(path)
        if may_throw(data):
            self._naming_switches.add(path)
            if _throws(data):
                self._switching.add(path)
        for word, paths in self._naming.items():
            if word.encode() in data:
                paths.append(path)
        # Most files import the same few: one object for each of these does for all.
        same = self._pairs.setdefault
        names = tuple(same(pair, pair) for pair in dict.fromkeys(_imported(data)))
        if not path.endswith(NOTEBOOK):
            self._imported.update(dotted for level, dotted in names if dotted and not level)
        return names

    @property
    def files(self) -> Set[str]:
        """All files of the project."""
        return self._files

    @property
    def hub_files(self) -> Set[str]:
        """The files that can concern hub by themselves."""
        return self._hub

    @property
    def imported(self) -> Set[str]:
        """The dotted names that lines of imports may mean, in any file that is no notebook."""
        return self._imported

    def may_be_own(self, first: str) -> bool:
        """Whether a module or package of the project may begin with that name."""
        return first in self._names

    @property
    def switching(self) -> Set[str]:
        """The files that throw a switch of the runtime when they are imported."""
        return self._switching

    @property
    def naming_switches(self) -> Set[str]:
        """The files that name a switch of the runtime, wherever they may throw it."""
        return self._naming_switches

    def naming(self, word: str) -> Sequence[str]:
        """The files that name one of the words of NAMED."""
        return self._naming[word]

    def reaching(self, paths: Iterable[str]) -> Set[str]:
        """The files, and all that import one of them, at whatever remove."""
        reached = dict.fromkeys(paths)
        queue = list(reached)
        for current in queue:
            for importer in self.importers(current):
                if importer not in reached:
                    reached[importer] = None
                    queue.append(importer)
        return reached.keys()

    def importers(self, path: str) -> Sequence[str]:
        """The files that import a file directly."""
        return self._importers.get(path, ())

    def programs(self, path: str) -> tuple[tuple[str, ...], bool]:
        """The files that start a program which imports this one, and whether these are all.

        A program starts in a file that nobody imports or that asks for `__main__`; tests count
        only where nothing else does. The file itself is one of them if it can start a program.
        """
        reached = self.reaching((path,))
        starts = [one for one in reached if one in self._main or not self.importers(one)]
        chosen = [one for one in starts if one == path or not self.is_test(one)] or starts
        return tuple(chosen[:MAX_PROGRAMS]), len(chosen) <= MAX_PROGRAMS

    def is_main(self, path: str) -> bool:
        """Whether a file says what to do when it is the main program."""
        return path in self._main

    def is_test(self, path: str) -> bool:
        """Whether a file holds tests, by its name or its folder's."""
        return _TEST.search(path[len(self._root) :].replace(os.sep, "/")) is not None

    def _targets(self, path: str, names: Iterable[tuple[int, str]]) -> Iterator[str]:
        found: dict[str, None] = {}
        for level, dotted in names:
            for target in self.resolve(path, level, dotted):
                found[target] = None
                found.update(dict.fromkeys(self._packages_of(target)))
        return iter(found)

    def _packages_of(self, path: str) -> Iterator[str]:
        """The packages that hold a file: they are imported before it."""
        folder = os.path.dirname(path)
        while (package := os.path.join(folder, "__init__.py")) in self._files:
            yield package
            folder = os.path.dirname(folder)

    def resolve(self, path: str, level: int, dotted: str) -> Iterator[str]:
        """The file that an import of a dotted name means in a file; none for a library's."""
        parts = dotted.split(".") if dotted else []
        if parts and parts[0] not in self._names:
            return
        for base in self._bases(path, level, parts):
            target = os.path.join(base, *parts)
            for candidate in (target + ".py", os.path.join(target, "__init__.py")):
                if candidate in self._files:
                    yield candidate
                    return

    def _bases(self, path: str, level: int, parts: Sequence[str]) -> Iterator[str]:
        folder = os.path.dirname(path)
        if level:
            for _ in range(level - 1):
                folder = os.path.dirname(folder)
            yield folder
            return
        yield folder
        yield self._above_packages(folder)
        yield self._root
        yield os.path.join(self._root, "src")
        namesake = folder_above(path, parts)
        if namesake is not None:
            yield namesake

    def _above_packages(self, folder: str) -> str:
        """The folder from which the package is imported that a folder belongs to."""
        if folder not in self._packages:
            above = folder
            while os.path.join(above, "__init__.py") in self._files:
                above = os.path.dirname(above)
            self._packages[folder] = above
        return self._packages[folder]


def folder_above(path: str, parts: Sequence[str]) -> str | None:
    """The folder from which a file's own package is imported by its name, without __init__.py.

    So do `python -m trainer.task` and what it imports; None where no folder above has the name.
    """
    if len(parts) < 2:
        return None
    place = path.rfind(f"{os.sep}{parts[0]}{os.sep}")
    return path[:place] if place > 0 else None


def _throws(data: bytes) -> bool:
    """Whether importing a file of these bytes, which name a switch of the runtime, throws one."""
    text = data.decode("utf-8", "replace")
    try:
        return throws(text, ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return throws(text, None)


def _names_in(paths: Iterable[str]) -> Set[str]:
    """Every word that may begin the dotted name of one of the files: most imports mean none."""
    names: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        folder, _, file = path.rpartition(os.sep)
        names.add(file.removesuffix(".py"))
        folders.add(folder)
    for folder in folders:
        names.update(folder.split(os.sep))
    return names


def _python_in(path: str, data: bytes) -> bytes:
    """The bytes; of a notebook, the lines in its JSON's strings, without what only outputs hold."""
    if not path.endswith(NOTEBOOK):
        return data
    lines = data.replace(b"\\n", b"\n").replace(b'"', b"\n").split(b"\n")
    return b"\n".join(line for line in lines if len(line) < _LONGEST_LINE)


def _imported(data: bytes) -> Iterator[tuple[int, str]]:
    """The dotted names that a file's lines of imports may mean, with their leading dots."""
    position = data.find(b"import")
    while position >= 0:
        start = data.rfind(b"\n", 0, position) + 1
        match = _IMPORT.match(data, start)
        if match is not None:
            yield from _names(match)
        end = match.end() if match is not None else position + 6
        position = data.find(b"import", max(end, position + 6))


def _names(match: re.Match[bytes]) -> Iterator[tuple[int, str]]:
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
