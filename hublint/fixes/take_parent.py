"""Take the TensorFlow model that a TFLite, TF.js or Coral asset was made from."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import with_handle
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes its handle, where the catalogue lists it, wherever the other one is written out."""
    title = "take the model that it was made from, {}".format
    return with_handle(ruling, view, view.parent_handle, title, "unsafe")
