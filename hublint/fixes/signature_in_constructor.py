"""Tell a `hub.KerasLayer` its signature and outputs when it is made, and not when it is called."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.arguments import brackets_of
from hublint.repair.layer import asked_of, layer_call
from hublint.repair.nodes import hides_keywords, keywords
from hublint.repair.uses import uses_of
from hublint.repair.view import View

_TOLD = frozenset({"signature", "output_key", "signature_outputs_as_dict"})


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Rewrites the constructor and every call, or nothing."""
    call = ruling.event.call
    uses = uses_of(call, view) if call is not None else None
    if uses is None:
        return None
    given = keywords(uses.maker)
    hides_some = hides_keywords(uses.maker)
    asked = asked_of(uses.calls)
    brackets = brackets_of(uses.nodes, uses.maker)
    if asked is None or brackets is None or hides_some or given.keys() & _TOLD:
        return None
    edits = [brackets.append(asked.arguments)] if asked.arguments else []
    for nodes, one in uses.calls:
        events = [event for event in view.events_at(nodes.span(one)) if event.kind == "called"]
        types = view.input_types(events, asked.signature or "default")
        written = layer_call(nodes, one, asked, events, types)
        if written is None:
            return None
        edits += written[0]
    return Fix("tell the layer when it is made", "unsafe", tuple(edits))
