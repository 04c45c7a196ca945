"""What do all calls of an object ask for, and how does a `hub.KerasLayer` give it them?

A layer has one signature and one form of outputs, told to its constructor.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hublint.model import Edit, Event
from hublint.repair.arguments import brackets_of
from hublint.repair.inputs import as_tensor
from hublint.repair.module_call import key_behind, module_call, quoted
from hublint.repair.nodes import Nodes


@dataclass(frozen=True, slots=True)
class Asked:
    """The signature, whether all outputs are wanted as a dict, and the one that is taken of it."""

    signature: str | None = None
    as_dict: bool = False
    key: str | None = None

    @property
    def arguments(self) -> str:
        """What the constructor is told; empty if nothing special is asked for."""
        told = []
        if self.signature is not None:
            told.append(f"signature={quoted(self.signature)}")
        if self.as_dict and self.key is not None:
            told.append(f"output_key={quoted(self.key)}")
        elif self.as_dict:
            told.append("signature_outputs_as_dict=True")
        return ", ".join(told)


def asked_of(calls: Iterable[tuple[Nodes, ast.Call]]) -> Asked | None:
    """What all calls ask for; None if they differ, or one can't be read."""
    found: set[Asked] = set()
    for nodes, call in calls:
        one = module_call(call)
        if one is None:
            return None
        key = key_behind(nodes, call) if one.as_dict else None
        found.add(Asked(one.signature, one.as_dict, key))
    if len(found) > 1:  # each may take its own of a dict
        found = {Asked(asked.signature, asked.as_dict, None) for asked in found}
    if not found:
        return Asked()
    return found.pop() if len(found) == 1 else None


def layer_call(
    nodes: Nodes, call: ast.Call, asked: Asked, events: Sequence[Event], types: Mapping[str, str]
) -> tuple[list[Edit], bool] | None:
    """The edits of one call, and whether its input surely fits; None where it can't be written.

    `types` are those of the inputs, as far as they are known.
    """
    brackets = brackets_of(nodes, call)
    one = module_call(call)
    if one is None or one.inputs is None or brackets is None:
        return None
    inputs = as_tensor(nodes, one.inputs, events, types)
    if inputs is None:
        return None
    edits = [*inputs.edits, *brackets.remove(one.extra)]
    parent = nodes.parent(call)
    if asked.as_dict and asked.key is not None and isinstance(parent, ast.Subscript):
        subscript = brackets_of(nodes, parent)
        if subscript is None or subscript.comments_between(subscript.before, nodes.end(parent)):
            return None  # a comment there has no other place
        edits.append(nodes.replace(subscript.before, nodes.end(parent), ""))
    return edits, inputs.is_certain
