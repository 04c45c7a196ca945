"""What are a file's bytes after these edits? Encoded as they were, a notebook's cell by cell."""

from __future__ import annotations

from collections.abc import Iterable

from hublint.editing.edits import EditProblem, Text
from hublint.model import Edit
from hublint.sources.source import NOTEBOOK, Source


def edited_bytes(source: Source, edits: Iterable[Edit]) -> bytes:
    """The bytes of a file with edits made; what they don't touch stays as it is.

    Raises EditProblem for edits that can't be made together, UnicodeEncodeError for text that
    the file's encoding does not have.
    """
    edits = tuple(edits)
    if source.path.suffix == NOTEBOOK:
        return _notebook(source.text, edits).encode(source.encoding)
    return Text(source.text).edited(edits).encode(source.encoding)


def _notebook(text: str, edits: Iterable[Edit]) -> str:
    from hublint.sources.notebook import NotebookError, read_notebook, replace_cell_sources

    by_cell: dict[int, list[Edit]] = {}
    for edit in edits:
        if edit.span.cell is None:
            raise EditProblem("an edit of a notebook names no cell")
        by_cell.setdefault(edit.span.cell, []).append(edit)
    try:
        sources = {cell.number: cell.source for cell in read_notebook(text)}
        changed = {cell: Text(sources[cell]).edited(own) for cell, own in by_cell.items()}
        return replace_cell_sources(text, changed)
    except NotebookError as error:
        raise EditProblem(error.reason) from error
