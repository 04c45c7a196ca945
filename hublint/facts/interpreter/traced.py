"""What does a tf.function see of its arguments? Tensors, of arrays and by its signature."""

from __future__ import annotations

import ast
from dataclasses import replace

from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Atom, Collection, Const, External, Function
from hublint.facts.values.sources import sources_of
from hublint.facts.values.value import Alternative, Value

_TENSOR = "tensorflow.convert_to_tensor()"


def as_traced(function: Function, arguments: Arguments) -> Arguments:
    """The arguments as the body of a tf.function sees them: arrays have become tensors.

    So has all that its `input_signature` names, which stands in a decorator.
    """
    if function.context != "function" or isinstance(function.node, ast.Lambda):
        return arguments
    has_signature = any(
        keyword.arg == "input_signature"
        for one in function.node.decorator_list
        if isinstance(one, ast.Call)
        for keyword in one.keywords
    )
    positional = tuple(_traced(value, has_signature) for value in arguments.positional)
    keywords = {name: _traced(one, has_signature) for name, one in arguments.keywords.items()}
    return replace(arguments, positional=positional, keywords=keywords)


def _traced(value: Value, has_signature: bool) -> Value:
    return tuple(
        _as_tensor(item) if _becomes_tensor(item.atom, has_signature) else item for item in value
    )


def _becomes_tensor(atom: Atom, has_signature: bool) -> bool:
    if isinstance(atom, External):
        return atom.key == "ndarray"
    return has_signature and isinstance(atom, (Collection, Const))


def _as_tensor(item: Alternative) -> Alternative:
    return replace(item, atom=External(_TENSOR, "tensor", sources_of(item.atom)))
