"""What may this expression be? Sets of possible values, each under what must hold for it.

A `Value` is a tuple of alternatives. An alternative is an atom (a constant, a container, an
object, or something unknown), the guard under which the program has it, and the evidence for
it. A guard names choices that the program makes (a test, an entry of a dictionary, a call site)
and how each went, so that two values that depend on one choice stay consistent: of
`h = A if old else B` and `trainable=not old`, two combinations remain, not four.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hublint.facts.values.atoms import Atom, Const, Unknown, is_opaque
from hublint.facts.values.guards import ALWAYS, Guard, both
from hublint.facts.values.sources import sources_of

if TYPE_CHECKING:
    import ast

    from hublint.facts.project.modules import Module

# Beyond so many alternatives a value is unknown, and says so.
MAX_ALTERNATIVES = 64


@dataclass(frozen=True, slots=True)
class Trace:
    """A reason to believe something: a text, and the node of a module that shows it."""

    text: str
    module: Module
    node: ast.AST


@dataclass(frozen=True, slots=True)
class Alternative:
    """One thing that a value may be; `assumed` if something outside the code can change it."""

    atom: Atom
    guard: Guard = field(default_factory=dict, hash=False)
    why: tuple[Trace, ...] = field(default=(), hash=False)
    assumed: bool = False


Value: TypeAlias = tuple[Alternative, ...]


def just(atom: Atom, why: Iterable[Trace] = (), assumed: bool = False) -> Value:
    """The value that is this atom, whatever the program does."""
    return (Alternative(atom, ALWAYS, tuple(why), assumed),)


def constant(value: Any) -> Value:
    """The value of a constant."""
    return just(Const(value))


def only(value: Value) -> Atom | None:
    """The atom of a value that is one thing; None where it may be several, or none."""
    return value[0].atom if len(value) == 1 else None


def text_of(value: Value) -> str:
    """The text that a value is; "" where it may be anything else."""
    atom = only(value)
    return atom.value if isinstance(atom, Const) and isinstance(atom.value, str) else ""


def under(value: Value, guards: tuple[Guard, ...]) -> Value:
    """The alternatives that can be where one of the guards holds."""
    if guards == (ALWAYS,):
        return value
    return tuple(
        item for item in value if any(both(item.guard, guard) is not None for guard in guards)
    )


def narrowed(guards: tuple[Guard, ...], item: Alternative) -> tuple[Guard, ...]:
    """Those guards under which a value is this alternative."""
    if not item.guard:
        return guards
    return tuple(held for guard in guards if (held := both(guard, item.guard)) is not None)


def guarded(value: Value, guards: tuple[Guard, ...]) -> Value:
    """The same alternatives, each only where one of the guards holds."""
    if guards == (ALWAYS,):
        return value
    return tuple(
        Alternative(item.atom, guard, item.why, item.assumed)
        for item in value
        for given in guards
        if (guard := both(item.guard, given)) is not None
    )


def through(value: Value, item: Alternative) -> Value:
    """What was found by way of an alternative: only where that is so, and no more certain."""
    if not item.guard and not item.assumed:
        return value
    return tuple(
        replace(one, guard=guard, assumed=one.assumed or item.assumed)
        for one in value
        if (guard := both(one.guard, item.guard)) is not None
    )


def shown(value: Value, trace: Trace | None) -> Value:
    """The same value; a constant of which nothing shows where it stands is shown by the trace."""
    if trace is None or not any(isinstance(item.atom, Const) and not item.why for item in value):
        return value
    return tuple(
        replace(item, why=(trace,)) if isinstance(item.atom, Const) and not item.why else item
        for item in value
    )


def union(*values: Value) -> Value:
    """Whatever any of the values may be, told once; unknown where there is too much of it."""
    if len(values) == 1 and len(values[0]) <= MAX_ALTERNATIVES:
        return values[0]
    found: list[Alternative] = []
    under: dict[Hashable, list[Atom]] = {}  # the atoms, by their guards: few share one
    for value in values:
        for item in value:
            atoms = under.setdefault(frozenset(item.guard.items()), [])
            if item.atom not in atoms:
                atoms.append(item.atom)
                found.append(item)
    return capped(_unknown_as_one(found))


# So many unknown alternatives say no more than one.
_MANY_UNKNOWN = 3


def _unknown_as_one(found: list[Alternative]) -> Value:
    unknown = [item for item in found if is_opaque(item.atom)]
    if len(unknown) <= _MANY_UNKNOWN:
        return tuple(found)
    sources = frozenset(source for item in unknown for source in sources_of(item.atom))
    first = unknown[0].atom
    reason = first.reason if isinstance(first, Unknown) else "several values are possible"
    one = Alternative(Unknown(reason, ("several", getattr(first, "key", None)), sources))
    return (*(item for item in found if not is_opaque(item.atom)), one)


def capped(value: Value) -> Value:
    """The value itself, or unknown if it has too many alternatives."""
    if len(value) <= MAX_ALTERNATIVES:
        return value
    reason = f"more than {MAX_ALTERNATIVES} possible values"
    sources = frozenset(source for item in value for source in sources_of(item.atom))
    return just(Unknown(reason, ("too many", object()), sources))


def pairs(left: Value, right: Value) -> Iterator[tuple[Alternative, Alternative, Guard]]:
    """The consistent combinations of two values."""
    for one in left:
        for other in right:
            guard = both(one.guard, other.guard)
            if guard is not None:
                yield one, other, guard
