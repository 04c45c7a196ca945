"""Call a signature by its name, in the place of an object that has no `__call__`.

`m(x)` becomes `m.signatures["default"](x)["default"]`, `m(x, signature="s", as_dict=True)`
becomes `m.signatures["s"](x)`, and `m(x)["key"]` takes that key.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from hublint.model import Event, Fix, Safety
from hublint.repair.arguments import brackets_of
from hublint.repair.inputs import as_tensor
from hublint.repair.module_call import key_behind, module_call, quoted
from hublint.repair.view import View
from hublint.ruling import Ruling

_CALLED = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)


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
    if nodes is None or call is None or not isinstance(call.func, _CALLED):
        return None
    events = [event for event in view.events_at(span) if event.kind == "called"]
    asked, brackets = module_call(call), brackets_of(nodes, call)
    if asked is None or brackets is None:
        return None
    key = key_behind(nodes, call)
    target = _target(events, asked.signature, None if asked.as_dict else key, view)
    inputs = as_tensor(nodes, asked.inputs, events, spreads=True)
    if target is None or inputs is None:
        return None
    edits = [
        *inputs.edits,
        nodes.insert(nodes.end(call.func), f".signatures[{quoted(target.signature)}]"),
        *brackets.remove(asked.extra),
    ]
    if asked.keyword is not None and asked.inputs is not None:
        start = brackets.slots[asked.keyword].start
        edits.append(nodes.replace(start, nodes.start(asked.inputs), ""))
    if not asked.as_dict and key is None:
        edits.append(nodes.insert(nodes.end(call), f"[{quoted(target.output)}]"))
    safety: Safety = "safe" if inputs.is_certain and target.is_known else "unsafe"
    return Fix(f"call its signature {quoted(target.signature)}", safety, tuple(edits))


def _target(
    events: Sequence[Event], signature: str | None, key: str | None, view: View
) -> Target | None:
    formats = {row["format"].value if "format" in row else None for e in events for row in e.rows}
    known = view.signatures(events)
    if formats == {"tf1-hub"}:
        name, output = signature or "default", key or "default"
        is_known = name in known and output in known[name].outputs
        return Target(name, output, is_known)
    name = signature or "serving_default"
    if None in formats or name not in known or len(known[name].inputs) != 1:
        return None
    outputs = known[name].outputs
    if key is None and len(outputs) != 1:
        return None
    return Target(name, key or outputs[0], key is None or key in outputs)
