"""Who imports this module? One index of a project's imports, and the programs that start it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path

from hublint.facts.project.added_folders import SYS_PATH, AddedFolders
from hublint.facts.project.gists import ANY, MAIN, WORDS, Gist, Imported
from hublint.facts.project.switches import THROWING
from hublint.sources.source import NOTEBOOK

# More programs than these over one module say little that is new, and each is run.
MAX_PROGRAMS = 12

_TEST = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|[^/]*_test|conftest)\.py$")

# What pytest takes for a file of tests.
_PYTEST = re.compile(r"(^|[/\\])(test_[^/\\]*|[^/\\]*_test)\.py$")


class ImportIndex:
    """Which files of a project import which others."""

    def __init__(self, root: Path, files: Iterable[tuple[str, Gist]]) -> None:
        """Takes the absolute paths of a project's Python files and notebooks, with their gists."""
        gists = dict(files)
        self._root = os.fspath(root)
        self._files = dict.fromkeys(gists).keys()
        self._hub = {path for path, gist in gists.items() if gist.mentions_hub}
        self._naming: dict[str, dict[str, None]] = {word: {} for word in WORDS}
        self._imported: set[str] = set()
        self._names = _names_in(self._files)
        self._added = AddedFolders(self._files)
        self._packages: dict[str, str] = {}
        self._importers: dict[str, list[str]] = {}
        for path, gist in gists.items():
            self._take(path, gist)

    def _take(self, path: str, gist: Gist) -> None:
        for word in gist.words:
            self._naming[word][path] = None
        if not path.endswith(NOTEBOOK):
            self._imported.update(dotted for level, dotted in gist.imported if dotted and not level)
        for target in (*self.conftests(path), *self._targets(path, gist.imported)):
            if target != path:
                self._importers.setdefault(target, []).append(path)

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
    def naming_switches(self) -> Set[str]:
        """The files that name a switch of the runtime, wherever they may throw it."""
        return {path for word in THROWING for path in self._naming[word]}

    def naming(self, word: str) -> Set[str]:
        """The files that name one of WORDS."""
        return self._naming[word].keys()

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

    def imports(self, path: str) -> Sequence[str]:
        """The files that a file imports directly."""
        return self._importing.get(path, ())

    @cached_property
    def _importing(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for target, importers in self._importers.items():
            for importer in importers:
                found.setdefault(importer, []).append(target)
        return found

    def programs(self, path: str) -> tuple[tuple[str, ...], bool]:
        """The files that start a program which imports this one, and whether these are all.

        A program starts in a file that nobody imports or that asks for `__main__`; tests count
        only where nothing else does. The file itself is one of them if it can start a program.
        """
        reached = self.reaching((path,))
        starts = [one for one in reached if self.is_main(one) or not self.importers(one)]
        chosen = [one for one in starts if one == path or not self.is_test(one)] or starts
        return tuple(chosen[:MAX_PROGRAMS]), len(chosen) <= MAX_PROGRAMS

    def is_main(self, path: str) -> bool:
        """Whether a file says what to do when it is the main program."""
        return path in self._naming[MAIN]

    def is_test(self, path: str) -> bool:
        """Whether a file holds tests, by its name or its folder's."""
        return _TEST.search(path[len(self._root) :].replace(os.sep, "/")) is not None

    def conftests(self, path: str) -> Sequence[str]:
        """The files that pytest reads before a file of tests, the outermost first."""
        if not _PYTEST.search(path):
            return ()
        above = path[len(self._root) :].split(os.sep)[1:-1] if self._is_below(path) else []
        folders = (os.path.join(self._root, *above[:count]) for count in range(len(above) + 1))
        found = (os.path.join(folder, "conftest.py") for folder in folders)
        return [one for one in found if one in self._files]

    def _is_below(self, path: str) -> bool:
        return path.startswith(self._root.rstrip(os.sep) + os.sep)

    def _targets(self, path: str, names: Iterable[Imported]) -> Iterator[str]:
        found: dict[str, None] = {}
        for level, dotted in names:
            is_any = dotted.endswith(ANY)
            find = self.within if is_any else self.resolve
            for target in find(path, level, dotted.rstrip(f".{ANY}") if is_any else dotted):
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
        """The file that an import of a dotted name means in a file; none for a library's.

        Several only where any of them may be meant.
        """
        parts = dotted.split(".") if dotted else []
        if parts and parts[0] not in self._names:
            return
        for base in self._bases(path, level, parts):
            target = os.path.join(base, *parts)
            for candidate in (target + ".py", os.path.join(target, "__init__.py")):
                if candidate in self._files:
                    yield candidate
                    return
        if not level:
            yield from self.added(path, dotted)

    def added(self, path: str, dotted: str) -> Sequence[str]:
        """The files that a dotted name may mean in a file by a folder that it puts on sys.path."""
        is_adding = path in self._naming[SYS_PATH]
        return self._added.find(path, dotted.split(".")) if is_adding else ()

    def within(self, path: str, level: int, package: str) -> Iterable[str]:
        """The files of a package, by its dotted name in a file; none of the whole project."""
        parts = package.split(".") if package else []
        folders = (os.path.join(base, *parts) for base in self._bases(path, level, parts))
        known = (self._by_folder[folder] for folder in folders if folder in self._by_folder)
        return next(known, ()) if level or parts else ()

    @cached_property
    def _by_folder(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for path in self._files:
            if not path.endswith(NOTEBOOK):
                found.setdefault(os.path.dirname(path), []).append(path)
        return found

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
