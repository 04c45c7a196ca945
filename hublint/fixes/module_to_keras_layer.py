"""Make a `hub.KerasLayer` in the place of a `hub.Module`, and rewrite all of its calls.

The signature and the outputs that the calls ask for go into the constructor, since a layer has
one of each. Where the calls differ, or take no layer's way, there is no such repair.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hublint.model import Edit, Event, Fix, Row, Safety
from hublint.repair.arguments import brackets_of
from hublint.repair.inputs import as_tensor
from hublint.repair.maker import may_be_replaced, renamed
from hublint.repair.module_call import ModuleCall, key_behind, module_call, quoted
from hublint.repair.nodes import Nodes, keywords
from hublint.repair.uses import Uses, uses_of
from hublint.repair.view import View
from hublint.ruling import Ruling

# Who runs these wants tensors of a graph, which an eager layer doesn't give.
_SESSIONS = ("Session", "InteractiveSession", "MonitoredSession", "MonitoredTrainingSession")
# A layer's variables have other names than a module's, by which these find them.
_CHECKPOINTS = ("Saver", "Estimator", "init_from_checkpoint", "latest_checkpoint", "variable_map")


@dataclass(frozen=True, slots=True)
class Asked:
    """What all calls of the object ask for: the signature, all outputs as a dict, or one."""

    signature: str | None
    as_dict: bool
    key: str | None


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Rewrites the constructor and every call, or nothing."""
    if ruling.event.call is None:
        return None
    uses = uses_of(ruling.event.call, view)
    if uses is None or not may_be_replaced(uses.maker, ruling.event.rows):
        return None
    calls = [(nodes, call, module_call(call)) for nodes, call in uses.calls]
    asked = _asked(calls)
    format_ = _format(ruling.event.rows)
    if format_ is None or (format_ != "tf1-hub" and asked != _NOTHING):
        return None
    constructor = _constructor(uses, asked) if asked is not None else None
    if asked is None or constructor is None:
        return None
    edits, is_certain = list(constructor), _is_plain(uses, ruling.event.rows)
    for nodes, call, one in calls:
        events = [event for event in view.events_at(nodes.span(call)) if event.kind == "called"]
        rewritten = _call_edits(nodes, call, one, asked, events)
        if rewritten is None:
            return None
        edits += rewritten[0]
        is_certain = is_certain and rewritten[1]
    safety: Safety = "safe" if is_certain else "unsafe"
    return Fix("make it a hub.KerasLayer", safety, tuple(dict.fromkeys(edits)))


def _format(rows: tuple[Row, ...]) -> object:
    """The format that the model has on every path; None where that is not known."""
    formats = {row["format"].value if "format" in row else None for row in rows}
    return formats.pop() if len(formats) == 1 else None


def _is_plain(uses: Uses, rows: tuple[Row, ...]) -> bool:
    """Whether the layer surely gives the numbers that the module would have given."""
    given = keywords(uses.maker).keys()
    proven = all(
        row["format"].value == "tf1-hub" and row["format"].certainty == "proven" for row in rows
    )
    executed = {row["execution"].value for row in rows}
    sessions = any(uses.nodes.attributes(name) for name in _SESSIONS)
    in_order = executed == {"graph"} or (executed == {"eager"} and not sessions)
    by_name = any(uses.nodes.attributes(name) for name in _CHECKPOINTS)
    names = given & {"name", "tags"}
    return proven and in_order and not (by_name or names or uses.is_public)


def _asked(calls: list[tuple[Nodes, ast.Call, ModuleCall | None]]) -> Asked | None:
    """What the calls ask for, if they all ask for the same; each may take its own of a dict."""
    found: set[Asked] = set()
    for nodes, call, one in calls:
        if one is None:
            return None
        key = key_behind(nodes, call) if one.as_dict else None
        found.add(Asked(one.signature, one.as_dict, key))
    if len(found) > 1:
        found = {Asked(asked.signature, asked.as_dict, None) for asked in found}
    return found.pop() if len(found) == 1 else None if found else _NOTHING


_NOTHING = Asked(None, False, None)


def _constructor(uses: Uses, asked: Asked) -> list[Edit] | None:
    nodes, maker = uses.nodes, uses.maker
    brackets = brackets_of(nodes, maker)
    if brackets is None:
        return None
    edits = renamed(nodes, maker, "KerasLayer")
    more = []
    if asked.signature is not None:
        more.append(f"signature={quoted(asked.signature)}")
    if asked.as_dict and asked.key is not None:
        more.append(f"output_key={quoted(asked.key)}")
    elif asked.as_dict:
        more.append("signature_outputs_as_dict=True")
    if more:
        edits.append(brackets.append(", ".join(more)))
    return edits


def _call_edits(
    nodes: Nodes, call: ast.Call, one: ModuleCall | None, asked: Asked, events: list[Event]
) -> tuple[list[Edit], bool] | None:
    """The edits of one call, and whether its input surely fits; None where it can't be written."""
    brackets = brackets_of(nodes, call)
    if one is None or one.inputs is None or brackets is None:
        return None
    inputs = as_tensor(nodes, one.inputs, events, spreads=False)
    if inputs is None:
        return None
    edits = [*inputs.edits, *brackets.remove(one.extra)]
    parent = nodes.parent(call)
    if asked.as_dict and asked.key is not None and isinstance(parent, ast.Subscript):
        subscript = brackets_of(nodes, parent)
        if subscript is None:
            return None
        edits.append(nodes.replace(subscript.before, nodes.end(parent), ""))
    return edits, inputs.is_certain
