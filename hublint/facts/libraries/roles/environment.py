"""What does the environment hold, as far as the program sets it?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.project.switches import LEGACY_KERAS
from hublint.facts.values.atoms import Const, Dictionary, is_none
from hublint.facts.values.value import Value, constant, through, union

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


def _update(call: LibraryCall) -> Value:
    """os.environ.update(...), or sys.modules.update(...)."""
    named = tuple((constant(name), value) for name, value in call.arguments.keywords.items())
    given = [item.atom for value in call.arguments.positional for item in value]
    for atom in (*given, Dictionary(named)):
        for key, value in atom.entries if isinstance(atom, Dictionary) else ():
            set_item(call.run, call.detail, key, value, call.node, call.frame)
    return constant(None)


def _module(call: LibraryCall) -> Value:
    """sys.modules.get(name): a module that is there."""
    names = call.argument("key", 0) or ()
    return (
        union(
            *(
                through(call.run.replaced.item(item.atom.value, call.frame), item)
                for item in names
                if isinstance(item.atom, Const) and isinstance(item.atom.value, str)
            )
        )
        or call.result()
    )


def _replace_module(call: LibraryCall) -> Value:
    """sys.modules.setdefault(name, module): another one, unless it has been imported."""
    name, value = call.argument("key", 0), call.argument("default", 1)
    if name is not None and value is not None:
        call.run.replaced.put(name, value)
    return value or call.result()


def set_item(
    run: Interpreter, name: str, key: Value, value: Value, node: ast.AST, frame: Frame
) -> None:
    """An item of a library's object is assigned: of os.environ, it is kept."""
    role = run.symbols.role(name)
    if role is not None and role.name == "modules":
        run.replaced.put(key, value)
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
    "update": _update,
    "module": _module,
    "replace-module": _replace_module,
}
