"""Write the only name of the catalogue that is like the one that nobody knows."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import handle_edits, handle_of
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Changes the name in the handle, if the nearest has that version, wherever it is written."""
    handle = handle_of(ruling)
    nearest = view.nearest_handle(handle) if handle is not None else None
    if handle is None or nearest is None:
        return None
    edits = handle_edits(ruling, handle, nearest, view)
    return Fix(f"write {nearest}", "unsafe", edits) if edits else None
