"""What does a call ask of a model in the way of hub.Module: `m(x, signature=..., as_dict=True)`?"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hublint.repair.nodes import Nodes, constant_text, hides_arguments, keywords

_OWN = ("inputs", "signature", "as_dict")


@dataclass(frozen=True, slots=True)
class ModuleCall:
    """The inputs, the signature's name if one is given, whether all outputs are asked for.

    `extra` are the places (from 0) of the arguments that only hub.Module takes, `keyword` that
    of the inputs if they are passed by name.
    """

    inputs: ast.expr | None
    signature: str | None
    as_dict: bool
    extra: tuple[int, ...]
    keyword: int | None = None


def module_call(call: ast.Call) -> ModuleCall | None:
    """Read a call; None where an argument is hidden, unknown, or not written out."""
    given = keywords(call)
    if hides_arguments(call) or len(call.args) > 1 or not given.keys() <= set(_OWN):
        return None
    if call.args and "inputs" in given:
        return None
    signature = constant_text(given.get("signature"))
    as_dict = given.get("as_dict")
    if "signature" in given and signature is None and not _is_none(given["signature"]):
        return None
    if as_dict is not None and not isinstance(as_dict, ast.Constant):
        return None
    places = {item.arg: len(call.args) + number for number, item in enumerate(call.keywords)}
    return ModuleCall(
        inputs=call.args[0] if call.args else given.get("inputs"),
        signature=signature,
        as_dict=bool(as_dict.value) if as_dict is not None else False,
        extra=tuple(places[name] for name in ("signature", "as_dict") if name in places),
        keyword=places.get("inputs"),
    )


def key_behind(nodes: Nodes, call: ast.Call) -> str | None:
    """The output that is taken of what a call gives: `key` of `m(x)["key"]`."""
    parent = nodes.parent(call)
    if isinstance(parent, ast.Subscript) and parent.value is call:
        return constant_text(parent.slice)
    return None


def quoted(text: str) -> str:
    """A text as a string of the code."""
    return f'"{text}"' if text.isprintable() and not set(text) & {'"', "\\"} else repr(text)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
