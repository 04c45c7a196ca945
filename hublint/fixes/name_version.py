"""Name the version that a handle without one means today: the newest that the catalogue lists."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import handle_edits, handle_of
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Adds the version to the handle, wherever it is written out."""
    handle = handle_of(ruling)
    newest = view.newest_version(handle) if handle is not None else None
    if handle is None or newest is None:
        return None
    named = f"{handle.rstrip('/')}/{newest}"
    edits = handle_edits(ruling, handle, named, view)
    return Fix(f"name its version, {newest}", "unsafe", edits) if edits else None
