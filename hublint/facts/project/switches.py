"""Does importing a module throw a switch of the runtime? Its body names one, or what throws one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hublint.facts.keras.legacy import VARIABLE
from hublint.facts.project.words import mentioning, words_by_function, words_in
from hublint.sources.syntax import DEFINITIONS, Tree

SWITCHES = frozenset(
    {"disable_v2_behavior", "disable_eager_execution", "enable_v2_behavior"}
    | {"enable_eager_execution", "enable_resource_variables"}
)

# What runs a text, which may throw one.
EXECUTES = "exec"

# What a file names that throws one; what names none of these, need not be parsed.
THROWING = SWITCHES | {VARIABLE}


def throws(text: str, tree: Tree | None) -> bool:
    """Whether importing a module of this text throws a switch; it has no tree if it isn't Python.

    Where the variable is named that switches Keras, that is enough: it can be set in many ways.
    """
    if VARIABLE in text or tree is None:
        return VARIABLE in text
    throwing = {EXECUTES, *SWITCHES}
    throwing |= mentioning(throwing, words_by_function(tree.nodes))
    return any(not throwing.isdisjoint(words_in(one)) for one in _run_on_import(tree.module))


def _run_on_import(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements of a module's body that run when it is imported."""
    for statement in tree.body:
        is_main = isinstance(statement, ast.If) and "__name__" in set(words_in(statement.test))
        if not is_main and not isinstance(statement, DEFINITIONS):
            yield statement
