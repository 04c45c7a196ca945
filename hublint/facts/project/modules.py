"""Which modules does the project have, and which one does an import mean?

A module is read when somebody asks for one of its names. Nothing is imported: an import is
resolved to a file of the project, or stays a name of a library.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.facts.project.added_folders import SYS_PATH
from hublint.files import disk
from hublint.model import Span
from hublint.sources.refusal import SyntaxRefused
from hublint.sources.source import NOTEBOOK
from hublint.timing import stage

if TYPE_CHECKING:
    import ast

    from hublint.sources.cells import Broken, Listing
    from hublint.sources.magics import Command
    from hublint.sources.syntax import Extent, Tree

# Never the project's own, even in the repository of that very library.
LIBRARIES = frozenset(
    {"absl", "argparse", "click", "functools", "keras", "os", "tensorflow", "tensorflow_estimator"}
    | {"tensorflow_hub", "tensorflow_text", "tf_keras"}
)

# So many characters of modules keep their trees beside those of the program that ran last:
# neighbours often share them, and they take fifty times the text in memory.
MAX_AWAKE = 100_000

# A script that was a notebook has such a line, or says that it was made a comment.
_ESCAPED = re.compile(r"[\r\n][ \t]*[!%]")
_COMMENTED = "# Commented out IPython magic"


class Module:
    """One file of the project as a module. Compared by identity: one per file and run."""

    def __init__(self, path: Path, display: str, text: str) -> None:
        self.path = path
        self.display = display
        self.text = text
        self._words: dict[str, bool] = {}

    @property
    def file(self) -> Path:
        """The file that holds this module's text."""
        return self.path

    @property
    def beside(self) -> Mapping[Path, Module]:
        """The modules that only this one's program knows: those that a notebook writes."""
        return {}

    @property
    def parts(self) -> tuple[Module, ...]:
        """The modules of this one's file that can concern hub: a notebook may write some."""
        return (self,)

    @property
    def written_beside(self) -> Mapping[Path, Listing]:
        """Every file that is written with this one by the same notebook."""
        return {}

    @property
    def written_cells(self) -> Set[int]:
        """The cells of this one's file whose text goes into files of their own."""
        return frozenset()

    @property
    def broken(self) -> tuple[Broken, ...]:
        """The cells of this one's file that can't be read."""
        return ()

    @property
    def cells(self) -> Mapping[int, str]:
        """The sources of a notebook's cells of Python, by their numbers."""
        return {}

    @property
    def own_programs(self) -> tuple[Module, ...]:
        """The modules that start all programs that run this one, where the module itself knows."""
        return ()

    @cached_property
    def _was_notebook(self) -> bool:
        """Whether the text may hold lines that were a notebook's and are no Python."""
        text = self.text
        return text[:1] in ("!", "%") or bool(_ESCAPED.search(text)) or _COMMENTED in text

    @cached_property
    def code(self) -> str:
        """The text as Python reads it: without the shell lines that an exported notebook has."""
        if not self._was_notebook:
            return self.text
        from hublint.sources.exported import without_commands

        return without_commands(self.text)

    @cached_property
    def commands(self) -> tuple[tuple[Command, Span], ...]:
        """What IPython or a shell runs here, and where that stands."""
        if not self._was_notebook:
            return ()
        from hublint.sources.exported import commands_of

        return tuple(
            (one, Span(self.display, one.line, one.column, one.line, one.end_column))
            for one in commands_of(self.text)
        )

    @property
    def python(self) -> ast.Module:
        """Python's own tree. Raises SyntaxRefused where the text can't be read."""
        return self.tree.module

    @property
    def statements(self) -> Sequence[ast.stmt]:
        """The statements of the module, in order."""
        return self.tree.module.body

    @property
    def imports(self) -> Sequence[ast.Import | ast.ImportFrom]:
        """The statements that import something, in the order of the text."""
        return self.tree.imports

    @cached_property
    def tree(self) -> Tree:
        """The syntax tree. Raises SyntaxRefused where the text can't be read."""
        from hublint.sources.syntax import read_tree

        with stage("parse", self.display):
            return read_tree(self.code)

    @cached_property
    def refused(self) -> SyntaxRefused | None:
        """Why the text can't be read; None if it can."""

        try:
            self.tree  # noqa: B018 - reading it is the test
        except SyntaxRefused as refused:
            return refused
        return None

    def accept(self) -> None:
        """Takes it as known that the text can be read: another process has done it."""
        self.refused = None

    @contextmanager
    def woken(self) -> Iterator[None]:
        """Within it the tree may be read; it is given up then, unless it was there before."""
        was_read = "tree" in vars(self)
        yield
        if not was_read:
            self.rest()

    def rest(self) -> None:
        """Gives up the tree, which is fifty times the text; whoever asks reads it again."""
        vars(self).pop("tree", None)

    @cached_property
    def package(self) -> tuple[str, ...]:
        """The dotted path of the package that holds this module, () at top level."""
        names: list[str] = []
        folder = self.path.parent
        while disk.is_file(folder / "__init__.py") and folder.name:
            names.append(folder.name)
            folder = folder.parent
        return tuple(reversed(names))

    @cached_property
    def import_root(self) -> Path:
        """The folder from which this module's package is imported."""
        return self.path.parents[len(self.package)]

    @property
    def lines(self) -> list[str]:
        """The lines of the code, without their ends. Raises SyntaxRefused as `tree` does."""
        return self.tree.lines

    @property
    def name(self) -> str:
        """The module's own name, without its package."""
        return self.path.stem

    @property
    def is_package(self) -> bool:
        """Whether other modules stand below this one."""
        return self.path.name == "__init__.py"

    def span(self, node: ast.AST) -> Span:
        """Where a node of this module stands."""
        return self.placed(self.tree.extent(node))

    def placed(self, extent: Extent) -> Span:
        """Where an extent of this module's code stands in its file."""
        return Span(self.display, *extent)

    def names_word(self, word: str) -> bool:
        """Whether a word stands anywhere in the text."""
        if word not in self._words:
            self._words[word] = word in self.text
        return self._words[word]

    def is_named_around(self, word: str) -> bool:
        """Whether a word stands in the text, or in what writes it."""
        return self.names_word(word)

    def behind(self, node: ast.AST) -> str:
        """What stands behind a node on its last line."""
        extent = self.tree.extent(node)
        return self.lines[extent.end_line - 1][extent.end_column - 1 :].strip()

    def excerpt(self, node: ast.AST, limit: int = 60) -> str:
        """The beginning of a node's own text, on one line, cut to a length."""
        extent = self.tree.extent(node)
        lines = self.lines[extent.line - 1 : extent.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: extent.end_column - 1]
        lines[0] = lines[0][extent.column - 1 :]
        text = " ".join(" ".join(lines[:4]).split())
        return text if len(text) <= limit else text[: limit - 1] + "…"


