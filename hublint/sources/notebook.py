"""Which cells does this notebook have, and how are their sources replaced in its JSON?

nbformat 3 and 4. Reading needs no positions and asks the standard library; a replacement looks up
where the source of a cell stands in the text, and leaves every other character as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hublint.sources.json_text import ListValue, elements, find, members, respelled, spelling_of

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class NotebookError(Exception):
    """A text that is no notebook: `reason` says why in a few words, `line` where (from 1)."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its position from 1 among all cells, its source, whether that is Python."""

    number: int
    source: str
    is_code: bool


def read_notebook(text: str) -> tuple[Cell, ...]:
    """The cells of a notebook, in order. Raises NotebookError where the text is none."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotebookError(f"it is no JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise NotebookError("its JSON is nested too deeply") from error
    cells = _cells(document)
    if cells is None:
        raise NotebookError("it is JSON without a list of cells")
    language = _language(document)
    return tuple(
        Cell(number, _joined(_source(cell)), _is_code(cell, language))
        for number, cell in enumerate(cells, start=1)
    )


def replace_cell_sources(text: str, sources: Mapping[int, str]) -> str:
    """The same notebook with other sources for some of its cells, by their numbers.

    A source stays what it was, one string or a list of lines, and what doesn't change in it
    keeps its spelling. Raises NotebookError where the text is no notebook, KeyError where it
    has no such cell, or a cell without a source.
    """
    read_notebook(text)
    places = _source_places(text)
    parts: list[str] = []
    done = 0
    for number in sorted(sources):
        start, end = places[number]
        parts += text[done:start], _replaced(text, start, sources[number])
        done = end
    return "".join([*parts, text[done:]])


def _cells(document: Any) -> list[Any] | None:
    """The cells of a document, those of nbformat 3's worksheets in a row; None if it has none."""
    if not isinstance(document, dict):
        return None
    cells = document.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        return None
    lists = (sheet.get("cells") for sheet in sheets if isinstance(sheet, dict))
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _language(document: Mapping[str, Any]) -> str:
    metadata = document.get("metadata")
    for name, key in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(name) if isinstance(metadata, dict) else None
        if isinstance(about, dict) and isinstance(about.get(key), str):
            return str(about[key])
    return "python"


def _is_code(cell: Any, language: str) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return False
    own = cell.get("language")  # nbformat 3
    spoken = own if isinstance(own, str) else language
    return spoken.lower().startswith(("python", "ipython"))


def _source(cell: Any) -> Any:
    return cell.get("source", cell.get("input", "")) if isinstance(cell, dict) else ""


def _joined(source: Any) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _source_places(text: str) -> Mapping[int, tuple[int, int]]:
    """Where the source of each cell begins and ends in the text, by the cell's number."""
    places: dict[int, tuple[int, int]] = {}
    for number, at in enumerate(_cell_starts(text), start=1):
        found = members(text, at) if text[at] == "{" else {}
        place = found.get("source", found.get("input"))
        if place is not None and text[place[0]] in '"[':
            places[number] = place
    return places


def _cell_starts(text: str) -> Iterator[int]:
    top = members(text, find(text, 0))
    at = top["cells"][0] if "cells" in top else None
    if at is not None and text[at] == "[":
        yield from (start for start, _ in elements(text, at).places)
        return
    for start, _ in elements(text, top["worksheets"][0]).places:
        sheet = members(text, start) if text[start] == "{" else {}
        cells = sheet.get("cells")
        if cells is not None and text[cells[0]] == "[":
            yield from (start for start, _ in elements(text, cells[0]).places)


def _replaced(text: str, start: int, source: str) -> str:
    """The JSON that takes the place of a source's, which begins at `start`."""
    if text[start] == '"':
        return respelled(text, start, source)
    return _replaced_lines(text, elements(text, start), source)


def _replaced_lines(text: str, old: ListValue, source: str) -> str:
    """A list of lines: those that stay at its start and its end keep their spelling."""
    spelled = [text[start:end] for start, end in old.places]
    lines = [json.loads(one) for one in spelled]
    if source == _joined(lines):
        return old.around(spelled, text)
    head, rest = 0, source
    while head < len(lines) and _begins(rest, lines[head]):
        rest = rest[len(lines[head]) :]
        head += 1
    tail = len(lines)
    while tail > head and _ends(rest, lines[tail - 1]):
        rest = rest[: len(rest) - len(lines[tail - 1])]
        tail -= 1
    new = _LINE.findall(rest)
    if len(new) == tail - head and all(isinstance(line, str) for line in lines):
        starts = (start for start, _ in old.places[head:tail])
        middle = [respelled(text, at, one) for at, one in zip(starts, new, strict=True)]
    else:
        middle = [spelling_of(text)(line) for line in new]
    return old.around([*spelled[:head], *middle, *spelled[tail:]], text)


def _begins(rest: str, line: Any) -> bool:
    """Whether a text begins with a whole line."""
    if not isinstance(line, str) or not rest.startswith(line):
        return False
    return line.endswith("\n") or line == rest


def _ends(rest: str, line: Any) -> bool:
    """Whether a text ends with a whole line."""
    if not isinstance(line, str) or not rest.endswith(line):
        return False
    return line == rest or rest[: len(rest) - len(line)].endswith("\n")
