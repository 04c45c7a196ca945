"""What do the functions of Python do that get at attributes, or make classes of fields?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.has_name import asked, has_name
from hublint.facts.values.atoms import (
    NAMED_TUPLE,
    Atom,
    Class,
    Const,
    Dictionary,
    External,
    HubObject,
    Instance,
    ModuleAtom,
    Partial,
    Super,
    Truth,
)
from hublint.facts.values.functions import changed
from hublint.facts.values.kinds import class_of, has_attribute, is_instance, is_tensor
from hublint.facts.values.object_tests import attribute_choice, callable_choice
from hublint.facts.values.value import (
    Alternative,
    Value,
    constant,
    guarded,
    just,
    only,
    through,
    union,
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
    is_open = len(entries) < len(names) or call.arguments.open
    return just(Dictionary(tuple(entries), is_open, NAMED_TUPLE))


def _partial(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    if not positional:
        return call.result()
    return just(Partial(positional[0], positional[1:], tuple(call.arguments.keywords.items())))


def _getattr(call: LibraryCall) -> Value:
    owner, name = call.argument("", 0), call.argument("", 1)
    if owner is None or name is None:
        return call.result()
    return union(*(through(_attribute(call, owner, one), one) for one in name))


def _attribute(call: LibraryCall, owner: Value, name: Alternative) -> Value:
    """An attribute of one name that may be asked for."""
    atom, default = name.atom, call.argument("", 2)
    if not isinstance(atom, Const) or not isinstance(atom.value, str):
        return call.unknown("an attribute that is not known")
    if default is None:
        return call.run.attribute(owner, atom.value, call.node, call.frame)
    return union(*(_with_default(call, item, atom.value, default) for item in owner))


def _with_default(call: LibraryCall, item: Alternative, name: str, default: Value) -> Value:
    """An attribute, or the default where the object has none."""
    run, has = call.run, _asked(item.atom, name)
    asked_of = _has_name(call, (item,), constant(name)) if has is None else just(has)
    if asked_of is None:
        return run.attribute((item,), name, call.node, call.frame)
    yes, no = run.split_value(through(asked_of, item), call.node, call.frame)
    before, run.guards = run.guards, yes
    found = run.attribute((item,), name, call.node, call.frame) if yes else ()
    run.guards = before
    return union(guarded(found, yes), guarded(default, no))


def _callable(call: LibraryCall) -> Value:
    """callable(x): whether a hub object can be called is a choice."""
    owner = call.argument("", 0)
    if owner is None:
        return call.result()
    return tuple(
        replace(item, atom=_asked(item.atom, "__call__") or item.atom)
        if isinstance(item.atom, HubObject)
        else item
        for item in owner
    )


def _hasattr(call: LibraryCall) -> Value:
    """hasattr(x, "name"): a choice of hub objects, a question for the version of a library."""
    owner, name = call.argument("", 0), call.argument("", 1)
    atom = only(name or ())
    if owner is None or not isinstance(atom, Const):
        return call.result()
    if atom.value == "__call__":
        return _callable(call)
    has = [_asked(item.atom, str(atom.value)) for item in owner]
    if None in has:
        return _has_name(call, owner, name) or call.result()
    return tuple(replace(item, atom=one) for item, one in zip(owner, has, strict=True) if one)


def _asked(atom: Atom, name: str) -> Const | Truth | None:
    """Whether an object of hub, or what a signature gave, has an attribute; None of any other."""
    if isinstance(atom, HubObject):
        reason = "which attributes it has is not known"
        is_call = name == "__call__"
        key = callable_choice(atom.ident) if is_call else attribute_choice(atom, name)
        return Truth(key, True, reason)
    has = has_attribute(atom, name)
    return None if has is None else Const(has)


def _isinstance(call: LibraryCall) -> Value:
    """isinstance(x, class): answered of Python's own types; else a choice."""
    owner, classes = call.argument("", 0), call.argument("", 1)
    if owner is None or classes is None:
        return call.result()
    return _answered(call, owner, [is_instance(item.atom, classes) for item in owner])


def _has_name(call: LibraryCall, owner: Value | None, name: Value | None) -> Value | None:
    """hasattr(hub, "Module"): a question for the library's version."""
    atoms = [only(value or ()) for value in (owner, name)]
    module, text = atoms
    if not isinstance(module, External) or not isinstance(text, Const):
        return None
    role = call.run.symbols.role(".".join((module.name, str(text.value))))
    if role is not None and role.name == "keras-version":  # Keras 2 has none
        family = call.run.keras.family("tf.keras", call.frame).value
        return None if family is None else constant(family == "keras3")
    has = has_name(call.run.symbols, module.name, str(text.value))
    if has is None:
        return None
    return just(asked(call.run.version_of(module.name, call.frame.module), has))


def _is_tensor(call: LibraryCall) -> Value:
    owner = call.argument("x", 0) or ()
    return _answered(call, owner, [is_tensor(item.atom) for item in owner])


def _answered(call: LibraryCall, owner: Value, found: Sequence[bool | None]) -> Value:
    """What is asked of each alternative, if it is known of all; else nobody knows."""
    if not found or None in found:
        return call.result()
    return tuple(replace(item, atom=Const(one)) for item, one in zip(owner, found, strict=True))


def _type(call: LibraryCall) -> Value:
    """type(x): the class, where it is one of Python's own."""
    owner = call.argument("", 0) or ()
    names = [class_of(item.atom) for item in owner]
    if len(call.inputs) != 1 or None in names:
        return call.result()
    return tuple(
        replace(item, atom=External(name)) for item, name in zip(owner, names, strict=True) if name
    )


def _setattr(call: LibraryCall) -> Value:
    owner, name, value = (call.argument("", position) for position in range(3))
    if owner is not None and name is not None and value is not None:
        for item in owner:
            call.run.set_named(item, name, value, call.node, call.frame)
    return constant(None)


def _vars(call: LibraryCall) -> Value:
    """vars(x): the names of what is the code's own; else the thing itself stands for them."""
    owner = call.argument("", 0)
    if owner is None:
        return just(call.run.frame_names(call.frame))
    return tuple(
        replace(item, atom=call.run.names_of(item.atom))
        if isinstance(item.atom, (Instance, Class, ModuleAtom))
        else item
        for item in owner
    )


def _globals(call: LibraryCall) -> Value:
    return just(call.run.names_of(ModuleAtom(call.frame.module)))


def _makes(call: LibraryCall) -> Value:
    """property(f), staticmethod(f), classmethod(f): what the decorator would make of it."""
    first = call.arguments.positional[:1]
    return changed(first[0], kind=call.detail) if first else call.result()


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
    "vars": _vars,
    "makes": _makes,
    "globals": _globals,
    "callable": _callable,
    "hasattr": _hasattr,
    "isinstance": _isinstance,
    "is-tensor": _is_tensor,
    "type": _type,
    "super": _super,
}
