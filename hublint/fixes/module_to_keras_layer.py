"""Make a `hub.KerasLayer` in the place of a `hub.Module`, and rewrite all of its calls.

The signature and the outputs that the calls ask for go into the constructor, since a layer has
one of each. Where the calls differ, or take no layer's way, there is no such repair.
"""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix, Row, Safety
from hublint.repair.arguments import brackets_of
from hublint.repair.layer import asked_of, layer_call
from hublint.repair.maker import formats_of, may_be_replaced, renamed
from hublint.repair.nodes import Nodes, keywords
from hublint.repair.uses import Uses, uses_of
from hublint.repair.view import View

# Who runs these wants tensors of a graph, which an eager layer doesn't give.
_SESSIONS = ("Session", "InteractiveSession", "MonitoredSession", "MonitoredTrainingSession")
# A layer's variables have other names than a module's, by which these find them.
_CHECKPOINTS = ("Saver", "Estimator", "init_from_checkpoint", "latest_checkpoint", "variable_map")


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Rewrites the constructor and every call, or nothing."""
    rows = ruling.event.rows
    uses = uses_of(ruling.event.call, view) if ruling.event.call is not None else None
    if uses is None or not may_be_replaced(uses.nodes, uses.maker, rows, view):
        return None
    asked = asked_of(uses.calls)
    brackets = brackets_of(uses.nodes, uses.maker)
    if asked is None or brackets is None or not _is_loadable(uses.nodes, rows, asked.arguments):
        return None
    edits = renamed(uses.nodes, uses.maker, "KerasLayer", view)
    if edits is None:
        return None
    if asked.arguments:
        edits.append(brackets.append(asked.arguments))
    is_certain = _is_plain(uses, rows)
    for nodes, call in uses.calls:
        events = [event for event in view.events_at(nodes.span(call)) if event.kind == "called"]
        types = view.input_types(events, asked.signature or "default")
        written = layer_call(nodes, call, asked, events, types)
        if written is None:
            return None
        edits += written[0]
        is_certain = is_certain and written[1]
    safety: Safety = "safe" if is_certain else "unsafe"
    return Fix("make it a hub.KerasLayer", safety, tuple(edits))


def _is_loadable(nodes: Nodes, rows: tuple[Row, ...], arguments: str) -> bool:
    """Whether a layer can be made of the model: of a TF2 SavedModel only without a signature."""
    formats = formats_of(nodes, rows)
    return formats == {"tf1-hub"} or (formats == {"tf2-savedmodel"} and not arguments)


def _is_plain(uses: Uses, rows: tuple[Row, ...]) -> bool:
    """Whether the layer surely gives the numbers that the module would have given."""
    given = keywords(uses.maker).keys()
    proven = all(
        "format" in row and row["format"].value == "tf1-hub" and row["format"].certainty == "proven"
        for row in rows
    )
    executed = {row["execution"].value for row in rows}
    sessions = any(uses.nodes.attributes(name) for name in _SESSIONS)
    in_order = executed == {"graph"} or (executed == {"eager"} and not sessions)
    by_name = any(uses.nodes.attributes(name) for name in _CHECKPOINTS)
    names = given & {"name", "tags"}
    return proven and in_order and not (by_name or names or uses.is_public)
