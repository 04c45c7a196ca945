"""Move off `hub.Module`: to a `hub.KerasLayer` where one will do, else to `hub.load`."""

from __future__ import annotations

from hublint.fixes import module_to_keras_layer, module_to_load
from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Gives the first of the two that can be written."""
    return module_to_keras_layer.fix(ruling, view) or module_to_load.fix(ruling, view)
