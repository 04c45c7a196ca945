"""Load a model by `hub.load`, which knows the TF1 Hub format, and not by tf.saved_model.load."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.arguments import only_argument
from hublint.repair.libraries import tensorflow_hub
from hublint.repair.nodes import keywords
from hublint.repair.unused import unused_import
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Rewrites a call with a path alone; of `hub.resolve(handle)` only the handle is left."""
    nodes = view.nodes(ruling.event.span.path)
    call = nodes.at(ruling.event.span, ast.Call) if nodes is not None else None
    hub = tensorflow_hub(nodes) if nodes is not None else None
    if nodes is None or call is None or hub is None or len(call.args) + len(call.keywords) != 1:
        return None
    path = call.args[0] if call.args else keywords(call).get("export_dir")
    if path is None or isinstance(path, ast.Starred):
        return None
    edits = [*hub.edits, nodes.replace(nodes.start(call), nodes.end(call.func), f"{hub.name}.load")]
    if call.keywords:
        start = nodes.start(call.keywords[0])
        edits.append(nodes.replace(start, (start[0], start[1] + len("export_dir")), "handle"))
    if isinstance(path, ast.Call) and nodes.text(path.func) == f"{hub.name}.resolve":
        unresolved = only_argument(nodes, path)
        if not unresolved:
            return None
        edits += unresolved
    root = _root(call.func)
    if root is not None:
        edits += unused_import(nodes, root.id, {root}, view)
    return Fix("load it with hub.load", "unsafe", tuple(edits))


def _root(node: ast.expr) -> ast.Name | None:
    """The name with which a dotted one begins."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None
