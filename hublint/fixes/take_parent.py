"""Take the TensorFlow model that a TFLite, TF.js or Coral asset was made from."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import handle_edits, handle_of
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes its handle, where the catalogue lists it, wherever the other one is written out."""
    handle = handle_of(ruling)
    parent = view.parent_handle(handle) if handle is not None else None
    if handle is None or parent is None:
        return None
    edits = handle_edits(ruling, handle, parent, view)
    return (
        Fix(f"take the model that it was made from, {parent}", "unsafe", edits) if edits else None
    )
