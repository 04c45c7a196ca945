"""Name the signature that a model has, in the place of one that it hasn't."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence

from hublint.facts.models.signatures import KnownSignature
from hublint.judging.ruling import Ruling
from hublint.model import Event, Fix, value_of
from hublint.repair.module_call import key_behind, quoted
from hublint.repair.nodes import Nodes, constant_text, keywords
from hublint.repair.view import View

# What the two formats call a signature as a rule, each with what the other calls it.
_OTHER = {"default": "serving_default", "serving_default": "default"}
_CUSTOM = {"tf1-hub": "default", "tf2-savedmodel": "serving_default"}


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes the name that the other format has for it, or else the only one that there is."""
    event = ruling.event
    nodes = view.nodes(event.span.path)
    call = nodes.at(event.span, ast.Call) if nodes is not None else None
    if nodes is None or call is None:
        return None
    events = [one for one in view.events_at(event.span) if one.kind == event.kind]
    text = _text(nodes, call, event)
    asked = constant_text(text)
    name = _name(events, asked, view) if asked is not None else None
    if text is None or asked is None or name is None:
        return None
    if not _fits(nodes, call, event, view.signatures(events).get(name)):
        return None
    (line, start), (last, end) = nodes.start(text), nodes.end(text)
    if nodes.text(text)[1:-1] != asked or quoted(name) != f'"{name}"' or "'" in name:
        return None  # nor is what would need an escape
    edit = nodes.replace((line, start + 1), (last, end - 1), name)
    return Fix(f"name its signature {quoted(name)}", "unsafe", (edit,))


def _text(nodes: Nodes, call: ast.Call, event: Event) -> ast.Constant | None:
    """Where the name is written out: `signatures["name"]`, or `signature="name"` of a layer."""
    if event.kind == "made":
        given = keywords(call).get("signature")
    else:
        signature = nodes.value(call.func)
        given = signature.slice if isinstance(signature, ast.Subscript) else None
    return given if isinstance(given, ast.Constant) else None


def _name(events: Sequence[Event], asked: str, view: View) -> str | None:
    """The name that is right for all models that the call may meet."""
    rows = [row for event in events for row in event.rows]
    if any("signature" not in row or row["signature"].value != asked for row in rows):
        return None
    lacking = {value_of(row, "has_signature") for row in rows}
    if lacking == {False}:
        names = view.signatures(events).keys()
        other = _OTHER.get(asked)
        return other if other in names else _only(names)
    formats = {value_of(row, "format") for row in rows}
    custom = {_CUSTOM.get(str(one)) for one in formats}
    return _OTHER.get(asked) if lacking == {None} and custom == {_OTHER.get(asked)} else None


def _only(names: Collection[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _fits(nodes: Nodes, call: ast.Call, event: Event, known: KnownSignature | None) -> bool:
    """Whether the signature has the inputs and the output that the code names."""
    given = keywords(call)
    is_layer = event.kind == "made"
    inputs = set[str]() if is_layer else set(given)
    output = constant_text(given.get("output_key")) if is_layer else key_behind(nodes, call)
    if known is None:
        return not inputs and output is None
    return inputs <= known.inputs.keys() and output in (None, *known.outputs)
