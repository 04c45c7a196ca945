"""Is a symbolic input of a Keras model passed to a call, and of which Keras?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Atom, Collection, Dictionary, KerasTensor, Unknown
from hublint.facts.values.value import Value

# How deep in lists and dictionaries an input is looked for.
_DEEPEST = 2


def is_symbolic(atom: Atom) -> bool:
    """Whether a thing is a symbolic input of Keras, or a collection with one in it."""
    return bool(_family_in(atom, 0))


def symbolic_family(arguments: Arguments) -> str:
    """The Keras whose symbolic input is passed to a call; "" if none is, or not for certain."""
    given = arguments.get("inputs", 0)
    return "" if given is None else _family_of(given)


def _family_of(value: Value, depth: int = 0) -> str:
    found = {_family_in(item.atom, depth) for item in value}
    return found.pop() if len(found) == 1 else ""


def _family_in(atom: Atom, depth: int) -> str:
    if isinstance(atom, KerasTensor):
        return atom.family
    inner: Sequence[Value] = ()
    if isinstance(atom, Collection):
        inner = atom.items
    elif isinstance(atom, Dictionary):
        inner = [value for _, value in atom.entries]
    if depth > _DEEPEST:
        return ""
    return next((family for one in inner if (family := _family_of(one, depth + 1))), "")


def concrete(arguments: Arguments) -> Arguments:
    """The same arguments as code inside of a layer sees them: tensors that are not symbolic."""
    positional = tuple(_concrete(value) for value in arguments.positional)
    keywords = {name: _concrete(value) for name, value in arguments.keywords.items()}
    return replace(arguments, positional=positional, keywords=keywords)


def _concrete(value: Value, depth: int = 0) -> Value:
    atoms = [_concrete_atom(item.atom, depth) for item in value]
    if all(atom is item.atom for atom, item in zip(atoms, value, strict=True)):
        return value
    return tuple(replace(item, atom=atom) for atom, item in zip(atoms, value, strict=True))


def _concrete_atom(atom: Atom, depth: int) -> Atom:
    if isinstance(atom, KerasTensor):
        return Unknown("what the layer is given", atom.key, atom.sources)
    if depth > _DEEPEST:
        return atom
    if isinstance(atom, Collection):
        items = tuple(_concrete(one, depth + 1) for one in atom.items)
        same = all(one is other for one, other in zip(items, atom.items, strict=True))
        return atom if same else replace(atom, items=items)
    if isinstance(atom, Dictionary):
        entries = tuple((key, _concrete(one, depth + 1)) for key, one in atom.entries)
        same = all(one is other for (_, one), (_, other) in zip(entries, atom.entries, strict=True))
        return atom if same else replace(atom, entries=entries)
    return atom
