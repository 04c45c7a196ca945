"""Is what goes into a model a tensor, or what must be written around it to make it one?"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from hublint.model import Edit, Event
from hublint.repair.libraries import tensorflow
from hublint.repair.nodes import Nodes, constant_text


@dataclass(frozen=True, slots=True)
class Inputs:
    """The edits that make an argument what a signature takes; whether that is certain to fit."""

    edits: tuple[Edit, ...] = ()
    is_certain: bool = False


def as_tensor(
    nodes: Nodes, argument: ast.expr | None, events: Sequence[Event], spreads: bool
) -> Inputs | None:
    """What turns the argument of a call into a tensor; None where nobody can say.

    `events` are those of the call. A dict goes in as it is, or if `spreads` with two stars
    before it. Texts in a list become a tensor, numbers don't: their type is the signature's.
    """
    words = {_word(event, number) for event in events for number in range(len(event.rows))}
    word = words.pop() if len(words) == 1 else None
    if argument is None:
        return Inputs(is_certain=word == "none")
    if isinstance(argument, ast.Starred) or word == "several":
        return None
    if isinstance(argument, ast.Dict) or word == "dict":
        stars = (nodes.insert(nodes.start(argument), "**"),) if spreads else ()
        return Inputs(stars)
    if _is_texts(argument):
        return _wrapped(nodes, argument, is_certain=True)
    if isinstance(argument, (ast.List, ast.Tuple, ast.Constant)):
        return None
    if word == "list":
        return _wrapped(nodes, argument, is_certain=False)
    return Inputs(is_certain=word == "tensor")


def _word(event: Event, number: int) -> object:
    fact = event.rows[number].get("input")
    return fact.value if fact is not None and fact.certainty == "proven" else None


def _is_texts(node: ast.expr) -> bool:
    """Whether this is a text that is written out, or a list of such."""
    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(_is_texts(item) for item in node.elts)
    return constant_text(node) is not None


def _wrapped(nodes: Nodes, argument: ast.expr, is_certain: bool) -> Inputs | None:
    library = tensorflow(nodes)
    if library is None:
        return None
    before = nodes.insert(nodes.start(argument), f"{library.name}.constant(")
    after = nodes.insert(nodes.end(argument), ")")
    return Inputs((*library.edits, before, after), is_certain)
