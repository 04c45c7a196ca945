"""By which name does the code know a hub object at some place?"""

from __future__ import annotations

import ast

from hublint.model import HubCall, Span
from hublint.repair.nodes import Nodes
from hublint.repair.view import View


def name_at(nodes: Nodes, call: HubCall, place: ast.expr, view: View) -> str | None:
    """The code of a name, or of an attribute, that gives the object there; None if none must."""
    spans = view.record.mentions.get(call, frozenset())
    for span in sorted((one for one in spans if one.path == nodes.module.display), key=_start):
        node = nodes.at(span, ast.Name) or nodes.at(span, ast.Attribute)
        if node is not None and _is_steady(nodes, node) and _reaches(nodes, node, place):
            return nodes.text(node)
    return None


def _start(span: Span) -> tuple[int, int, int]:
    return span.cell or 0, span.line, span.column


def _is_steady(nodes: Nodes, node: ast.expr) -> bool:
    """Whether a name, or an attribute of one, never gives anything else."""
    if isinstance(node, ast.Name):
        places = nodes.names(node.id, nodes.scope(node))
        return sum(not isinstance(one.ctx, ast.Load) for one in places) <= 1
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return False
    given = sum(not isinstance(one.ctx, ast.Load) for one in nodes.attributes(node.attr))
    return given <= 1 and _is_steady(nodes, node.value)


def _reaches(nodes: Nodes, node: ast.expr, place: ast.expr) -> bool:
    """Whether what a name gives where it stands, it gives at another place, too."""
    if nodes.function(node) is nodes.function(place):
        return nodes.start(node) < nodes.end(place)
    if not isinstance(node, ast.Name) or nodes.scope(node) is not nodes.tree:
        return False
    return nodes.owner(node.id, place) is nodes.tree
