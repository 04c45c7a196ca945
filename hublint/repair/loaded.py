"""How is the handle written that a hub object was loaded from?"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hublint.model import Edit, HubCall
from hublint.repair.nodes import Nodes, keywords
from hublint.repair.unused import without_statement
from hublint.repair.view import View


@dataclass(frozen=True, slots=True)
class Loaded:
    """The code of a handle, and the edits that take away the loading that it makes needless."""

    handle: str
    edits: tuple[Edit, ...] = ()


def loaded_from(nodes: Nodes, given: ast.expr, view: View) -> Loaded | None:
    """What `given`, which gives an object, was loaded from; None if that can't be written here.

    The loading stays where the object has other uses.
    """
    call = _call_of(nodes, given, view)
    loader = nodes.at(call.span, ast.Call) if call is not None else None
    handle = _handle(loader) if loader is not None else None
    if call is None or loader is None or handle is None:
        return None
    if loader is given:
        around = nodes.code(nodes.start(given), nodes.start(handle))
        around += nodes.code(nodes.end(handle), nodes.end(given))
        return None if "#" in around else Loaded(nodes.text(handle))
    is_constant = isinstance(handle, ast.Constant) or (
        isinstance(handle, ast.Name) and nodes.givers(handle.id) == 1 and _is_global(nodes, handle)
    )
    if not is_constant:
        return None
    return Loaded(nodes.text(handle), _without(nodes, call, loader, given, view))


def _call_of(nodes: Nodes, given: ast.expr, view: View) -> HubCall | None:
    """The only call of hub.load that gives this object, in the same file."""
    span = nodes.span(given)
    calls = view.calls_at(span)
    call = calls[0] if len(calls) == 1 else None
    is_here = call is not None and call.api == "load" and call.span.path == span.path
    return call if is_here else None


def _handle(loader: ast.Call) -> ast.expr | None:
    """What hub.load is given, if that is all that it is given."""
    if len(loader.args) + len(loader.keywords) != 1:
        return None
    handle = loader.args[0] if loader.args else keywords(loader).get("handle")
    return None if isinstance(handle, ast.Starred) else handle


def _is_global(nodes: Nodes, name: ast.Name) -> bool:
    return nodes.scope(name) is nodes.tree


def _without(
    nodes: Nodes, call: HubCall, loader: ast.Call, given: ast.expr, view: View
) -> tuple[Edit, ...]:
    """The edits that take the loading away, if its object is named only here."""
    statement = nodes.parent(loader)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return ()
    target = statement.targets[0]
    if not isinstance(target, ast.Name) or not isinstance(given, ast.Name):
        return ()
    places = nodes.names(target.id, nodes.scope(target))
    is_only = all(one in (target, given) for one in places)
    if not is_only or (nodes.scope(target) is nodes.tree and view.is_public(nodes)):
        return ()
    return without_statement(nodes, statement)
