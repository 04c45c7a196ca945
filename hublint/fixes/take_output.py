"""Take the output of a signature by its key, where the dict of all of them stands for it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping

from hublint.judging.ruling import Ruling
from hublint.model import Event, Fix, HubCall, Span, value_of
from hublint.repair.module_call import quoted
from hublint.repair.nodes import Nodes
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes the key behind the signature's call, or behind the name that is used as a tensor.

    Behind the call if all that reads its result wants a tensor.
    """
    span, call = ruling.event.span, ruling.event.call
    nodes = view.nodes(span.path)
    if nodes is None or call is None:
        return None
    called, tensors = view.once(("take-output", call), lambda: _places(call, view))
    used = _used(nodes, span, called)
    giving = nodes.value(used) if used is not None else None
    event = called.get(nodes.span(giving)) if giving is not None else None
    key = _key(event, view) if event is not None else None
    if used is None or giving is None or key is None:
        return None
    place: ast.expr = giving
    if isinstance(used, ast.Name):
        name, owner = used, nodes.scope(used)
        key_of_all = "is-always-tensor", name.id, owner
        is_all = view.once(key_of_all, lambda: _is_always_tensor(nodes, name, tensors))
        place = giving if is_all else used
    edit = nodes.insert(nodes.end(place), f"[{quoted(key)}]")
    return Fix(f"take its output {quoted(key)}", "unsafe", (edit,))


def _places(call: HubCall, view: View) -> tuple[Mapping[Span, Event], Collection[Span]]:
    """Where an object's signatures are called, and where a tensor is wanted of what they give."""
    events = view.events_of(call)
    called = {one.span: one for one in events if one.kind == "signature-called"}
    return called, {one.span for one in events if one.kind == "used-as-tensor"}


def _used(nodes: Nodes, span: Span, called: Collection[Span]) -> ast.Name | ast.Call | None:
    """What stands for a tensor: an operand, a function's first argument, or what is asked."""
    node = nodes.at(span, ast.expr)
    if isinstance(node, ast.Call) and span not in called:
        node = node.args[0] if node.args else None
    elif isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, (ast.Name, ast.Call)) else None


def _is_always_tensor(nodes: Nodes, name: ast.Name, tensors: Collection[Span]) -> bool:
    """Whether a tensor is wanted wherever the name is read."""
    places = nodes.names(name.id, nodes.scope(name))
    return all(_is_tensor(nodes, one, tensors) for one in places if isinstance(one.ctx, ast.Load))


def _is_tensor(nodes: Nodes, name: ast.Name, tensors: Collection[Span]) -> bool:
    if nodes.span(name) in tensors:
        return True
    parent = nodes.parent(name)
    if isinstance(parent, ast.Call) and parent.args[:1] == [name]:
        return nodes.span(parent) in tensors
    return isinstance(parent, ast.Attribute) and nodes.span(parent) in tensors


def _key(event: Event, view: View) -> str | None:
    """The output that is meant: `default`, or the only one."""
    names = {value_of(row, "signature") for row in event.rows}
    name = names.pop() if len(names) == 1 else None
    known = view.signatures([event]).get(name) if isinstance(name, str) else None
    if known is not None:
        outputs = known.outputs
        return "default" if "default" in outputs else outputs[0] if len(outputs) == 1 else None
    formats = {value_of(row, "format") for row in event.rows}
    return "default" if formats == {"tf1-hub"} else None
