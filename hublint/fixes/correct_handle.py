"""Write the only name of the catalogue that is like the one that nobody knows."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import with_handle
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Changes the name in the handle, if the nearest has that version, wherever it is written."""
    return with_handle(ruling, view, view.nearest_handle, "write {}".format, "unsafe")
