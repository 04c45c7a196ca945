"""Which modules does this notebook make? The program of its cells, and the files that they write.

Only the notebook's own program knows the files that it writes, so two notebooks of one folder
may write the same.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from hublint.facts.project.modules import Module
from hublint.gate import mentions_hub
from hublint.model import Span
from hublint.sources.cells import Broken, CellProgram, Listing, Place, Written, program_of
from hublint.sources.magics import Command
from hublint.sources.notebook import Cell, NotebookError, read_notebook
from hublint.sources.refusal import SyntaxRefused
from hublint.sources.syntax import Extent


@dataclass(eq=False)
class Notebook:
    """What the modules of one notebook share."""

    path: Path
    cells: tuple[Cell, ...]
    program: CellProgram
    modules: list[CellModule] = field(default_factory=list)

    @property
    def mentions_hub(self) -> bool:
        """Whether a cell of Python can concern hub."""
        return any(_mentions_hub(source) for source in self.sources.values())

    @property
    def sources(self) -> Mapping[int, str]:
        """The sources of the cells of Python, by the cells' numbers."""
        return {cell.number: cell.source for cell in self.cells if cell.is_code}

    @cached_property
    def beside(self) -> Mapping[Path, CellModule]:
        """The files that are written; what is written last is what stays."""
        return {module.path: module for module in self.modules[1:]}

    @cached_property
    def texts(self) -> Mapping[Path, Listing]:
        """Every file that is written, Python or not."""
        files = (*self.program.written, *self.program.others)
        return {_target(self.path, one): one.listing for one in files}

    @cached_property
    def written_cells(self) -> Set[int]:
        """The cells that write files."""
        full = (module.listing.places for module in self.modules[1:] if module.text)
        return {place.cell for places in full for place in places}

    def names_word(self, word: str) -> bool:
        """Whether a word stands in any cell of code, also in those that a shell runs."""
        return any(word in source for source in self.sources.values())

    @cached_property
    def _starts(self) -> Mapping[CellModule, Sequence[CellModule]]:
        """The modules in which the programs start that run each one."""
        from hublint.facts.project.gists import GistReader
        from hublint.facts.project.imports import ImportIndex

        last = {os.fspath(module.path): module for module in self.modules}
        read = GistReader().read
        texts = ((path, module.text.encode("utf-8", "replace")) for path, module in last.items())
        index = ImportIndex(self.path.parent, [(path, read(path, data)) for path, data in texts])
        found = {module: index.programs(path)[0] for path, module in last.items()}
        return {module: [last[path] for path in paths] for module, paths in found.items()}

    def programs(self, module: CellModule) -> tuple[CellModule, ...]:
        """The modules that start a program in which this one runs; the notebook is one itself."""
        if module is self.modules[0]:
            return (module,)
        return tuple(self._starts.get(module, (module,)))

    def broken(self) -> tuple[Broken, ...]:
        """The cells that can't be read: of those that write files, the ones that mention hub."""
        written = (
            _broken(module.listing.places, module.refused)
            for module in self.hub_modules()
            if module.refused is not None
        )
        return (*self.program.broken, *written)

    def hub_modules(self) -> tuple[CellModule, ...]:
        """The notebook's own module, and those of the written ones that mention hub."""
        if not self.mentions_hub:
            return ()
        main, *written = self.modules
        return (main, *(one for one in written if _mentions_hub(one.text)))


class CellModule(Module):
    """A module whose lines stand in cells of a notebook."""

    def __init__(self, path: Path, display: str, listing: Listing, notebook: Notebook) -> None:
        """`display` is the notebook's."""
        super().__init__(path, display, listing.text)
        self.listing = listing
        self.notebook = notebook

    @property
    def file(self) -> Path:
        """The notebook's path."""
        return self.notebook.path

    @property
    def beside(self) -> Mapping[Path, Module]:
        """The files that the notebook writes."""
        return self.notebook.beside

    @property
    def parts(self) -> tuple[Module, ...]:
        """The notebook's modules that can concern hub."""
        return self.notebook.hub_modules()

    @property
    def written_beside(self) -> Mapping[Path, Listing]:
        """The files that the notebook writes; its own program has none of them to begin with."""
        return {} if self is self.notebook.modules[0] else self.notebook.texts

    @property
    def written_cells(self) -> Set[int]:
        """The cells that write files."""
        return self.notebook.written_cells

    def is_named_around(self, word: str) -> bool:
        """Whether a word stands in the text, or in the notebook that writes it, and may run it."""
        if self is self.notebook.modules[0]:
            return self.names_word(word)
        return self.notebook.names_word(word)

    @property
    def broken(self) -> tuple[Broken, ...]:
        """The notebook's cells that can't be read."""
        return self.notebook.broken()

    @property
    def cells(self) -> Mapping[int, str]:
        """The sources of the notebook's cells of Python, by their numbers."""
        return self.notebook.sources

    @property
    def own_programs(self) -> tuple[Module, ...]:
        """The programs of the notebook that run this module."""
        return self.notebook.programs(self)

    @cached_property
    def code(self) -> str:
        """The text: what was IPython's has been taken out."""
        return self.text

    @cached_property
    def commands(self) -> tuple[tuple[Command, Span], ...]:
        """What IPython or a shell runs anywhere in the notebook, and where that stands."""
        return tuple(
            (
                ran.command,
                Span(
                    self.display,
                    ran.command.line,
                    ran.command.column,
                    ran.command.line,
                    ran.command.end_column,
                    ran.cell,
                ),
            )
            for ran in self.notebook.program.ran
        )

    def placed(self, extent: Extent) -> Span:
        """Where an extent of this module's code stands in its cell."""
        start = self.listing.places[extent.line - 1]
        end = self.listing.places[extent.end_line - 1]
        column = min(extent.column, start.width + 1)
        end_column = min(extent.end_column, end.width + 1)
        return Span(self.display, start.line, column, end.line, end_column, start.cell)


def notebook_module(path: Path, display: str, text: str) -> CellModule:
    """The module of a notebook's cells. Raises SyntaxRefused where the text is none."""
    try:
        cells = read_notebook(text)
    except NotebookError as error:
        raise SyntaxRefused(error.reason, error.line) from error
    return _made(path, display, cells, program_of(cells))


def _made(path: Path, display: str, cells: tuple[Cell, ...], program: CellProgram) -> CellModule:
    notebook = Notebook(path, cells, program)
    main = CellModule(path, display, program.listing, notebook)
    notebook.modules.append(main)
    for written in program.written:
        target = _target(path, written)
        notebook.modules.append(CellModule(target, display, written.listing, notebook))
    return main


def _target(path: Path, written: Written) -> Path:
    """The file that a cell of the notebook at a path writes."""
    return Path(os.path.normpath(path.parent / written.path))


def _broken(places: Sequence[Place], refused: SyntaxRefused) -> Broken:
    """The cell that can't be read, of a text whose lines stand at these places."""
    shown = refused.renumbered(lambda line: places[line - 1].line)
    return Broken(places[refused.line - 1].cell, shown.line, shown.reason)


def _mentions_hub(text: str) -> bool:
    return mentions_hub(text.encode("utf-8", "replace"))
