"""What does the object take, give and have that TensorFlow loads from a TF2 SavedModel?

The numbers of the fields are those of saved_object_graph.proto and struct.proto in
tensorflow/core/protobuf; numbers of fields never change.
"""

from __future__ import annotations

from dataclasses import dataclass

from hublint.facts.models.wire import Message, integer, parse_message, submessages, text, texts

# What a structured value is: the numbers of its fields.
_TEXT, _TENSOR, _LIST, _DICT, _NAMED_TUPLE = 13, 33, 51, 53, 54


@dataclass(frozen=True, slots=True)
class Call:
    """What the model's `__call__` takes and gives.

    `parameters` are their names, None where any name is taken; `gives` is "tensor", "dict", or
    "" where that differs or is something else.
    """

    parameters: frozenset[str] | None
    gives: str


@dataclass(frozen=True, slots=True)
class Root:
    """The object that stands for the whole model, its attributes, and whether weights can train.

    `callable` is whether its `__call__` was traced; None where the files leave it open.
    """

    callable: bool | None
    call: Call | None = None
    attributes: frozenset[str] = frozenset()
    trains: bool = False


def read_root(object_graph: memoryview) -> Root:
    """Read the first object of a SavedModel's graph of objects. Raises MalformedMessageError."""
    graph = parse_message(object_graph)
    nodes = [parse_message(node) for node in submessages(graph, 1)]
    if not nodes:
        return Root(None)
    children = _children(nodes[0])
    weights = children.get("trainable_variables", len(nodes))
    trains = weights < len(nodes) and bool(_children(nodes[weights]))
    target = children.get("__call__")
    if target is None:
        return Root(False, None, frozenset(children), trains)
    node = nodes[target] if target < len(nodes) else {}
    functions = [parse_message(function) for function in submessages(node, 6)]
    if any(1 in function for function in functions):
        return Root(True, _call(functions[-1], graph), frozenset(children), trains)
    return Root(True if 8 in node else None, None, frozenset(children), trains)


def _children(node: Message) -> dict[str, int]:
    """The places of an object's attributes, by their names."""
    pairs = map(parse_message, submessages(node, 1))
    return {text(pair, 2): integer(pair, 1) for pair in pairs}


def _call(function: Message, graph: Message) -> Call:
    outputs = {
        text(pair, 1): _one(parse_message(concrete), 4)
        for pair in map(parse_message, submessages(graph, 2))
        for concrete in submessages(pair, 2)
    }
    kinds = {_kind(outputs.get(name, {})) for name in texts(function, 1)}
    return Call(_parameters(_one(function, 2)), kinds.pop() if len(kinds) == 1 else "")


def _kind(value: Message) -> str:
    return "tensor" if _TENSOR in value else "dict" if _DICT in value else ""


def _parameters(specification: Message) -> frozenset[str] | None:
    """The names of a function's parameters; None where it takes others, or they are not told."""
    told = {
        text(pair, 1): _one(pair, 2)
        for pair in map(parse_message, submessages(_one(_one(specification, 1), _NAMED_TUPLE), 2))
    }
    if "args" not in told or _TEXT in told.get("varkw", {}):
        return None
    lists = (_one(told.get(name, {}), _LIST) for name in ("args", "kwonlyargs"))
    return frozenset(
        text(parse_message(item), _TEXT) for one in lists for item in submessages(one, 1)
    )


def _one(message: Message, number: int) -> Message:
    """The message in a field, without any fields where it is absent."""
    return parse_message((submessages(message, number) or [memoryview(b"")])[-1])
