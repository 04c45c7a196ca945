"""Name the TF2 version of the same model, where the catalogue has one: shown, never applied.

Another version is another model: its inputs and its numbers differ.
"""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import handle_edits, handle_of
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Changes the version in the handle, wherever it is written out."""
    handle = handle_of(ruling)
    newer = view.tf2_version(handle) if handle is not None else None
    if handle is None or newer is None:
        return None
    edits = handle_edits(ruling, handle, newer, view)
    title = f"take its TF2 version, {newer}, whose inputs and numbers may differ"
    return Fix(title, "display", edits) if edits else None
