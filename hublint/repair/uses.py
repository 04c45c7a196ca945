"""Is every use of a hub object in view? Then all can be rewritten together, else none."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hublint.model import HubCall
from hublint.repair.nodes import Nodes
from hublint.repair.view import View


@dataclass(frozen=True, slots=True)
class Uses:
    """The call that makes a hub object, and all the calls of the object, in any file.

    `is_public` is whether other modules of the project, or of others, can reach it.
    """

    nodes: Nodes
    maker: ast.Call
    calls: tuple[tuple[Nodes, ast.Call], ...]
    is_public: bool


def uses_of(call: HubCall, view: View) -> Uses | None:
    """All uses of an object, if it is only given names and called; None if it goes elsewhere."""
    nodes = view.nodes(call.span.path)
    maker = nodes.at(call.span, ast.Call) if nodes is not None else None
    if nodes is None or maker is None:
        return None
    calls: list[tuple[Nodes, ast.Call]] = []
    targets: list[tuple[Nodes, ast.expr]] = []
    for home, node in _mentions(call, view) or [(nodes, None)]:
        if node is None or not _is_followed(home, node, calls, targets):
            return None
    if not all(_is_all_in_view(home, target, view) for home, target in targets):
        return None
    is_public = any(_is_public(home, target, view) for home, target in targets)
    ordered = sorted(calls, key=lambda use: (use[0].module.display, use[0].span(use[1]).line))
    return Uses(nodes, maker, tuple(ordered), is_public)


def _mentions(call: HubCall, view: View) -> list[tuple[Nodes, ast.expr | None]]:
    """Every expression that gives the object; None for one that has no place of its own."""
    found: list[tuple[Nodes, ast.expr | None]] = []
    for span in view.record.mentions.get(call, frozenset({call.span})):
        nodes = view.nodes(span.path)
        if nodes is None:
            continue
        kinds = (ast.Name, ast.Attribute, ast.Call)
        found.append((nodes, next(filter(None, (nodes.at(span, kind) for kind in kinds)), None)))
    return found


def _is_followed(
    nodes: Nodes,
    node: ast.expr,
    calls: list[tuple[Nodes, ast.Call]],
    targets: list[tuple[Nodes, ast.expr]],
) -> bool:
    """Whether the object is called here, or given names; adds the call or the names."""
    parent = nodes.parent(node)
    if isinstance(parent, ast.Call) and parent.func is node:
        calls.append((nodes, parent))
        return True
    if isinstance(parent, ast.Expr):
        return True
    if isinstance(parent, ast.Assign) and parent.value is node:
        given = parent.targets
    elif isinstance(parent, ast.AnnAssign) and parent.value is node:
        given = [parent.target]
    else:
        return False
    targets += [(nodes, target) for target in given]
    return all(isinstance(target, (ast.Name, ast.Attribute)) for target in given)


def _is_all_in_view(nodes: Nodes, target: ast.expr, view: View) -> bool:
    """Whether every place that reads this name or attribute is one that was followed."""
    seen = view.places_of(nodes)
    if isinstance(target, ast.Name):
        reads = nodes.names(target.id, nodes.scope(target))
    elif isinstance(target, ast.Attribute):
        return all(
            not isinstance(node.ctx, ast.Load) or nodes.span(node) in seen
            for node in nodes.attributes(target.attr)
        )
    else:
        return False
    return all(not isinstance(name.ctx, ast.Load) or nodes.span(name) in seen for name in reads)


def _is_public(nodes: Nodes, target: ast.expr, view: View) -> bool:
    if isinstance(target, ast.Name) and nodes.scope(target) is not nodes.tree:
        return False
    return view.is_public(nodes)
