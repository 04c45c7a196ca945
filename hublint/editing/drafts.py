"""What would the files hold after these repairs? Contents in memory; the disk stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from hublint.editing.edited_file import edited_bytes
from hublint.editing.edits import EditProblem
from hublint.model import Edit, Fix
from hublint.sources.source import Source, source_of

Contents = Mapping[Path, bytes]


class DraftProblem(Exception):
    """Repairs that can't be written into their files: the message says why."""


def drafted(
    contents: Contents, fixes: Iterable[Fix], find: Callable[[str], Path]
) -> dict[Path, bytes]:
    """The contents with the edits of all fixes made; they must not overlap.

    `find` gives the file of a path as people see it, which must be among the contents. Raises
    DraftProblem if an edit can't be made, or if its text has no place in the file's encoding.
    """
    edits: dict[str, list[Edit]] = {}
    for fix in fixes:
        for edit in fix.edits:
            edits.setdefault(edit.span.path, []).append(edit)
    after = dict(contents)
    for name, of_file in edits.items():
        path = find(name)
        try:
            after[path] = _edited(path, name, contents[path], of_file)
        except (EditProblem, UnicodeError, KeyError) as error:
            raise DraftProblem(f"{name}: {error}") from error
    return after


def _edited(path: Path, name: str, data: bytes, edits: list[Edit]) -> bytes:
    source = source_of(path, name, data)
    if not isinstance(source, Source):
        raise EditProblem(source.reason)
    if source.text.encode(source.encoding) != data:
        raise EditProblem(f"its {source.encoding} can't be written as it stands")
    return edited_bytes(source, edits)
