"""Which name is this? A dotted one is a chain of names."""

from __future__ import annotations

import ast


def chain_of(node: ast.expr) -> tuple[tuple[str, ...], ast.expr | None]:
    """The names of a dotted one, in order; none, and what it begins with, if that is no name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        return (node.id, *reversed(names)), None
    return (), node
