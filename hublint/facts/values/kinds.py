"""What type is this, and what has it by that type? What Python says of its own types."""

from __future__ import annotations

import builtins
import collections
import collections.abc
from collections.abc import Hashable

from hublint.facts.values.atoms import (
    Atom,
    Collection,
    Const,
    External,
    HubObject,
    Signature,
    SignatureResult,
    Signatures,
)
from hublint.facts.values.value import Value, only

_MODULES = {"builtins": builtins, "collections": collections, "collections.abc": collections.abc}
_COLLECTIONS: dict[str, type] = {"list": list, "tuple": tuple, "set": set}

# What is no text or number, of whatever class its object is that is kept as its value.
_CONTAINERS = (list, tuple, set, frozenset, dict)
_PLAIN = (*_CONTAINERS, str, bytes, int, float, bool)

# The classes of what is made as a tensor or an array, by the word that is kept of it.
_TENSOR = "tensorflow.Tensor"
_ARRAYS: dict[Hashable, str] = {"tensor": _TENSOR, "ndarray": "numpy.ndarray"}


def is_instance(atom: Atom, classes: Value) -> bool | None:
    """Whether an atom is an object of one of the classes; None where nobody knows."""
    named = _named(classes)
    if named is None:
        return None
    found = {_is_of(atom, one) for one in named}
    return True if True in found else None if None in found else False


def has_attribute(atom: Atom, name: str) -> bool | None:
    """Whether an atom has an attribute by its type; None where nobody knows."""
    if isinstance(atom, SignatureResult):
        return hasattr(dict, name)
    known = _own_class(atom)
    return None if known is None else hasattr(known, name)


def class_of(atom: Atom) -> str | None:
    """The name of an atom's class, where it is one of Python's own for certain."""
    known = _own_class(atom)
    return None if known is None else f"builtins.{known.__name__}"


def is_tensor(atom: Atom) -> bool | None:
    """Whether an atom is a tensor of TensorFlow; None where nobody knows."""
    if isinstance(atom, (Collection, Const, SignatureResult)):
        return False
    return _ARRAYS.get(atom.key) == _TENSOR if isinstance(atom, External) else None


def _own_class(atom: Atom) -> type | None:
    """The class of Python's own that a container is of; None where nobody knows."""
    return _COLLECTIONS.get(atom.kind) if isinstance(atom, Collection) else None


def _named(classes: Value) -> list[str] | None:
    """The names of one class, or of a tuple of them."""
    atom = only(classes)
    if isinstance(atom, External):
        return [atom.name]
    if not isinstance(atom, Collection) or atom.open:
        return None
    inner = [_named(one) for one in atom.items]
    return None if None in inner else [name for names in inner for name in names or ()]


def _is_of(atom: Atom, class_: str) -> bool | None:
    module, _, name = class_.rpartition(".")
    known = getattr(_MODULES.get(module), name, None)
    if isinstance(atom, SignatureResult):
        if isinstance(known, type):
            return issubclass(dict, known)
        return False if class_.startswith(("tensorflow.", "numpy.")) else None
    if isinstance(atom, External) and atom.key in _ARRAYS:
        return _ARRAYS[atom.key] == class_ or (False if known in _PLAIN else None)
    if not isinstance(known, type):
        is_of_library = class_ in _ARRAYS.values() and isinstance(atom, (Collection, Const))
        return False if is_of_library else None
    own = _own_class(atom)
    if own is not None:
        return issubclass(own, known)
    if isinstance(atom, Const):
        return False if known in _CONTAINERS else None
    if isinstance(atom, (HubObject, Signatures, Signature)):
        return False if known in _PLAIN else None
    return None
