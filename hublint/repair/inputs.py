"""Is what goes into a model a tensor, or what must be written around it to make it one?"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from hublint.model import Edit, Event
from hublint.repair.libraries import tensorflow
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
    dtype: str | None = None,
    stars_at: Position | None = None,
) -> Inputs | None:
    """What turns the argument of a call into a tensor; None where nobody can say.

    `events` are those of the call, `dtype` is the type of the only input, if it is known. Numbers
    become a tensor of that type, or none. A signature takes a dict with stars, which are written
    `stars_at` a place, and no array; what else is called takes both as they are.
    """
    word = _word(events)
    if argument is None:
        return Inputs(is_certain=word == "none")
    if isinstance(argument, ast.Starred) or word == "several":
        return None
    if isinstance(argument, ast.Dict) or word == "dict":
        return Inputs((nodes.insert(stars_at, "**"),) if stars_at is not None else ())
    if _is_texts(argument):
        is_right = dtype in (None, "string")
        return _wrapped(nodes, argument, None, is_certain=True) if is_right else None
    if _is_numbers(argument):
        return _wrapped(nodes, argument, dtype, is_certain=True) if _is_number(dtype) else None
    if isinstance(argument, (ast.List, ast.Tuple, ast.Constant)):
        return None
    if word == "list" or (word == "ndarray" and stars_at is not None):
        is_certain = word == "ndarray" and dtype is not None
        return _wrapped(nodes, argument, dtype, is_certain)
    return Inputs(is_certain=word == "tensor")


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
    nodes: Nodes, argument: ast.expr, dtype: str | None, is_certain: bool
) -> Inputs | None:
    library = tensorflow(nodes)
    if library is None:
        return None
    more = f", {library.name}.{dtype}" if _is_number(dtype) else ""
    before = nodes.insert(nodes.start(argument), f"{library.name}.constant(")
    after = nodes.insert(nodes.end(argument), f"{more})")
    return Inputs((*library.edits, before, after), is_certain)
