"""Which imports of a `try` can't fail in a program that uses hub? Then no handler of it runs."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

# tensorflow_hub itself imports it, beside a TensorFlow whose Keras is Keras 3.
_OF_HUB = "tf_keras"


def tries_tf_keras(node: cst.Try | cst.TryStar) -> bool:
    """Whether a `try` only imports tf_keras, and perhaps gives it another name."""
    lines = node.body.body
    statements = [
        one
        for line in lines
        for one in (line.body if isinstance(line, cst.SimpleStatementLine) else (line,))
    ]
    imports = [one for one in statements if isinstance(one, (cst.Import, cst.ImportFrom))]
    named = [one for one in statements if isinstance(one, cst.Assign) and _is_plain(one.value)]
    if not imports or len(imports) + len(named) < len(statements):
        return False
    return all(_package(name) == _OF_HUB for one in imports for name in _imported(one))


def _imported(node: cst.Import | cst.ImportFrom) -> Iterable[cst.BaseExpression | None]:
    if isinstance(node, cst.ImportFrom):
        return (None if node.relative else node.module,)
    return tuple(alias.name for alias in node.names)


def _package(node: cst.BaseExpression | None) -> str:
    while isinstance(node, cst.Attribute):
        node = node.value
    return node.value if isinstance(node, cst.Name) else ""


def _is_plain(node: cst.BaseExpression) -> bool:
    return isinstance(node, (cst.Name, cst.Attribute, cst.SimpleString))
