"""Load with `hub.load` in the place of a `hub.Module`, and call signatures at every call.

One loaded object serves calls of several signatures, which a layer can't.
"""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.arguments import brackets_of
from hublint.repair.maker import formats_of, may_be_replaced, renamed
from hublint.repair.module_call import module_call
from hublint.repair.signature_call import signature_call
from hublint.repair.uses import uses_of
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Rewrites the constructor and every call, or nothing."""
    event = ruling.event
    uses = uses_of(event.call, view) if event.call is not None else None
    if uses is None or not may_be_replaced(uses.nodes, uses.maker, event.rows, view):
        return None
    if formats_of(uses.nodes, event.rows) != {"tf1-hub"}:
        return None
    edits = renamed(uses.nodes, uses.maker, "load", view)
    brackets = brackets_of(uses.nodes, uses.maker)
    if edits is None or brackets is None:
        return None
    edits += brackets.remove(_untaken(uses.maker))
    for nodes, call in uses.calls:
        asked = module_call(call)
        events = [event for event in view.events_at(nodes.span(call)) if event.kind == "called"]
        signature = (asked.signature if asked is not None else None) or "default"
        types = view.input_types(events, signature)
        target = (signature, "default")
        written = signature_call(nodes, call, asked, target, events, types) if asked else None
        if written is None:
            return None
        edits += written[0]
    return Fix("load it with hub.load, and call its signatures", "unsafe", tuple(edits))


def _untaken(maker: ast.Call) -> list[int]:
    """The places of the arguments that hub.load doesn't take: it is frozen, and has no scope."""
    keywords = enumerate(maker.keywords, start=len(maker.args))
    return [place for place, item in keywords if item.arg in ("trainable", "name")]
