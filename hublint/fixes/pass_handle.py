"""Give the handle itself where an object stands that was loaded from it."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.arguments import only_argument
from hublint.repair.loaded import loaded_from
from hublint.repair.nodes import keywords
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """A layer gets the handle; `hub.load` of an object gives way to the object."""
    call = ruling.event.call
    nodes = view.nodes(call.span.path) if call is not None else None
    maker = nodes.at(call.span, ast.Call) if nodes is not None and call is not None else None
    given = _given(maker) if maker is not None else None
    if call is None or nodes is None or maker is None or given is None:
        return None
    if call.api == "load":
        edits = only_argument(nodes, maker)
        return Fix("use the object itself", "unsafe", edits) if edits else None
    loaded = loaded_from(nodes, given, view)
    if loaded is None:
        return None
    edit = nodes.replace(nodes.start(given), nodes.end(given), loaded.handle)
    return Fix("pass the handle itself", "unsafe", (edit, *loaded.edits))


def _given(maker: ast.Call) -> ast.expr | None:
    """What stands where the handle belongs, if it is written out."""
    given = maker.args[0] if maker.args else keywords(maker).get("handle")
    return given if isinstance(given, (ast.Name, ast.Attribute, ast.Call)) else None
