"""Name the TF2 version of the same model, where the catalogue has one: shown, never applied.

Another version is another model: its inputs and its numbers differ.
"""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import with_handle
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Changes the version in the handle, wherever it is written out."""
    title = "take its TF2 version, {}, whose inputs and numbers may differ".format
    return with_handle(ruling, view, view.tf2_version, title, "display")
