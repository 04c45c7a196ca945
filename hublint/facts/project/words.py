"""Which names does code mention? A dotted one is a chain of names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hublint.sources.syntax import children


def chain_of(node: ast.expr) -> tuple[tuple[str, ...], ast.expr | None]:
    """The names of a dotted one, in order; none, and what it begins with, if that is no name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        return (node.id, *reversed(names)), None
    return (), node


def last_name(node: ast.expr) -> str:
    """The last name of a dotted one, or of an attribute of anything; "" if that is no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def words_in(node: ast.AST) -> Iterator[str]:
    """Every name in some code, and every attribute's."""
    stack = [node]
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Attribute):
            yield inner.attr
        stack += children(inner)
