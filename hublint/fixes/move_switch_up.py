"""Throw the switch to graph mode before the statement that needs it, and no longer behind it."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.statements import lone_statement, may_stand_before, moved_before
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Moves the line of the switch, if both stand in the body of one module."""
    span = ruling.event.span
    thrown = {one.span for row in ruling.rows for one in row["switch"].why}
    nodes = view.nodes(span.path)
    place = thrown.pop() if len(thrown) == 1 else None
    if nodes is None or place is None or place.path != span.path or span.cell is not None:
        return None
    call = nodes.at(span, ast.Call)
    switch = lone_statement(nodes, place.line)
    needing = nodes.statement(call) if call is not None else None
    if switch is None or needing is None or not may_stand_before(nodes, switch, needing):
        return None
    is_block = isinstance(needing, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    edits = moved_before(nodes, switch, needing, behind="\n\n" if is_block else "")
    return Fix("throw the switch before it", "unsafe", edits)
