"""What does the environment hold, as far as the program sets it?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.project.switches import LEGACY_KERAS
from hublint.facts.values.atoms import Const, Dictionary, is_none
from hublint.facts.values.value import Value, constant

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame


def _default(call: LibraryCall) -> Value:
    """os.environ.get(name, default): the default, unless the environment has the name."""
    fallback = call.argument("default", int(call.detail))
    if fallback is None or all(is_none(item.atom) for item in fallback):
        return call.unknown("the environment is not known")
    return tuple(replace(item, assumed=True) for item in fallback)


def _set_default(call: LibraryCall) -> Value:
    """os.environ.setdefault(name, value): the value, unless the environment has the name."""
    name, value = call.argument("key", 0), call.argument("default", 1)
    if name is not None and value is not None:
        set_item(call.run, "os.environ", name, value, call.node, call.frame)
    return _default(call)


def _update_environment(call: LibraryCall) -> Value:
    for value in call.arguments.positional:
        for item in value:
            if isinstance(item.atom, Dictionary):
                call.run.keras.legacy.update(item.atom, call.node, call.frame)
    named = tuple((constant(name), value) for name, value in call.arguments.keywords.items())
    call.run.keras.legacy.update(Dictionary(named), call.node, call.frame)
    return constant(None)


def set_item(
    run: Interpreter, name: str, key: Value, value: Value, node: ast.AST, frame: Frame
) -> None:
    """An item of a library's object is assigned: of os.environ, it is kept."""
    role = run.symbols.role(name)
    if role is None or role.name != "environment":
        return
    for item in key:
        if item.atom == Const(LEGACY_KERAS):
            run.keras.legacy.assign(value, node, frame)
        elif isinstance(item.atom, Const):
            run.state.set((run.ambient, f"environment {item.atom.value!r}"), value)


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "default": _default,
    "set-default": _set_default,
    "update-environment": _update_environment,
}
