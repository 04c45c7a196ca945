"""What does an Estimator pass to its model_fn? Its params, one of three modes, and its own data.

It passes by name what the function takes by these names. The params are a copy of those that the
Estimator was given, for each call anew; a TPUEstimator sets some of them itself.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hublint.facts.values import containers
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Atom, Const, Dictionary, Function, Instance, Partial
from hublint.facts.values.value import Alternative, Value, constant, just

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.libraries.call import LibraryCall

# The values of tf.estimator.ModeKeys.
_MODES = ("train", "eval", "infer")


def given_to(model_fn: Atom, call: LibraryCall) -> Arguments:
    """The arguments that the Estimator which a call makes passes to its model_fn."""
    names = _taken(model_fn, call.run)
    maker = call.frame.module.excerpt(call.node.func)
    passed = {"mode": _modes(call), "params": _params(call, maker), "config": _config(call)}
    keywords = {name: value for name, value in passed.items() if name in names and value}
    return Arguments(keywords=keywords, open=True, passed_by=maker)


def _modes(call: LibraryCall) -> Value:
    key = ("mode", id(call.node), call.frame.ident)
    return tuple(Alternative(Const(mode), {key: mode}) for mode in _MODES)


def _config(call: LibraryCall) -> Value:
    return call.argument("config", 2) or ()


def _params(call: LibraryCall, maker: str) -> Value:
    """The params as the function is given them: no params are an empty dict."""
    given = call.argument("params", 3)
    if given is None and call.arguments.open:
        return ()
    key = (id(call.node), call.frame.ident)
    empty = just(Dictionary((), False, key))
    copied: list[Alternative] = []
    for item in containers.copied(given or constant(None), deep=True):
        of_none = isinstance(item.atom, Const) and item.atom.value is None
        atom = empty[0].atom if of_none else item.atom
        for name in call.detail.split():
            if isinstance(atom, Dictionary):
                own = call.run.unknown(f"{maker} sets {name} itself", (*key, name))
                atom = containers.with_item(atom, constant(name), own)
        copied.append(Alternative(atom, item.guard, item.why, item.assumed))
    return tuple(copied)


def _taken(function: Atom, run: Interpreter) -> Sequence[str]:
    """The parameters of a callable that are not bound yet, in order; none where nobody knows."""
    if isinstance(function, Function):
        parameters = function.node.args
        plain = (*parameters.posonlyargs, *parameters.args)
        return _names(plain)[len(function.bound) :]
    if isinstance(function, Partial) and len(function.function) == 1:
        names = _taken(function.function[0].atom, run)[len(function.positional) :]
        bound = {name for name, _ in function.keywords}
        return [name for name in names if name not in bound]
    if isinstance(function, Instance):
        method = run.find_in_class(function.type, "__call__") or ()
        return [name for item in method for name in _taken(item.atom, run)]
    return ()


def _names(parameters: Sequence[ast.arg]) -> list[str]:
    return [one.arg for one in parameters]
