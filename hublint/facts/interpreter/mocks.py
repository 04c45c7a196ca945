"""Has a test put something else in the place of hub? Then what it does with hub says nothing.

A test that patches a name of hub, by unittest.mock or by pytest's `monkeypatch` and `mocker`, never
comes to the real one.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import External
from hublint.facts.values.value import text_of

# What pytest hands to a test by the name of its parameter, and the methods that put in place.
_FIXTURES = {"monkeypatch": ("setattr",), "mocker": ("patch", "object")}

_HUB = "tensorflow_hub"
# As nearly all code imports it; other libraries have a part of that name, too.
_USUAL_NAME = "hub"
_OTHERS = ("torch", "paddlehub", "modelscope")


def is_fixture(function: ast.expr) -> bool:
    """Whether what is called is one of the methods of pytest's fixtures that put in place."""
    if not isinstance(function, ast.Attribute):
        return False
    owner = function.value
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    methods = _FIXTURES.get(owner.id, ()) if isinstance(owner, ast.Name) else ()
    return function.attr in methods


def mocks_hub(arguments: Arguments) -> bool:
    """Whether what is put in place is hub or a name of it: `"app.hub.load"`, or `hub, "load"`."""
    target = arguments.get("target", 0)
    if target is None:
        return False
    if any(isinstance(item.atom, External) and item.atom.name == _HUB for item in target):
        return True
    parts = text_of(target).split(".")
    if text_of(target):
        return _is_named(parts[-2:]) and parts[0] not in _OTHERS
    return _is_named([text_of(arguments.get("attribute", 1) or ())])


def _is_named(parts: Sequence[str]) -> bool:
    return _HUB in parts or _USUAL_NAME in parts
