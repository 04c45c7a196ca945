"""What do the dependency files ask for that a notebook writes around a file which it writes?

What stands in a notebook's `trainer/setup.py` or Dockerfile holds for `trainer/task.py`, which runs
elsewhere: what lies beside the notebook is another environment's, and the two don't mix. What can't
be read is passed over.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.facts.project.modules import Module
from hublint.facts.versions.dependency_files import reader_for
from hublint.facts.versions.line_files import Reference, ShellLine
from hublint.facts.versions.pip_commands import parse_shell_command
from hublint.facts.versions.requirements import (
    Declaration,
    Requirement,
    RequirementError,
    parse_requirement,
)
from hublint.model import Span

if TYPE_CHECKING:
    from hublint.sources.cells import Listing


def written_requirements(module: Module) -> Sequence[Requirement]:
    """Give what these files ask for: for each library, those of the nearest folder."""
    found: list[Requirement] = []
    for folder in module.path.parents:
        known = {one.package for one in found}
        beside = (one for one in _of_folder(module, folder) if one.package not in known)
        found += list(beside)
        if folder == module.file.parent:
            break
    return found


def _of_folder(module: Module, folder: Path) -> Iterator[Requirement]:
    for path, listing in module.written_beside.items():
        read = reader_for(path.name) if path.parent == folder else None
        if read is None:
            continue
        with contextlib.suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            for declared in list(read(listing.text)):
                yield from _asked(declared, _span(module, listing, declared.line))


def _asked(declared: Declaration | Reference | ShellLine, span: Span) -> Iterator[Requirement]:
    if isinstance(declared, ShellLine):
        yield from parse_shell_command(declared.text, span, "pin")
    elif isinstance(declared, Declaration):
        with contextlib.suppress(RequirementError):
            found = parse_requirement(declared.text, span, declared.source, declared.extra)
            if found is not None:
                yield found


def _span(module: Module, listing: Listing, line: int) -> Span:
    """The whole line in its cell."""
    place = listing.places[line - 1]
    return Span(module.display, place.line, 1, place.line, place.width + 1, place.cell)
