"""Make a tensor of the list or array that a signature, or a layer of one, is given."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix, Safety, value_of
from hublint.repair.inputs import as_tensor
from hublint.repair.nodes import hides_keywords
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Wraps the only argument in tf.constant, with the type of the signature's only input."""
    span = ruling.event.span
    nodes = view.nodes(span.path)
    call = nodes.at(span, ast.Call) if nodes is not None else None
    if nodes is None or call is None or len(call.args) + len(call.keywords) != 1:
        return None
    if hides_keywords(call):
        return None
    argument = call.args[0] if call.args else call.keywords[0].value
    events = [event for event in view.events_at(span) if event.kind == ruling.event.kind]
    names = {value_of(row, "signature") for row in ruling.event.rows}
    name = names.pop() if len(names) == 1 else None
    types = view.input_types(events, "default" if name == "none" else str(name))
    inputs = as_tensor(nodes, argument, events, types, stars_at=nodes.start(argument))
    if inputs is None or not inputs.edits:
        return None
    safety: Safety = "safe" if inputs.is_certain else "unsafe"
    return Fix("make a tensor of the input", safety, inputs.edits)
