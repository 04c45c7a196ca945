"""Which options has a command line, and what are they if nobody gives them?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.flag_names import flag_of
from hublint.facts.values.atoms import Collection, Const, External, is_none
from hublint.facts.values.value import Alternative, Value, constant, just

# Of so many values that a flag takes, each is followed.
_FEW_CHOICES = 8


def _define_flag(call: LibraryCall) -> Value:
    name, default = call.argument("name", 0), call.argument("default", 1)
    choices = call.argument("enum_values", 2) if call.detail == "enum" else None
    for item in name or ():
        if isinstance(item.atom, Const):
            _set_flag(call, str(item.atom.value), default, choices)
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
    choices = call.argument("choices") if call.argument("nargs") is None else None
    for flag in flags:
        _set_flag(call, flag, default, choices)
    return call.result()


def _set_flag(
    call: LibraryCall, name: str, default: Value | None, choices: Value | None = None
) -> None:
    """A flag's default holds unless somebody passes another value: it is assumed.

    Where only some values are taken, it is one of these.
    """
    value = _offered(call, name, default, choices) or _default(call, name, default)
    called = call.called.atom
    parser = called.key if isinstance(called, External) else None
    for key in dict.fromkeys((flag_of(name, parser), flag_of(name))):
        call.run.state.set((call.run.ambient, key), value)


def _default(call: LibraryCall, name: str, default: Value | None) -> Value:
    if default is None or all(is_none(item.atom) for item in default):
        return call.run.unknown(f"the flag {name} has no default", ("flag", name))
    trace = call.trace(f"the flag {name} has this default")
    return tuple(replace(item, assumed=True, why=item.why or (trace,)) for item in default)


def _offered(call: LibraryCall, name: str, default: Value | None, choices: Value | None) -> Value:
    """The values that a flag takes, if they are known and few: the default among them."""
    is_text = choices is not None and isinstance(choices[0].atom, Const)
    listed = call.run.items_of(choices) if choices is not None and not is_text else None
    if not listed or len(listed) > _FEW_CHOICES:
        return ()
    given = (default,) if default is not None and not is_none(default[0].atom) else ()
    atoms = dict.fromkeys(item.atom for value in (*given, *listed) for item in value)
    if not all(isinstance(atom, Const) for atom in atoms):
        return ()
    why = (call.trace(f"the flag {name} takes this value"),)
    field = ("choice of", name, id(call.node))
    return tuple(Alternative(atom, {field: place}, why) for place, atom in enumerate(atoms))


def _flags_pair(call: LibraryCall) -> Value:
    called = call.called.atom
    key = called.key if isinstance(called, External) else None
    flags = just(External("argparse.ArgumentParser().parse_args()", key))
    return just(Collection("tuple", (flags, call.unknown("the arguments that are left"))))


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "define-flag": _define_flag,
    "add-argument": _add_argument,
    "flags-pair": _flags_pair,
    "of-parser": LibraryCall.of_owner,
    "set-defaults": _set_defaults,
}
