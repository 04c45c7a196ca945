"""Which options has a command line, and what are they if nobody gives them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from hublint.facts.library_call import LibraryCall
from hublint.facts.values import (
    Collection,
    Const,
    External,
    Value,
    constant,
    is_none,
    just,
)


def _define_flag(call: LibraryCall) -> Value:
    name, default = call.argument("name", 0), call.argument("default", 1)
    for item in name or ():
        if isinstance(item.atom, Const):
            _set_flag(call, str(item.atom.value), default)
            return call.result(("flag", str(item.atom.value)))
    return call.result()


def _set_defaults(call: LibraryCall) -> Value:
    for name, default in call.arguments.keywords.items():
        _set_flag(call, name, default)
    return constant(None)


def _add_argument(call: LibraryCall) -> Value:
    default = call.argument("default")
    action = call.argument("action")
    if default is None and action is not None and isinstance(action[0].atom, Const):
        default = {"store_true": constant(False), "store_false": constant(True)}.get(
            str(action[0].atom.value)
        )
    destination = call.argument("dest")
    names = [
        item.atom.value
        for value in call.arguments.positional
        for item in value
        if isinstance(item.atom, Const)
    ]
    flags = [str(name).lstrip("-").replace("-", "_") for name in names]
    if destination is not None and isinstance(destination[0].atom, Const):
        flags = [str(destination[0].atom.value)]
    for flag in flags:
        _set_flag(call, flag, default)
    return call.result()


def _set_flag(call: LibraryCall, name: str, default: Value | None) -> None:
    """A flag's default holds unless somebody passes another value: it is assumed."""
    run = call.run
    trace = call.trace(f"the flag {name} has this default")
    if default is None or all(is_none(item.atom) for item in default):
        reason = f"the flag {name} has no default"
        value = run.unknown(reason, ("flag", name))
    else:
        value = tuple(replace(item, assumed=True, why=item.why or (trace,)) for item in default)
    run.state.set((run.ambient, f"flag {name}"), value)


def _flags_pair(call: LibraryCall) -> Value:
    flags = just(External("argparse.ArgumentParser().parse_args()"))
    return just(Collection("tuple", (flags, call.unknown("the arguments that are left"))))


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "define-flag": _define_flag,
    "add-argument": _add_argument,
    "flags-pair": _flags_pair,
    "set-defaults": _set_defaults,
}
