"""Spread the dict that a signature is given: it takes each tensor by its name."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.arguments import brackets_of
from hublint.repair.inputs import as_tensor
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes the entries of the only argument as keywords, or two stars before it."""
    span = ruling.event.span
    nodes = view.nodes(span.path)
    call = nodes.at(span, ast.Call) if nodes is not None else None
    brackets = brackets_of(nodes, call) if nodes is not None and call is not None else None
    if nodes is None or call is None or brackets is None:
        return None
    if len(call.args) != 1 or call.keywords or isinstance(call.args[0], ast.Starred):
        return None
    events = [event for event in view.events_at(span) if event.kind == ruling.event.kind]
    types = view.input_types(events, _signature(ruling))
    inputs = as_tensor(nodes, call.args[0], events, types, brackets.slots[0].start)
    return Fix("spread the dict", "safe", inputs.edits) if inputs is not None else None


def _signature(ruling: Ruling) -> str:
    names = {row["signature"].value for row in ruling.event.rows if "signature" in row}
    return str(names.pop()) if len(names) == 1 else ""
