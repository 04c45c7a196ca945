"""On which lines of a program may an error be told, when it failed on these?"""

from __future__ import annotations

import ast
from collections.abc import Iterable


def allowed(source: str, on: frozenset[int]) -> frozenset[int]:
    """The lines on which an error may be told, where a traceback goes through these.

    Any line of those statements, since which of them it names differs between Pythons; and the
    bodies of functions that they name, or that stand behind a name: what TensorFlow traced fails
    later, where it is called. A graph fails where a session runs it, and was built where the
    names of that statement were assigned.
    """
    tree = ast.parse(source)
    passed = [node for node in ast.walk(tree) if _simple(node) and _lines(node) & on]
    names = _names(passed)
    behind = [node for node in ast.walk(tree) if _assigns(node, names)]
    names |= _names(behind)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    named = [node for node in functions if node.name in names]
    built = behind if any(_runs(node) for node in passed) else []
    return on.union(*map(_lines, [*passed, *named, *built]))


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}


def _assigns(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Assign) and bool(_names(node.targets) & names)


def _runs(node: ast.AST) -> bool:
    """Whether a statement runs a session."""
    return any(isinstance(part, ast.Attribute) and part.attr == "run" for part in ast.walk(node))


def _simple(node: ast.AST) -> bool:
    return isinstance(node, ast.stmt) and not hasattr(node, "body")


def _lines(node: ast.AST) -> frozenset[int]:
    assert isinstance(node, ast.stmt)
    return frozenset(range(node.lineno, (node.end_lineno or node.lineno) + 1))
