"""Throw the switch to graph mode where the program begins, behind its imports."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hublint.model import Fix
from hublint.repair.libraries import compat_name
from hublint.repair.nodes import Nodes
from hublint.repair.view import View
from hublint.ruling import Ruling


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes the switch into the only module that starts a program with this one."""
    path = view.entry_of(ruling.event.span.path)
    nodes = view.nodes(path) if path is not None else None
    if nodes is None or ruling.event.span.cell is not None:
        return None
    place = _place(nodes, view)
    name = compat_name(nodes)
    if place is None or name is None or nodes.end(place)[0] >= len(nodes.module.lines):
        return None
    edit = nodes.insert((nodes.end(place)[0] + 1, 1), f"\n{name}.disable_v2_behavior()\n")
    return Fix(f"call {name}.disable_v2_behavior() before it", "unsafe", (edit,))


def _place(nodes: Nodes, view: View) -> ast.stmt | None:
    """The last import behind which the switch may stand: before any of the project's own.

    None where the module's other files are imported before TensorFlow, or anything else runs.
    """
    last: ast.stmt | None = None
    has_tensorflow = False
    for statement in _imports(nodes.tree.body):
        if view.is_own_import(nodes, statement):
            break
        last = statement
        has_tensorflow = has_tensorflow or "tensorflow" in ast.unparse(statement)
    return last if has_tensorflow else None


def _imports(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The imports at the module's start, behind its docstring."""
    found: list[ast.stmt] = []
    for number, statement in enumerate(body):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            found.append(statement)
        elif number or not isinstance(statement, ast.Expr):
            break
    return found
