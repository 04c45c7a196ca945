"""Set TF_USE_LEGACY_KERAS before anything is imported that chooses a Keras."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.libraries import imports_keras
from hublint.repair.statements import lone_statement, may_stand_before, moved_before
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Moves the line that sets it before the first import that may choose a Keras."""
    shown = {one.span for row in ruling.rows for one in row["legacy_keras"].why}
    place = shown.pop() if len(shown) == 1 else None
    nodes = view.nodes(place.path) if place is not None and place.cell is None else None
    if nodes is None or place is None:
        return None
    setting = lone_statement(nodes, place.line)
    first = next((one for one in nodes.tree.body if imports_keras(one)), None)
    if setting is None or first is None or not may_stand_before(nodes, setting, first):
        return None
    own = nodes.tree.body[: nodes.tree.body.index(first)]
    if any(view.is_own_import(nodes, one) for one in own):
        return None
    edits = moved_before(nodes, setting, first, behind="\n")
    return Fix("set TF_USE_LEGACY_KERAS before the imports", "unsafe", edits)
