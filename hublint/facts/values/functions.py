"""Which function of the code is behind a value, and what is it once something is made of it?"""

from __future__ import annotations

from dataclasses import replace

from hublint.facts.values.atoms import Atom, Function, Partial
from hublint.facts.values.value import Value


def innermost(atom: Atom) -> Function | None:
    """The function of the code behind an atom, also behind arguments that are given already."""
    while isinstance(atom, Partial):
        if len(atom.function) != 1:
            return None
        atom = atom.function[0].atom
    return atom if isinstance(atom, Function) else None


def in_function(value: Value) -> Value:
    """The same value, whose functions TensorFlow traces: they run in a tf.function."""
    return changed(value, context="function")


def changed(value: Value, **changes: str) -> Value:
    """The same value, whose functions of the code differ in these fields."""
    return tuple(
        replace(item, atom=replace(item.atom, **changes))  # type: ignore[arg-type]
        if isinstance(item.atom, Function)
        else item
        for item in value
    )
