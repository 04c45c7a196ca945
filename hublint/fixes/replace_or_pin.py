"""Move off an API that was removed, or else show the pins with which it still exists."""

from __future__ import annotations

from hublint.fixes import pin_old_hub, replace_module
from hublint.model import Fix
from hublint.repair.view import View
from hublint.ruling import Ruling


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Gives the first of the two that can be written."""
    return replace_module.fix(ruling, view) or pin_old_hub.fix(ruling, view)
