"""What does a decorator make of a function of the code?"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hublint.facts.interpreter.cases import cases, together
from hublint.facts.interpreter.mocks import mocks_hub
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Atom,
    Class,
    Const,
    External,
    Function,
    Instance,
    Partial,
    is_none,
)
from hublint.facts.values.contexts import EXPECTS
from hublint.facts.values.functions import changed, in_function, innermost
from hublint.facts.values.value import Value, constant, just

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame


def decorate(run: Interpreter, node: ast.expr, value: Value, frame: Frame) -> Value:
    """A function behind its decorator; one that nobody knows leaves it as it is."""
    target = run.evaluate(node.func if isinstance(node, ast.Call) else node, frame)
    for item in target:
        role = run.symbols.role(item.atom.name) if isinstance(item.atom, External) else None
        if role is not None and role.name == "tf-function":
            return in_function(value)
        if role is not None and role.name == "decorator":
            return changed(value, context=role.detail)
        if role is not None and role.name == "skips" and _may_skip(run, role.detail, node, frame):
            return changed(value, context=EXPECTS)
        if role is not None and role.name == "mocks" and isinstance(node, ast.Call):
            return _mocked(run, run.arguments(node, frame), value)
        if role is not None and role.name == "dispatches":
            return run.unknown("which function is called depends on the input", id(node))
        if role is not None and role.name == "makes":
            return changed(value, kind=role.detail)
        if role is not None and role.name == "click-option" and isinstance(node, ast.Call):
            return _with_option(run, run.arguments(node, frame), value)
        if role is not None and role.name == "cases" and isinstance(node, ast.Call):
            return _with_cases(run, cases(role.detail, run.arguments(node, frame)), value)
    if any(isinstance(item.atom, External) for item in target):
        return value
    decorating = run.evaluate(node, frame) if isinstance(node, ast.Call) else target
    own = tuple(item for item in decorating if isinstance(item.atom, (Function, Class, Partial)))
    made = run.apply(own, Arguments((value,)), _call_of(run, node), frame) if own else ()
    return made if made and all(_is_callable(item.atom) for item in made) else value


def _call_of(run: Interpreter, node: ast.expr) -> ast.Call:
    """The call that a decorator is: what it decorates is its argument, which is not written."""
    call = run.decorating.get(node)
    if call is None:
        call = run.decorating[node] = ast.copy_location(ast.Call(node, [], []), node)
    return call


def _mocked(run: Interpreter, arguments: Arguments, value: Value) -> Value:
    """A test in which something else stands in the place of hub, perhaps."""
    if mocks_hub(arguments):
        run.mocked.update(id(item.atom.node) for item in value if isinstance(item.atom, Function))
    return value


def _may_skip(run: Interpreter, detail: str, node: Any, frame: Frame) -> bool:
    """Whether a test is skipped, or may be: `detail` is the truth of a condition that skips it."""
    if not detail or not isinstance(node, ast.Call):
        return True
    condition = run.arguments(node, frame).get("condition", 0)
    if condition is None:
        return True
    return any(item.atom != Const(detail != "true") for item in run.truth(condition))


def _is_callable(atom: Atom) -> bool:
    return isinstance(atom, (Function, Class, Partial, Instance))


def _with_cases(run: Interpreter, listed: tuple[Arguments, ...], value: Value) -> Value:
    """A test that is run once for each of the cases."""
    for item in value:
        if isinstance(item.atom, Function):
            known = run.cases.get(item.atom.node, ())
            run.cases[item.atom.node] = together(known, listed)
    return value


def _with_option(run: Interpreter, arguments: Arguments, value: Value) -> Value:
    """A function whose parameter an option of the command line gives, with its default."""
    names = [
        str(item.atom.value)
        for declared in arguments.positional
        for item in declared
        if isinstance(item.atom, Const)
    ]
    plain = [name for name in names if not name.startswith("-")]
    longest = plain[0] if plain else max(names, key=len, default="").lstrip("-")
    name = longest.partition("/")[0].replace("-", "_").lower()
    default = arguments.get("default")
    if default is None and "is_flag" in arguments.keywords:
        default = constant(False)
    if default is None or all(is_none(item.atom) for item in default):
        given = run.unknown(f"the option {name} has no default", ("option", name))
    else:
        given = tuple(replace(item, assumed=True) for item in default)
    for item in value:
        function = innermost(item.atom)
        if function is not None:
            run.options.setdefault(function.node, {})[name] = given
    return just(Partial(value, (), ((name, given),)))
