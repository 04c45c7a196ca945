"""Throw the switch to graph mode before the statement that needs it, and no longer behind it."""

from __future__ import annotations

import ast

from hublint.model import Fix, Span
from hublint.repair.libraries import is_import_of
from hublint.repair.nodes import Nodes
from hublint.repair.view import View
from hublint.ruling import Ruling


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Moves the line of the switch, if both stand in the body of one module."""
    span = ruling.event.span
    thrown = {one.span for row in ruling.rows for one in row["switch"].why}
    nodes = view.nodes(span.path)
    call = nodes.at(span, ast.Call) if nodes is not None else None
    place = thrown.pop() if len(thrown) == 1 else None
    if nodes is None or call is None or place is None or place.path != span.path:
        return None
    switch, needing = _switch(nodes, place), nodes.statement(call)
    if switch is None or needing is None or span.cell is not None:
        return None
    if needing.lineno >= switch.lineno or not _is_known_before(nodes, switch, needing):
        return None
    text = nodes.module.lines[switch.lineno - 1]
    decorators = getattr(needing, "decorator_list", [])
    first = min([needing.lineno, *(one.lineno for one in decorators)])
    edits = (
        nodes.insert((first, 1), f"{text}\n"),
        nodes.replace((_first_line(nodes, switch), 1), (switch.lineno + 1, 1), ""),
    )
    return Fix("throw the switch before it", "unsafe", edits)


def _switch(nodes: Nodes, place: Span) -> ast.Expr | None:
    """The statement that throws the switch, if it has a line of the module for itself."""
    call = nodes.at(place, ast.Call)
    statement = nodes.parent(call) if call is not None else None
    if not isinstance(statement, ast.Expr) or statement not in nodes.tree.body:
        return None
    lines = nodes.module.lines
    last = statement.end_lineno or statement.lineno
    is_alone = statement.lineno == last < len(lines)
    rest = lines[statement.lineno - 1][nodes.end(statement)[1] - 1 :].strip()
    is_first = nodes.start(statement)[1] == 1
    return statement if is_alone and is_first and (not rest or rest[0] == "#") else None


def _first_line(nodes: Nodes, switch: ast.Expr) -> int:
    """The line to delete from: one blank line goes with a switch that stands between two."""
    before, after = nodes.module.lines[switch.lineno - 2], nodes.module.lines[switch.lineno]
    return switch.lineno - (not before.strip() and not after.strip())


def _is_known_before(nodes: Nodes, switch: ast.Expr, needing: ast.stmt) -> bool:
    """Whether the library that has the switch is imported before the other statement."""
    root: ast.AST = switch.value
    while isinstance(root, (ast.Call, ast.Attribute)):
        root = root.func if isinstance(root, ast.Call) else root.value
    if not isinstance(root, ast.Name) or nodes.givers(root.id) != 1:
        return False
    before = nodes.tree.body[: nodes.tree.body.index(needing)]
    return any(is_import_of(statement, root.id) for statement in before)
