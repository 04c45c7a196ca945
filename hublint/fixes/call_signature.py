"""Call a signature by its name, in the place of an object that has no `__call__`.

`m(x)` becomes `m.signatures["default"](x)["default"]`, `m(x, signature="s", as_dict=True)`
becomes `m.signatures["s"](x)`, and `m(x)["key"]` takes that key.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from hublint.judging.ruling import Ruling
from hublint.model import Event, Fix, Safety, value_of
from hublint.repair.module_call import key_behind, module_call, quoted
from hublint.repair.signature_call import signature_call
from hublint.repair.view import View


class Target(NamedTuple):
    """A signature, the output that is meant where none is named, whether both are known to be."""

    signature: str
    output: str
    is_known: bool


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Calls `default` of the TF1 Hub format, another that the call names, or the only output."""
    span = ruling.event.span
    nodes = view.nodes(span.path)
    call = nodes.at(span, ast.Call) if nodes is not None else None
    asked = module_call(call) if call is not None else None
    if nodes is None or call is None or asked is None:
        return None
    events = [event for event in view.events_at(span) if event.kind == "called"]
    key = None if asked.as_dict else key_behind(nodes, call)
    target = _target(events, asked.signature, key, view)
    types = view.input_types(events, target.signature) if target is not None else {}
    written = target and signature_call(nodes, call, asked, target[:2], events, types)
    if target is None or written is None:
        return None
    edits, is_certain = written
    safety: Safety = "safe" if is_certain and target.is_known else "unsafe"
    return Fix(f"call its signature {quoted(target.signature)}", safety, tuple(edits))


def _target(
    events: Sequence[Event], signature: str | None, key: str | None, view: View
) -> Target | None:
    formats = {value_of(row, "format") for e in events for row in e.rows}
    known = view.signatures(events)
    if formats == {"tf1-hub"}:
        name, output = signature or "default", key or "default"
        return Target(name, output, name in known and output in known[name].outputs)
    name = signature or "serving_default"
    if None in formats or name not in known or len(known[name].inputs) != 1:
        return None
    outputs = known[name].outputs
    if key is None and len(outputs) != 1:
        return None
    return Target(name, key or outputs[0], key is None or key in outputs)
