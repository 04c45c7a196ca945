"""Which names does code mention, function by function?"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set

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


def words_by_function(nodes: Sequence[ast.AST]) -> Mapping[str, frozenset[str]]:
    """The words in each function, by its name; those of a class's methods are taken together."""
    words: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            words.setdefault(node.name, set()).update(words_in(node))
        elif isinstance(node, ast.ClassDef):
            shared = set(words_in(node))
            for inner in node.body:
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    words.setdefault(inner.name, set()).update(shared)
            words.setdefault(node.name, set()).update(shared)
    return {name: frozenset(found) for name, found in words.items()}


def mentioning(seeds: Set[str], words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The functions that mention one of these names, or a function that does."""
    found: set[str] = set()
    while True:
        new = {name for name, own in words.items() if name not in found and own & seeds}
        if not new:
            return frozenset(found)
        found |= new
        seeds = seeds | new
