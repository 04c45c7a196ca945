"""What do the functions of Python do that get at attributes, or make classes of fields?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from hublint.facts.interpreter.expectations import callable_choice
from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.has_name import asked, has_name
from hublint.facts.values.value import (
    Const,
    Dictionary,
    External,
    HubObject,
    Instance,
    KerasModel,
    Partial,
    Super,
    Truth,
    Value,
    constant,
    just,
)


def _field(call: LibraryCall) -> Value:
    """The default of a field of a dataclass, or what its factory makes."""
    default, factory = call.argument("default"), call.argument("default_factory")
    if default is None and factory is not None:
        made = replace(call.arguments, positional=(), keywords={}, node=None)
        return call.run.apply(factory, made, call.node, call.frame)
    return default or call.unknown("the field has no default")


def _auto(call: LibraryCall) -> Value:
    """enum.auto(): the number behind those of the members before it, unless these are texts."""
    class_ = call.frame.defined_in
    if class_ is None or call.run.find_in_class(class_, "_generate_next_value_") is not None:
        return call.result()
    if any(isinstance(one.atom, External) and _is_text_type(one.atom.name) for one in class_.bases):
        return call.result()
    members = call.run.state.names(call.frame.ident).values()
    values = [item.atom.value for one in members for item in one if isinstance(item.atom, Const)]
    numbers = [value for value in values if isinstance(value, int)]
    return just(Const(max(numbers, default=0) + 1), (call.trace(),))


def _is_text_type(name: str) -> bool:
    return name in ("enum.StrEnum", "builtins.str")


def _named_tuple(call: LibraryCall) -> Value:
    """collections.namedtuple: a class whose objects are kept as dictionaries of their fields."""
    fields = call.argument("field_names", 1)
    return just(Partial(just(External("collections.namedtuple()")), (fields or (),), ()))


def _make_named_tuple(call: LibraryCall) -> Value:
    fields, *values = call.arguments.positional
    atom = fields[0].atom if fields else None
    if isinstance(atom, Const):
        names = [constant(word) for word in str(atom.value).replace(",", " ").split()]
    else:
        names = list(call.run.items_of(fields) or ())
    entries = [*zip(names, values, strict=False)]
    entries += [(constant(name), value) for name, value in call.arguments.keywords.items()]
    return just(Dictionary(tuple(entries), len(entries) < len(names) or call.arguments.open))


def _partial(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    if not positional:
        return call.result()
    return just(Partial(positional[0], positional[1:], tuple(call.arguments.keywords.items())))


def _getattr(call: LibraryCall) -> Value:
    owner, name = call.argument("", 0), call.argument("", 1)
    if owner is None or name is None or len(name) != 1:
        return call.result()
    atom = name[0].atom
    if isinstance(atom, Const) and isinstance(atom.value, str):
        return call.run.attribute(owner, atom.value, call.node, call.frame)
    return call.unknown("an attribute that is not known")


def _callable(call: LibraryCall) -> Value:
    """callable(x), or hasattr(x, "__call__"): whether a hub object can be called is a choice."""
    owner, name = call.argument("", 0), call.argument("", 1)
    if owner is None or (name is not None and not _is_text(name, "__call__")):
        return _has_name(call, owner, name) or call.result()
    return tuple(
        replace(item, atom=Truth(callable_choice(item.atom.ident), True, "it may be callable"))
        if isinstance(item.atom, HubObject)
        else item
        for item in owner
    )


def _has_name(call: LibraryCall, owner: Value | None, name: Value | None) -> Value | None:
    """hasattr(hub, "Module"): a question for the library's version."""
    atoms = [value[0].atom if value and len(value) == 1 else None for value in (owner, name)]
    module, text = atoms
    if not isinstance(module, External) or not isinstance(text, Const):
        return None
    has = has_name(call.run.symbols, module.name, str(text.value))
    if has is None:
        return None
    return just(asked(call.run.version_of(module.name, call.frame.module), has))


def _is_text(value: Value, text: str) -> bool:
    return len(value) == 1 and value[0].atom == Const(text)


def _setattr(call: LibraryCall) -> Value:
    owner, name, value = (call.argument("", position) for position in range(3))
    atom = name[0].atom if name is not None and len(name) == 1 else None
    if owner is not None and value is not None and isinstance(atom, Const):
        for item in owner:
            if isinstance(item.atom, Instance):
                call.run.state.set((item.atom.ident, str(atom.value)), value)
            elif isinstance(item.atom, (HubObject, KerasModel)):
                call.run.objects.set_attribute(
                    item.atom, str(atom.value), value, call.node, call.frame
                )
    return constant(None)


def _super(call: LibraryCall) -> Value:
    frame: Any = call.frame
    while frame is not None and frame.instance is None:
        frame = frame.parent
    if frame is None or frame.defined_in is None:
        return call.result()
    return just(Super(frame.instance, frame.defined_in))


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "field": _field,
    "auto": _auto,
    "named-tuple": _named_tuple,
    "make-named-tuple": _make_named_tuple,
    "partial": _partial,
    "getattr": _getattr,
    "setattr": _setattr,
    "callable": _callable,
    "super": _super,
}
