"""Throw the switch to graph mode where the program begins, behind its imports."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hublint.judging.ruling import Ruling
from hublint.model import Edit, Fix
from hublint.repair.libraries import compat_name, is_import_of
from hublint.repair.nodes import Nodes
from hublint.repair.view import View

# A program with these has come to run eagerly: in a graph it would break elsewhere.
_EAGER = ("numpy", "GradientTape", "run_functions_eagerly")


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes the switch into the only module that starts a program with this one."""
    path = view.entry_of(ruling.event.span.path)
    nodes = view.nodes(path) if path is not None else None
    own = view.nodes(ruling.event.span.path)
    if nodes is None or own is None or ruling.event.span.cell is not None:
        return None
    if nodes is own and not _is_program(own, ruling, view):
        return None
    if any(one.attributes(name) for one in (nodes, own) for name in _EAGER):
        return None
    edit = _behind_imports(nodes, view) or _with_import(nodes, view)
    return Fix("switch to graph mode where the program begins", "unsafe", (edit,)) if edit else None


def _is_program(nodes: Nodes, ruling: Ruling, view: View) -> bool:
    """Whether a file that nobody imports starts a program, and is not merely left lying."""
    call = nodes.at(ruling.event.span, ast.Call)
    above = nodes.above(call) if call is not None else iter(())
    in_function = any(isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) for one in above)
    return view.is_main(nodes) or not in_function


def _behind_imports(nodes: Nodes, view: View) -> Edit | None:
    """The edit behind the imports, if TensorFlow is among them, before any of the project's own."""
    name = compat_name(nodes)
    imports = _imports(nodes.tree.body)
    number = _first_own(nodes, imports, view)
    foreign = imports[:number]
    if name is None or not any(is_import_of(one, name.partition(".")[0]) for one in foreign):
        return None
    line = (foreign[-1].end_lineno or foreign[-1].lineno) + 1
    if line > len(nodes.module.lines):
        return None
    behind = "\n" if nodes.module.lines[line - 1].strip() else ""
    return nodes.insert((line, 1), f"\n{name}.disable_v2_behavior()\n{behind}")


def _with_import(nodes: Nodes, view: View) -> Edit | None:
    """The edit before the first of the project's own imports, where TensorFlow has no name."""
    imports = _imports(nodes.tree.body)
    number = _first_own(nodes, imports, view)
    if number == len(imports) or compat_name(nodes) is not None or not nodes.is_free("tf"):
        return None
    text = "import tensorflow.compat.v1 as tf\n\ntf.disable_v2_behavior()\n\n"
    return nodes.insert(nodes.start(imports[number]), text)


def _first_own(nodes: Nodes, imports: Sequence[ast.stmt], view: View) -> int:
    """Which of the imports is the first of the project's own; how many there are, if none is."""
    own = (number for number, one in enumerate(imports) if view.is_own_import(nodes, one))
    return next(own, len(imports))


def _imports(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The imports at the module's start, behind its docstring."""
    found: list[ast.stmt] = []
    for number, statement in enumerate(body):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            found.append(statement)
        elif number or not isinstance(statement, ast.Expr):
            break
    return found
