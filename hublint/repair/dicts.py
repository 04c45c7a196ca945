"""What stands in a dict that is written out, and how is it spread over the keywords of a call?"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from keyword import iskeyword

from hublint.model import Edit
from hublint.repair.arguments import brackets_of
from hublint.repair.nodes import Nodes, Position, constant_text

Entries = Sequence[tuple[str, ast.expr]]


def entries(nodes: Nodes, node: ast.expr) -> Entries | None:
    """The keys and values of `{"key": value}` or `dict(key=value)`; None for anything else."""
    if isinstance(node, ast.Dict):
        return [
            (constant_text(key) or "", value)
            for key, value in zip(node.keys, node.values, strict=True)
            if key is not None
        ]
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.args:
        return None
    if node.func.id != "dict" or nodes.givers("dict"):
        return None
    return [(item.arg, item.value) for item in node.keywords if item.arg is not None]


def is_passed_only_here(nodes: Nodes, argument: ast.expr) -> bool:
    """Whether a dict stands in a call, or behind a name that is read by this call alone.

    What is computed where the name is given must be computed in the same function and graph.
    """
    if not isinstance(argument, ast.Name):
        return True
    reads = [one for one in nodes.all_names(argument.id) if isinstance(one.ctx, ast.Load)]
    given = nodes.value(argument)
    return reads == [argument] and _around(nodes, given) is _around(nodes, argument)


def _around(nodes: Nodes, node: ast.expr) -> ast.AST:
    """The innermost function or `with` around a node, or the module."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.With, ast.AsyncWith)
    return next((one for one in nodes.above(node) if isinstance(one, kinds)), nodes.tree)


def spread(nodes: Nodes, argument: ast.expr, place: Position) -> list[Edit]:
    """The edits that pass a dict as keywords: by their names, or with stars before it.

    `place` is where the argument begins with its parentheses, if it has any. A dict on several
    lines stays one, so that these stay aligned.
    """
    written = entries(nodes, argument)
    stars = [nodes.insert(place, "**")]
    if not written or nodes.start(argument) != place or nodes.end(argument)[0] != place[0]:
        return stars
    if isinstance(argument, ast.Dict):
        return _without_braces(nodes, argument, written) or stars
    brackets = brackets_of(nodes, argument) if isinstance(argument, ast.Call) else None
    if brackets is None or nodes.code(place, brackets.opening) != "dict(":
        return stars
    end = nodes.end(argument)
    return [nodes.replace(place, brackets.opening, ""), nodes.replace(brackets.closing, end, "")]


def _without_braces(nodes: Nodes, argument: ast.Dict, written: Entries) -> list[Edit]:
    """The edits that leave the entries of a dict as keywords; none where a key can't be one."""
    names = [name for name, _ in written]
    if len(set(names)) < len(names) or not all(map(_may_be_keyword, names)):
        return []
    edits = []
    for key, (name, value) in zip(filter(None, argument.keys), written, strict=True):
        between = nodes.code(nodes.end(key), nodes.start(value))
        if between.strip() != ":":
            return []
        edits.append(nodes.replace(nodes.start(key), nodes.start(value), f"{name}="))
    (line, start), (last, end) = nodes.start(argument), nodes.end(argument)
    opening = nodes.replace((line, start), (line, start + 1), "")
    return [opening, *edits, nodes.replace((last, end - 1), (last, end), "")]


def _may_be_keyword(name: str) -> bool:
    return name.isidentifier() and not iskeyword(name)