class Modules:
    """The modules of one project, each read once, when asked for."""

    def __init__(self, root: Path, display: Callable[[Path], str]) -> None:
        """`display` says how people see an absolute path.

        `added` is what a dotted name may mean in a file by a folder that this puts on sys.path,
        `within` are the files of a package, by its dotted name in a file.
        """
        self.root = root
        self._display = display
        self._known: dict[str, Module | None] = {}  # by path: texts take less than Paths
        self._held: dict[Path, bytes] = {}
        self._awake: dict[Module, None] = {}  # the last used last
        self._awake_size = 0  # in characters
        self._meant: dict[tuple[int, str, Module], Module | None] = {}
        self.added: Callable[[str, str], Sequence[str]] = lambda path, dotted: ()
        self.within: Callable[[str, int, str], Iterable[str]] = lambda path, level, package: ()

    def add(self, path: Path, display: str, text: str) -> Module:
        """Takes a text that was read already as the module of that path.

        Raises SyntaxRefused where it should be a notebook and is none.
        """
        module = self._known[os.fspath(path)] = _module_of(path, display, text)
        return module

    def hold(self, path: Path, data: bytes) -> None:
        """Takes bytes that count in the place of what a file holds; read when it is asked for."""
        self._held[path] = data

    def at(self, path: Path) -> Module | None:
        """The module of a file; None if there is no such file, or it can't be decoded."""
        key = os.fspath(path)
        if key not in self._known:
            self._known[key] = self._read(path)
        return self._known[key]

    def place(self, module: Module) -> str:
        """A module's file, seen from the project's root where it lies below it."""
        if self.root in module.path.parents:
            return module.path.relative_to(self.root).as_posix()
        return module.path.as_posix()

    def known(self) -> Iterable[Module]:
        """Every module that was read so far."""
        return [module for module in self._known.values() if module is not None]

    def rest(self, used: Set[Module]) -> None:
        """A program has ended that used these modules: of others, few keep their trees.

        The first gives up its own before those behind it: it is what started the program, which
        others seldom use.
        """
        for module in used:
            if module in self._awake:
                del self._awake[module]
            else:
                self._awake_size += len(module.text)
            self._awake[module] = None
        while self._awake_size > MAX_AWAKE:
            oldest = next(iter(self._awake))
            if oldest in used:
                return
            del self._awake[oldest]
            self._awake_size -= len(oldest.text)
            oldest.rest()

    def find(self, dotted: str, importer: Module) -> Module | None:
        """The module that `import dotted` means in the importer; None if it's a library's."""
        asked = (0, dotted, importer)
        if asked not in self._meant:
            self._meant[asked] = self._find(dotted, importer)
        return self._meant[asked]

    def _find(self, dotted: str, importer: Module) -> Module | None:
        parts = dotted.split(".")
        if parts[0] in LIBRARIES:
            return None
        bases = self._bases(importer, parts)
        found = (self._in(base, parts, importer) for base in bases)
        return next((module for module in found if module is not None), None) or self._by_added(
            dotted, importer
        )

    def _by_added(self, dotted: str, importer: Module) -> Module | None:
        if not importer.names_word(SYS_PATH):
            return None
        meant = self.added(os.fspath(importer.file), dotted)
        return self.at(Path(meant[0])) if len(meant) == 1 else None

    def relative(self, level: int, dotted: str, importer: Module) -> Module | None:
        """The module that `from ..dotted import` means, with so many leading dots."""
        asked = (level, dotted, importer)
        if asked not in self._meant:
            self._meant[asked] = self._relative(level, dotted, importer)
        return self._meant[asked]

    def _relative(self, level: int, dotted: str, importer: Module) -> Module | None:
        base = importer.path.parent
        for _ in range(level - 1):
            base = base.parent
        if not dotted:
            return importer.beside.get(base / "__init__.py") or self.at(base / "__init__.py")
        return self._in(base, dotted.split("."), importer)

    def packages(self, module: Module) -> tuple[Module, ...]:
        """The packages that hold a module, the outermost first: they are imported before it."""
        folder, found = module.path.parent, []
        for _ in module.package:
            above = module.beside.get(folder / "__init__.py") or self.at(folder / "__init__.py")
            if above is not None and above is not module:
                found.append(above)
            folder = folder.parent
        return tuple(reversed(found))

    def _bases(self, importer: Module, parts: Sequence[str]) -> Iterator[Path]:
        from hublint.facts.project.imports import folder_above

        seen: set[Path] = set()
        namesake = folder_above(os.fspath(importer.path), parts)
        usual = (importer.path.parent, importer.import_root, self.root, self.root / "src")
        for base in (*usual, Path(namesake) if namesake is not None else self.root):
            if base not in seen:
                seen.add(base)
                yield base

    def _in(self, base: Path, parts: list[str], importer: Module) -> Module | None:
        target = base.joinpath(*parts)
        for path in (target.with_name(target.name + ".py"), target / "__init__.py"):
            found = importer.beside.get(path) or self.at(path)
            if found is not None:
                return found
        return None

    def _read(self, path: Path) -> Module | None:
        from hublint.sources.source import Source, read_source, source_of

        held = self._held.get(path)
        if held is not None:
            source = source_of(path, self._display(path), held)
        elif disk.is_file(path):
            source = read_source(path, self._display(path))
        else:
            return None
        if not isinstance(source, Source):
            return None
        try:
            return _module_of(path, source.display, source.text)
        except SyntaxRefused:
            return None


def _module_of(path: Path, display: str, text: str) -> Module:
    if path.suffix != NOTEBOOK:
        return Module(path, display, text)
    from hublint.facts.project.notebooks import notebook_module

    return notebook_module(path, display, text)
