"""Which API of hub does a function of the user's own stand for? `[tool.hublint.wrappers]`.

A wrapper's arguments are its API's where they have the same names; its first parameter is the
handle, whatever it is called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace

from hublint.facts.interpreter.parameters import defaults_of
from hublint.facts.libraries.symbols import HubApi, Symbols
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Atom, External, Function
from hublint.facts.values.value import Value


class Wrappers:
    """The wrappers of a project: words of `api` by dotted names, as they would be imported."""

    def __init__(self, names: Mapping[str, str], symbols: Symbols) -> None:
        self._apis = {name: symbols.hub[api] for name, api in names.items() if api in symbols.hub}

    @property
    def last_names(self) -> frozenset[str]:
        """The wrappers' own names, without those of their modules."""
        return frozenset(name.rpartition(".")[2] for name in self._apis)

    def api(self, atom: Atom) -> HubApi | None:
        """The API that a function stands for; None if it is no wrapper."""
        if not self._apis:
            return None
        if isinstance(atom, External):
            return self._apis.get(atom.name)
        return self._apis.get(_dotted(atom)) if isinstance(atom, Function) else None


def passed(
    atom: Atom,
    api: HubApi,
    arguments: Arguments,
    evaluate: Callable[[ast.expr], Value],
) -> Arguments:
    """The arguments of a wrapper's call, as its API would be given them."""
    if not isinstance(atom, Function):
        return arguments
    parameters = atom.node.args
    plain = [one.arg for one in (*parameters.args, *parameters.kwonlyargs)]
    names = [name for name in plain if name not in ("self", "cls")]
    given = {**dict(zip(names, arguments.positional, strict=False)), **arguments.keywords}
    for name, default in defaults_of(parameters).items():
        if name not in given:
            given[name] = evaluate(default)
    handle = api.parameter("handle")
    if handle is not None and handle not in given and names and names[0] in given:
        given[handle] = given[names[0]]
    known = {name: value for name, value in given.items() if name in api.parameters}
    return replace(arguments, positional=(), keywords=known)


def _dotted(function: Function) -> str:
    module = function.module
    own = (function.defined_in.node.name,) if function.defined_in is not None else ()
    name = "" if isinstance(function.node, ast.Lambda) else function.node.name
    return ".".join((*module.package, module.name, *own, name))
