"""Does the code itself reckon with a failure here? Then there is nothing to tell it.

A test expects an exception, or a handler names the very exception that hub would raise.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hublint.facts.values.contexts import EXPECTS, TRIES

# The methods of unittest and absltest that enter such a context, whatever class they come from.
_ASSERTIONS = ("assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "assertRaisesOpError")
_ABSL_ASSERTIONS = ("assertRaisesWithPredicateMatch", "assertRaisesWithLiteralMatch")

# What the unsupported uses of hub raise, and little else does by design: who names one of these
# in a handler has met it. ValueError and the broad ones say nothing.
_TELLING = frozenset(
    {"TypeError", "AttributeError", "RuntimeError", "NotImplementedError"}
    | {"FailedPreconditionError"}
)

# What takes the failure of an import, or of a name that a library no longer has.
_TAKING = frozenset({"ImportError", "Exception", "BaseException"})


def expects_by_name(item: ast.expr) -> bool:
    """Whether a `with` over this call is a test's, or takes what is raised.

    `with self.assertRaises(...)`, or `with suppress(TypeError)`.
    """
    if not isinstance(item, ast.Call):
        return False
    if _names(item.func) == ["suppress"]:
        return any(name in _TELLING for one in item.args for name in _names(one))
    is_method = isinstance(item.func, ast.Attribute)
    return is_method and _names(item.func)[0] in (*_ASSERTIONS, *_ABSL_ASSERTIONS)


def around_try(node: ast.Try) -> str:
    """The kind of context that the body of a `try` is: EXPECTS, TRIES, or "" for any other."""
    handlers = node.handlers
    if any(name in _TELLING for one in handlers for name in _names(one.type)):
        return EXPECTS
    if any(_has_another_way(node, one) for one in handlers):
        return EXPECTS
    takes = any(one.type is None or not _TAKING.isdisjoint(_names(one.type)) for one in handlers)
    return TRIES if takes else ""


def _has_another_way(node: ast.Try, handler: ast.ExceptHandler) -> bool:
    """Whether a handler computes anew what was to be computed: there it is meant to go on."""
    return not _computed(node.body).isdisjoint(_computed(handler.body))


def _computed(body: Sequence[ast.stmt]) -> set[str]:
    """The names that statements give what a call gives; "return" stands for what is returned."""
    found: set[str] = set()
    for one in body:
        if isinstance(one, ast.Assign) and isinstance(one.value, (ast.Call, ast.Subscript)):
            found.update(map(ast.unparse, one.targets))
        elif isinstance(one, ast.Return) and isinstance(one.value, (ast.Call, ast.Subscript)):
            found.add("return")
    return found


def _names(node: ast.expr | None) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.BinOp):  # newer syntax in older words
        return [*_names(node.left), *_names(node.right)]
    if isinstance(node, ast.Tuple):
        return [name for element in node.elts for name in _names(element)]
    return []
