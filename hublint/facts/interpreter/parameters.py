"""Which parameters does a function have, and which defaults?"""

from __future__ import annotations

import ast
from collections.abc import Mapping


def defaults_of(parameters: ast.arguments) -> Mapping[str, ast.expr]:
    """The defaults of a function's parameters, by their names."""
    plain = [one.arg for one in (*parameters.posonlyargs, *parameters.args)]
    given = parameters.defaults
    found = dict(zip(plain[len(plain) - len(given) :], given, strict=True))
    named = zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
    found.update({one.arg: default for one, default in named if default is not None})
    return found


def computed_defaults(parameters: ast.arguments) -> Mapping[str, ast.expr]:
    """Those of the defaults that are no constants, by the parameters' names."""
    written = (*parameters.defaults, *parameters.kw_defaults)
    if all(one is None or isinstance(one, ast.Constant) for one in written):
        return {}
    found = defaults_of(parameters)
    return {name: one for name, one in found.items() if not isinstance(one, ast.Constant)}
