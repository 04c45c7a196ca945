"""Has the code itself asked what an object of hub, or what a signature gave, really is?

`type(model)`, `dir(model)` or `is_old(model)` of a library give what nobody knows, and a test of it
is a choice whose key names the object: behind it the code has reckoned with other objects there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from hublint.facts.values.atoms import Atom, HubObject, Method, SignatureResult, Signatures
from hublint.facts.values.guards import Guard
from hublint.facts.values.value import Value

_OBJECTS = (HubObject, Signatures, SignatureResult)

# What an item of something is says little of the whole.
_OF_PARTS = frozenset({("item",), ("element",)})


def named(key: Hashable, values: Iterable[Value]) -> Hashable:
    """The key of what is computed of these values, by which a test of it names their objects."""
    objects = tuple(
        item.atom for value in values for item in value if isinstance(item.atom, _OBJECTS)
    )
    return ("of", objects, key) if objects else key


def attribute_choice(atom: Atom, name: str) -> Hashable:
    """The choice that a test makes which asks whether an object has an attribute."""
    return ("has attribute", atom, name)


def was_asked(kind: str, ident: int, guard: Guard) -> bool:
    """Whether what an event of that kind needs has been asked of its object on the way to it."""
    return any(_asks(key, kind, ident) for key in guard) or (
        kind == "called" and any(_lacked(key, ident) and not went for key, went in guard.items())
    )


def _lacked(key: Hashable, ident: int) -> bool:
    """Whether a choice is whether an object has a signature, whichever it is."""
    return isinstance(key, tuple) and key[:2] == ("has signature", ident)


def _asks(key: Hashable, kind: str, ident: int) -> bool:
    if isinstance(key, tuple):
        return key[:1] not in _OF_PARTS and any(_asks(part, kind, ident) for part in key)
    if isinstance(key, Method):
        return _asks(key.owner, kind, ident)
    if isinstance(key, SignatureResult):
        return kind == "used-as-tensor" and key.ident == ident
    if isinstance(key, Signatures):
        return kind == "called" and key.ident == ident
    return isinstance(key, HubObject) and key.ident == ident


def callable_choice(ident: int) -> Hashable:
    """The choice that a test makes which asks whether an object can be called."""
    return ("callable", ident)


def found_callable(ident: int, guard: Guard) -> bool:
    """Whether such a test has been passed on the way to a place."""
    return guard.get(callable_choice(ident)) is True
