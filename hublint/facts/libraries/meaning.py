"""What do names of libraries stand for, and what do their calls do that concerns hub code?

The table of symbols says which name plays which role; `roles` says what a role does: a switch is
thrown, a graph is entered, a function is run for a dataset, a flag gets a default.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING

from hublint.facts.libraries import own_variables
from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.flag_names import flag_of
from hublint.facts.libraries.roles import (
    attributes,
    command_lines,
    environment,
    executed_texts,
    execution,
    files,
    importers,
    keras,
    saved_models,
    sequences,
    tensors,
)
from hublint.facts.libraries.roles.keras import keras_number
from hublint.facts.libraries.symbols import Role, canonical, keras_family
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Atom, Const, External, Partial, Unknown
from hublint.facts.values.identity import identity
from hublint.facts.values.value import Alternative, Trace, Value, constant, just, only

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame


# The methods by which a graph or a session is entered, whatever it is a method of.
_GRAPH_METHODS = frozenset({"as_default", "session", "test_session", "cached_session"})


def read(run: Interpreter, name: str, value: Value, node: ast.AST, frame: Frame) -> Value:
    """What a library's name stands for where it is read: a flag, or itself."""
    head, _, last = name.rpartition(".")
    if head.startswith("tensorflow.") and head.endswith(".keras"):
        run.keras.legacy.touch()
    role = run.symbols.role(head.removesuffix("()") if last == "value" else head) if head else None
    own = run.symbols.role(name)
    if own is not None:
        return _itself(run, own, name, value, node, frame)
    if role is None:
        return value
    if role.name == "flags":
        key = value[0].atom.key if isinstance(value[0].atom, External) else None
        return just(External(head, key)) if last == "__dict__" else _flag(run, last, key)
    if role.name == "environment":
        return run.unknown("the environment is not known", ("environment", last))
    if role.name == "define-flag" and last == "value":
        key = value[0].atom.key if isinstance(value[0].atom, External) else None
        return _flag(run, str(key[1])) if isinstance(key, tuple) else value
    return value


def _itself(
    run: Interpreter, role: Role, name: str, value: Value, node: ast.AST, frame: Frame
) -> Value:
    """What a name with a role of its own stands for: a constant, a version, or itself."""
    if role.name == "constant":
        return just(Const(role.detail), (Trace("", frame.module, node),))
    if role.name == "keras-version":
        has = run.keras.family("tf.keras", frame).value == "keras3"  # Keras 2 has none
        return just(Partial(value, (), ())) if has else value
    if role.name == "keras-number":
        number = keras_number(run, keras_family(name), frame)
        return constant(number) if number else value
    if role.name == "version":
        return just(run.version_of(role.detail, frame.module))
    return value


def _flag(run: Interpreter, name: str, parser: Hashable = None) -> Value:
    """A flag's default: its parser's own, else that of whatever module defines the flag."""
    known = run.state.get((run.ambient, flag_of(name, parser)))
    if known is None:
        known = run.state.get((run.ambient, flag_of(name)))
    if known is None and run.load_naming(name):
        known = run.state.get((run.ambient, flag_of(name)))
    return known or run.unknown(f"no default of the flag {name} is in view", ("flag", name))


def item(run: Interpreter, atom: External, key: Alternative, frame: Frame) -> Value:
    """An item of a library's object: of os.environ as it was set, of flags as a dictionary."""
    role = run.symbols.role(atom.name)
    name = key.atom.value if isinstance(key.atom, Const) else None
    if role is not None and role.name == "flags" and isinstance(name, str):
        return _flag(run, name, atom.key)
    if role is not None and role.name == "environment":
        known = run.state.get((run.ambient, f"environment {name!r}"))
        reason = f"os.environ[{name!r}] is not known" if name else "the environment is not known"
        return known or run.unknown(reason, ("environment", name))
    if role is not None and role.name == "modules" and isinstance(name, str):
        return run.replaced.item(name, frame)
    return just(External(f"{atom.name}[]", (atom.key, identity((key,))), atom.sources))


def context(run: Interpreter, value: Value) -> str:
    """The kind of context that a `with` over this value enters; "" if it doesn't matter."""
    kinds = {_context_of(run, item.atom) for item in value}
    if len(kinds) > 1:  # whether it is entered or not, no graph changes
        kinds -= {"strategy", "custom-objects"}
    if not kinds:
        return ""
    return kinds.pop() if len(kinds) == 1 else "unknown-graph" if kinds - {""} else ""


def graph_of(value: Value) -> str:
    """The identity of the graph that a `with` enters: one graph may be entered twice."""
    atom = only(value)
    is_own = isinstance(atom, External) and canonical(atom.name) == "tf:Graph().as_default()"
    return f"graph {atom.key}" if is_own and isinstance(atom, External) else ""


def _context_of(run: Interpreter, atom: Atom) -> str:
    if isinstance(atom, External):
        role = run.symbols.role(atom.name)
        return role.detail if role is not None and role.name == "context" else ""
    return ""


def may_enter_graph(item: ast.expr, value: Value) -> bool:
    """Whether a `with` may enter a graph of which nothing is known but the method's name."""
    if not isinstance(item, ast.Call) or not isinstance(item.func, ast.Attribute):
        return False
    if item.func.attr not in _GRAPH_METHODS:
        return False
    return all(
        isinstance(one.atom, Unknown)
        or (isinstance(one.atom, External) and not one.atom.name.startswith("tensorflow"))
        for one in value
    )


def call(
    run: Interpreter,
    name: str,
    called: Alternative,
    arguments: Arguments,
    node: ast.Call,
    frame: Frame,
) -> Value:
    """What a call of a library's name gives, and does."""
    if name.endswith((".__enter__", ".enter_context")):
        _enter_for_good(run, name, arguments, node, frame)
    api = run.symbols.hub_api(name)
    if api is not None:
        return run.objects.make(api, arguments, node, frame)
    own_variables.remember(run, name)
    role = run.symbols.role(name) or Role("other")
    one = LibraryCall(run, name, called, arguments, node, frame, role.detail)
    handler = _ROLES.get(role.name, _other)
    return handler(one)


def _enter_for_good(
    run: Interpreter, name: str, arguments: Arguments, node: ast.Call, frame: Frame
) -> None:
    """A context is entered without `with`: it lasts until the one around it ends."""
    owner = just(External(name.removesuffix(".__enter__")))
    entered = owner if name.endswith(".__enter__") else arguments.get("cm", 0)
    if entered is not None:
        run.enter_context(entered, "", node, frame)


def _other(call: LibraryCall) -> Value:
    """Nothing is known of the call, but what goes in: a function may be called later."""
    call.run.sessions.pass_on(call.name, call.arguments)
    made = call.run.keras.applied(call.name, call.arguments, call.node, call.frame)
    return made or call.result()


_ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    **execution.ROLES,
    **executed_texts.ROLES,
    **command_lines.ROLES,
    **environment.ROLES,
    **importers.ROLES,
    **attributes.ROLES,
    **sequences.ROLES,
    **files.ROLES,
    **tensors.ROLES,
    **keras.ROLES,
    **saved_models.ROLES,
}
