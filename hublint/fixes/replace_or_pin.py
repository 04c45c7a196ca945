"""Move off an API that was removed, or no longer import it, or show the pins that still have it."""

from __future__ import annotations

from hublint.fixes import drop_import, pin_old_hub, replace_module
from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Gives the first of the three that can be written."""
    fixes = (replace_module.fix, drop_import.fix, pin_old_hub.fix)
    return next(filter(None, (one(ruling, view) for one in fixes)), None)
