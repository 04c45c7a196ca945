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
