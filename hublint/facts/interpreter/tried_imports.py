"""Which imports of a `try` can't fail in a program that uses hub? Then no handler of it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable

# tensorflow_hub itself imports it, beside a TensorFlow whose Keras is Keras 3.
_OF_HUB = "tf_keras"


def tries_tf_keras(node: ast.Try) -> bool:
    """Whether a `try` only imports tf_keras, and perhaps gives it another name."""
    statements = node.body
    imports = [one for one in statements if isinstance(one, (ast.Import, ast.ImportFrom))]
    named = [one for one in statements if isinstance(one, ast.Assign) and _is_plain(one.value)]
    if not imports or len(imports) + len(named) < len(statements):
        return False
    return all(name.partition(".")[0] == _OF_HUB for one in imports for name in _imported(one))


def _imported(node: ast.Import | ast.ImportFrom) -> Iterable[str]:
    if isinstance(node, ast.ImportFrom):
        return ("" if node.level else node.module or "",)
    return tuple(alias.name for alias in node.names)


def _is_plain(node: ast.expr) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute, ast.Constant))
