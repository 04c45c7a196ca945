"""Load a model by `hub.load`, which knows the TF1 Hub format, and not by tf.saved_model.load."""

from __future__ import annotations

import ast

from hublint.model import Edit, Fix
from hublint.repair.arguments import brackets_of
from hublint.repair.libraries import tensorflow_hub
from hublint.repair.nodes import Nodes, keywords
from hublint.repair.unused import unused_import
from hublint.repair.view import View
from hublint.ruling import Ruling


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
    unresolved = _unresolved(nodes, path, hub.name)
    if unresolved is None:
        return None
    edits += unresolved
    root = _root(call.func)
    if root is not None:
        edits += unused_import(nodes, root.id, {root}, view)
    return Fix("load it with hub.load", "unsafe", tuple(edits))


def _unresolved(nodes: Nodes, path: ast.expr, hub: str) -> list[Edit] | None:
    """The edits that leave the handle of `hub.resolve(handle)`; None if it has more to say."""
    if not isinstance(path, ast.Call) or nodes.text(path.func) != f"{hub}.resolve":
        return []
    brackets = brackets_of(nodes, path)
    if brackets is None or len(brackets.slots) != 1:
        return None
    slot, start, end = brackets.slots[0], nodes.start(path), nodes.end(path)
    if brackets.comments_between(start, slot.value) or brackets.comments_between(slot.end, end):
        return None
    return [nodes.replace(start, slot.value, ""), nodes.replace(slot.end, end, "")]


def _root(node: ast.expr) -> ast.Name | None:
    """The name with which a dotted one begins."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None
