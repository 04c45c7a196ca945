"""Call what Keras wrote for serving, where a model was written without its own call."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Edit, Fix, value_of
from hublint.repair.arguments import brackets_of
from hublint.repair.nodes import Nodes, hides_keywords
from hublint.repair.view import View

# The names that Keras gives to the signature, and to the output if there is one.
_SIGNATURE, _OUTPUT = "serving_default", "output_0"


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Calls the endpoint, or the signature, of a loaded object; a layer is told both names."""
    event = ruling.event
    nodes = view.nodes(event.span.path)
    call = nodes.at(event.span, ast.Call) if nodes is not None else None
    written = {value_of(row, "saved_by") for row in event.rows}
    if nodes is None or call is None or len(written) != 1 or None in written:
        return None
    if event.kind == "made":
        edits = _told(nodes, call)
        return Fix("name the signature and its output", "unsafe", edits) if edits else None
    if len(call.args) != 1 or call.keywords or isinstance(call.args[0], ast.Starred):
        return None
    if "keras-export" in written:
        edit = nodes.insert(nodes.end(call.func), ".serve")
        return Fix("call its endpoint for serving", "unsafe", (edit,))
    edits = (
        nodes.insert(nodes.end(call.func), f'.signatures["{_SIGNATURE}"]'),
        nodes.insert(nodes.end(call), f'["{_OUTPUT}"]'),
    )
    return Fix("call its signature for serving", "unsafe", edits)


def _told(nodes: Nodes, maker: ast.Call) -> tuple[Edit, ...]:
    """The edits that tell a layer its signature and output; none if it may be told already."""
    brackets = brackets_of(nodes, maker)
    if brackets is None or hides_keywords(maker) or len(maker.args) > 1:
        return ()
    return (brackets.append(f'signature="{_SIGNATURE}", output_key="{_OUTPUT}"'),)
