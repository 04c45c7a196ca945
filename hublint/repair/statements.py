"""May a statement of a module's own body stand elsewhere in it, and how is it moved?"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hublint.model import Edit
from hublint.repair.libraries import is_import_of
from hublint.repair.nodes import Nodes
from hublint.sources.syntax import walk


def lone_statement(nodes: Nodes, line: int) -> ast.stmt | None:
    """The statement of the module's own body that has a line for itself."""
    statement = next((one for one in nodes.tree.body if one.lineno == line), None)
    lines = nodes.module.lines
    if statement is None or statement.end_lineno != line or line >= len(lines):
        return None
    rest = lines[line - 1][nodes.end(statement)[1] - 1 :].strip()
    is_first = nodes.start(statement)[1] == 1
    return statement if is_first and (not rest or rest[0] == "#") else None


def may_stand_before(nodes: Nodes, statement: ast.stmt, other: ast.stmt) -> bool:
    """Whether all that a statement names is imported before another one that stands above it."""
    if other.lineno >= statement.lineno:
        return False
    before = nodes.tree.body[: nodes.tree.body.index(other)]
    names = {node.id for node in walk(statement) if isinstance(node, ast.Name)}
    return all(
        nodes.givers(name) == 1 and any(is_import_of(one, name) for one in before) for name in names
    )


def moved_before(
    nodes: Nodes, statement: ast.stmt, other: ast.stmt, behind: str = ""
) -> tuple[Edit, ...]:
    """The edits that move a lone statement before another; `behind` is written after it there.

    The comments above it go with it, and one blank line if it stood between two.
    """
    lines = nodes.module.lines
    first, last = _below_comments(lines, statement.lineno), statement.lineno
    decorators = getattr(other, "decorator_list", [])
    place = _below_comments(lines, min([other.lineno, *(one.lineno for one in decorators)]))
    text = "\n".join(lines[first - 1 : last])
    start = first - (not lines[first - 2].strip() and not lines[last].strip())
    return (
        nodes.insert((place, 1), f"{text}\n{behind}"),
        nodes.replace((start, 1), (last + 1, 1), ""),
    )


def _below_comments(lines: Sequence[str], line: int) -> int:
    """The first of the comments right above a line; the line itself, if a file begins with them."""
    first = line
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return first if first > 1 else line
