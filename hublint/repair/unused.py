"""Which imports does nobody use any more after a repair, and how do they go?"""

from __future__ import annotations

import ast
from collections.abc import Collection

from hublint.model import Edit
from hublint.repair.nodes import Nodes
from hublint.repair.view import View


def unused_import(
    nodes: Nodes, name: str, gone: Collection[ast.AST], view: View
) -> tuple[Edit, ...]:
    """The edits that take the import of a name away, if all that reads it is gone.

    None where other modules may take the name from here, or the import shares its line.
    """
    reads = (one for one in nodes.all_names(name) if isinstance(one.ctx, ast.Load))
    if any(one not in gone for one in reads) or is_taken_elsewhere(nodes, name, view):
        return ()
    own = [one for one in nodes.tree.body if _is_all_of(one, name)]
    return without_statement(nodes, own[0]) if len(own) == 1 else ()


def without_statement(nodes: Nodes, statement: ast.stmt) -> tuple[Edit, ...]:
    """The edits that take a statement with its lines away; none if anything else stands there.

    Nor if a comment may stand in it. In a notebook, whose cells may end with it, it stays.
    """
    (first, start), (last, end) = nodes.start(statement), nodes.end(statement)
    lines = nodes.module.lines
    around = lines[first - 1][: start - 1] + lines[last - 1][end - 1 :]
    has_comment = "#" in nodes.text(statement)
    body = _block(nodes, statement)
    in_cell = nodes.span(statement).cell is not None
    if around.strip() or has_comment or len(body) < 2 or last >= len(lines) or in_cell:
        return ()
    return (nodes.replace((first, 1), (last + 1, 1), ""),)


def _block(nodes: Nodes, statement: ast.stmt) -> list[ast.stmt]:
    """The statements among which this one stands."""
    parent = nodes.parent(statement)
    blocks = (getattr(parent, name, []) for name in ("body", "orelse", "finalbody"))
    return next((block for block in blocks if isinstance(block, list) and statement in block), [])


def is_taken_elsewhere(nodes: Nodes, name: str, view: View) -> bool:
    """Whether other modules may take a name from this one, or it has other values, too."""
    is_listed = bool(nodes.givers("__all__"))
    is_own = nodes.givers(name) == 1
    return nodes.module.is_package or view.is_public(nodes) or is_listed or not is_own


def _is_all_of(statement: ast.stmt, name: str) -> bool:
    """Whether a statement imports nothing but that name."""
    if not isinstance(statement, (ast.Import, ast.ImportFrom)) or len(statement.names) != 1:
        return False
    alias = statement.names[0]
    return (alias.asname or alias.name) == name
