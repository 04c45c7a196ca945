"""Is this true? The truth of a value and of a comparison: known, or a choice of the program.

A choice is named by what is compared, so that the same test goes the same way wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hublint.facts.values import format_guards, signature_tests, texts, version_tests
from hublint.facts.values.atoms import (
    Atom,
    ByVersion,
    Collection,
    Const,
    Dictionary,
    External,
    HubObject,
    Instance,
    KerasModel,
    Method,
    Truth,
    Unknown,
)
from hublint.facts.values.identity import identity
from hublint.facts.values.value import just

if TYPE_CHECKING:
    from typing import TypeGuard

_MODULES = frozenset({"tensorflow.compat", "tensorflow.compat.v1", "tensorflow.compat.v2"})
_OPPOSITES = {"NotEq": "Eq", "IsNot": "Is", "NotIn": "In"}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "Eq": lambda left, right: left == right,
    "Is": lambda left, right: left is right or left == right,
    "In": lambda left, right: left in right,
    "Lt": lambda left, right: left < right,
    "LtE": lambda left, right: left <= right,
    "Gt": lambda left, right: left > right,
    "GtE": lambda left, right: left >= right,
}


def truth(atom: Atom) -> Atom:
    """Whether an atom is true: a constant, or a choice."""
    if isinstance(atom, Const):
        return Const(bool(atom.value))
    if isinstance(atom, Truth):
        return atom
    if isinstance(atom, (Collection, Dictionary)):
        held = atom.items if isinstance(atom, Collection) else atom.entries
        if atom.open and not held:
            return Truth(("truth", identity(just(atom))), True, "a container that is not known")
        return Const(bool(held))
    if isinstance(atom, ByVersion):
        return version_tests.passing(atom, truth)
    if isinstance(atom, Unknown):
        return Truth(("truth", atom.key), True, atom.reason)
    if isinstance(atom, External) and not (_is_module(atom.name) or _is_api(atom.name)):
        return Truth(("truth", atom.name, atom.key), True, f"{atom.name} is not known")
    if _may_be_anything(atom):
        return Truth(("truth", atom), True, f".{atom.name} is not known")
    return Const(True)


def _may_be_anything(atom: Atom) -> TypeGuard[Method]:
    """Whether an attribute is no method for certain: that of a model or of a hub object."""
    return isinstance(atom, Method) and isinstance(atom.owner, (HubObject, KerasModel, Instance))


def opposite(atom: Atom) -> Atom:
    """The opposite of a truth."""
    if isinstance(atom, Const):
        return Const(not atom.value)
    return replace(atom, wanted=not atom.wanted) if isinstance(atom, Truth) else atom


def compared(operator: str, left: Atom, right: Atom) -> Atom:
    """The truth of a comparison, by the name of its operator in `ast`."""
    by = version_tests.varying((left, right))
    if by is not None:
        each = version_tests.in_each(by, (left, right), lambda *at: compared(operator, *at))
        return truth(each)
    wanted = operator not in _OPPOSITES
    plain = _OPPOSITES.get(operator, operator)
    try:
        held = _COMPARISONS[plain](texts.as_python(left), texts.as_python(right))
        return Const(held is wanted)
    except texts.NotText as error:
        reason = getattr(error.atom, "reason", "") or "a comparison that is not known"
    except (TypeError, ValueError, KeyError):
        reason = "a comparison that is not known"
    if plain == "Is" and isinstance(right, Const) and right.value is None and _is_object(left):
        return Const(not wanted)
    if plain in ("Is", "Eq") and _are_classes(left, right):
        return Const((left == right) is wanted)
    if plain == "In":
        looked = format_guards.look_among(left, right) or signature_tests.asked(left, right)
        if looked is not None:
            return looked if wanted else opposite(looked)
    if plain == "Eq" and isinstance(left, Const):
        left, right = right, left
    return Truth(("compare", plain, identity(just(left)), identity(just(right))), wanted, reason)


def _are_classes(*atoms: Atom) -> bool:
    """Whether all are classes or functions of Python's own."""
    return all(
        isinstance(atom, External) and atom.name.startswith("builtins.") and "(" not in atom.name
        for atom in atoms
    )


def _is_module(name: str) -> bool:
    """Whether a library's name is surely a module: what else is in a library, nobody knows."""
    return "." not in name or name in _MODULES


def _is_api(name: str) -> bool:
    """Whether a name is one that tensorflow_hub offers: a class or a function, if it is there."""
    library, _, own = name.rpartition(".")
    return library == "tensorflow_hub" and own.isidentifier() and not own.startswith("_")


def _is_object(atom: Atom) -> bool:
    if isinstance(atom, External) and _is_api(atom.name):
        return True
    is_open = isinstance(atom, (Unknown, Truth, External, Const)) or _may_be_anything(atom)
    return not is_open
