"""Is what goes into a model a tensor, or what must be written around it to make it one?"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hublint.model import Edit, Event
from hublint.repair.dicts import entries, is_passed_only_here, spread
from hublint.repair.libraries import gives_tensor, tensorflow
from hublint.repair.nodes import Nodes, Position, constant_text


@dataclass(frozen=True, slots=True)
class Inputs:
    """The edits that make an argument what a signature takes; whether that is certain to fit."""

    edits: tuple[Edit, ...] = ()
    is_certain: bool = False


def as_tensor(
    nodes: Nodes,
    argument: ast.expr | None,
    events: Sequence[Event],
    types: Mapping[str, str],
    stars_at: Position | None = None,
) -> Inputs | None:
    """What turns the argument of a call into a tensor; None where nobody can say.

    `events` are those of the call, `types` are those of the inputs, as far as they are known.
    Numbers become a tensor of their input's type, or none. A signature takes a dict as keywords,
    or with stars `stars_at` a place, and no array; what else is called takes both as they are.
    """
    word = _word(events)
    dtype = (next(iter(types.values())) or None) if len(types) == 1 else None
    if argument is None:
        return Inputs(is_certain=word == "none")
    if isinstance(argument, ast.Starred) or word == "several":
        return None
    if isinstance(argument, ast.Dict) or word == "dict":
        return _of_dict(nodes, argument, types, stars_at)
    written = nodes.value(argument)
    if _is_written(written):
        return _of_written(nodes, argument, written, dtype)
    if word == "list" or (word == "ndarray" and stars_at is not None):
        is_certain = word == "ndarray" and dtype is not None
        # A parameter is a list where callers are in view, and may be a tensor elsewhere.
        function = "convert_to_tensor" if isinstance(written, ast.Name) else "constant"
        return _wrapped(nodes, argument, dtype, is_certain, function)
    if word is None and dtype is not None and not gives_tensor(nodes, written):
        return _converted(nodes, argument, dtype)
    return Inputs(is_certain=word == "tensor")


def _of_dict(
    nodes: Nodes, argument: ast.expr, types: Mapping[str, str], stars_at: Position | None
) -> Inputs | None:
    """What makes tensors of a dict's values, and keywords of its keys where they have to be."""
    written = entries(nodes, nodes.value(argument)) or ()
    is_own = is_passed_only_here(nodes, argument)
    if not is_own and any(_is_written(nodes.value(value)) for _, value in written):
        return None
    edits: list[Edit] = []
    for key, value in written if is_own else ():
        made = _of_value(nodes, value, types.get(key) or None)
        if made is None:
            return None
        edits += made.edits
    if stars_at is not None:
        edits += spread(nodes, argument, stars_at)
    return Inputs(tuple(edits))


def _of_value(nodes: Nodes, value: ast.expr, dtype: str | None) -> Inputs | None:
    """What makes a tensor of a dict's value: of lists, and of names that may stand for some."""
    written = nodes.value(value)
    if _is_written(written):
        return _of_written(nodes, value, written, dtype)
    if isinstance(written, ast.Name) and dtype is not None:
        return _converted(nodes, value, dtype)
    return Inputs()


def _converted(nodes: Nodes, argument: ast.expr, dtype: str) -> Inputs | None:
    """What hub.Module did with whatever it was given, be it a tensor or not."""
    return _wrapped(nodes, argument, dtype, is_certain=False, function="convert_to_tensor")


def _of_written(
    nodes: Nodes, argument: ast.expr, written: ast.expr, dtype: str | None
) -> Inputs | None:
    """What makes a tensor of texts or numbers that are written out, here or behind a name."""
    is_certain = written is argument
    if _is_texts(written) and dtype in (None, "string"):
        return _wrapped(nodes, argument, None, is_certain)
    if _is_numbers(written) and _is_number(dtype):
        return _wrapped(nodes, argument, dtype, is_certain)
    return None


def _is_written(node: ast.expr) -> bool:
    """Whether a value is written out, and no tensor."""
    return isinstance(node, (ast.List, ast.Tuple, ast.Constant)) or _is_numbers(node)


def _word(events: Sequence[Event]) -> object:
    """What is passed, if all events know and agree."""
    found = {_proven(event, number) for event in events for number in range(len(event.rows))}
    return found.pop() if len(found) == 1 else None


def _proven(event: Event, number: int) -> object:
    fact = event.rows[number].get("input")
    return fact.value if fact is not None and fact.certainty == "proven" else None


def _is_number(dtype: str | None) -> bool:
    return dtype is not None and dtype.startswith(("float", "int", "uint", "bfloat"))


def _is_texts(node: ast.expr) -> bool:
    """Whether this is a text that is written out, or a list of such."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(_is_texts(item) for item in node.elts)
    return constant_text(node) is not None


def _is_numbers(node: ast.expr) -> bool:
    """Whether this is a number that is written out, or a list of such."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(_is_numbers(item) for item in node.elts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _is_numbers(node.operand)
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _wrapped(
    nodes: Nodes,
    argument: ast.expr,
    dtype: str | None,
    is_certain: bool,
    function: str = "constant",
) -> Inputs | None:
    library = tensorflow(nodes)
    if library is None:
        return None
    more = f", {library.name}.{dtype}" if _is_number(dtype) else ""
    before = nodes.insert(nodes.start(argument), f"{library.name}.{function}(")
    after = nodes.insert(nodes.end(argument), f"{more})")
    return Inputs((*library.edits, before, after), is_certain)
