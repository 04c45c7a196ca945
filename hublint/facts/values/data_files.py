"""What do the project's files of data hold? JSON, as the values that Python would read from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hublint.facts.values.atoms import Atom, Collection, Const, Dictionary
from hublint.facts.values.value import Alternative, Trace, Value, just
from hublint.files import disk

# Larger files hold data to compute with, not names of models.
MAX_SIZE = 1 << 18
MAX_DEPTH = 12
_LONGEST = 4096


def read_json(path: str, folders: Iterable[Path], root: Path, shown: Trace) -> Value | None:
    """Give what a JSON file of a project holds; None where no folder has it, or several do.

    A relative path is looked for in the folders, and nothing is read outside of `root`; `shown`
    is the call that reads it.
    """
    places = dict.fromkeys(Path(os.path.normpath(folder / path)) for folder in folders)
    found = [place for place in places if root in place.parents and disk.is_file(place)]
    if len(found) != 1 or disk.size(found[0]) > MAX_SIZE:
        return None
    try:
        data = json.loads(disk.read_bytes(found[0]))
    except (OSError, ValueError, RecursionError):
        return None
    atom = _atom(data, shown, 0)
    return just(atom, (shown,)) if atom is not None else None


def _atom(data: Any, shown: Trace, depth: int) -> Atom | None:
    if depth > MAX_DEPTH:
        return None
    if isinstance(data, dict):
        entries = tuple(
            (just(Const(name)), value)
            for name, one in data.items()
            if (value := _value(one, shown, depth)) is not None
        )
        return Dictionary(entries, len(entries) < len(data), ("file", object()))
    if isinstance(data, list):
        items = [_value(one, shown, depth) for one in data]
        known = tuple(one for one in items if one is not None)
        return Collection("list", known, len(known) < len(items))
    if isinstance(data, str) and len(data) > _LONGEST:
        return None
    return Const(data)


def _value(data: Any, shown: Trace, depth: int) -> Value | None:
    atom = _atom(data, shown, depth + 1)
    return (Alternative(atom, why=(shown,)),) if atom is not None else None
