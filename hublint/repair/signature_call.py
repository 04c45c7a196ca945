"""How is a call of an object turned into a call of one of its signatures?"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from hublint.model import Edit, Event
from hublint.repair.arguments import brackets_of
from hublint.repair.inputs import as_tensor
from hublint.repair.module_call import ModuleCall, key_behind, quoted
from hublint.repair.nodes import Nodes

_CALLED = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)


def signature_call(
    nodes: Nodes,
    call: ast.Call,
    asked: ModuleCall,
    target: tuple[str, str],
    events: Sequence[Event],
    types: Mapping[str, str],
) -> tuple[list[Edit], bool] | None:
    """The edits, and whether the input surely fits; None where it can't be written.

    `target` is the signature, and the output that is meant where the call takes none of all;
    `types` are those of its inputs, as far as they are known.
    """
    signature, output = target
    brackets = brackets_of(nodes, call)
    if brackets is None or not isinstance(call.func, _CALLED):
        return None
    slot = brackets.slots[asked.keyword or 0] if asked.inputs is not None else None
    inputs = as_tensor(nodes, asked.inputs, events, types, slot.value if slot else None)
    if inputs is None:
        return None
    edits = [
        *inputs.edits,
        nodes.insert(nodes.end(call.func), f".signatures[{quoted(signature)}]"),
        *brackets.remove(asked.extra),
    ]
    if asked.keyword is not None and slot is not None:
        edits.insert(0, brackets.delete(slot.start, slot.value))
    if not asked.as_dict and key_behind(nodes, call) is None:
        edits.append(nodes.insert(nodes.end(call), f"[{quoted(output)}]"))
    return edits, inputs.is_certain
