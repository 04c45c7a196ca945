"""Which operands must be numbers or tensors, so that a dict in their place raises?

A text may be formatted with a dict, two dicts may be joined by `|`, and a list extended with the
keys of one.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def numeric(node: ast.expr | ast.AugAssign) -> Sequence[ast.expr]:
    """The operands of a computation in whose place no dict can stand."""
    if isinstance(node, ast.BinOp):
        return _both(node.op, node.left, node.right)
    if isinstance(node, ast.AugAssign):
        is_extension = isinstance(node.op, ast.Add)
        return (node.target,) if is_extension else _both(node.op, node.target, node.value)
    if isinstance(node, ast.UnaryOp):
        return () if isinstance(node.op, ast.Not) else (node.operand,)
    if isinstance(node, ast.Compare) and all(isinstance(one, _ORDERED) for one in node.ops):
        return (node.left, *node.comparators)
    return ()


def _both(operator: ast.operator, left: ast.expr, right: ast.expr) -> Sequence[ast.expr]:
    if isinstance(operator, ast.BitOr):
        return ()
    return (left,) if isinstance(operator, ast.Mod) else (left, right)
