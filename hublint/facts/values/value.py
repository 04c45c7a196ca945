"""What may this expression be? Sets of possible values, each under what must hold for it.

A `Value` is a tuple of alternatives. An alternative is an atom (a constant, a container, an
object, or something unknown), the guard under which the program has it, and the evidence for
it. A guard names choices that the program makes (a test, an entry of a dictionary, a call site)
and how each went, so that two values that depend on one choice stay consistent: of
`h = A if old else B` and `trainable=not old`, two combinations remain, not four.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import ast

    from hublint.facts.interpreter.expressions import Frame
    from hublint.facts.project.modules import Module
    from hublint.sources.syntax import FunctionNode

# Beyond so many alternatives a value is unknown, and says so.
MAX_ALTERNATIVES = 64

Guard: TypeAlias = Mapping[Hashable, Hashable]
ALWAYS: Guard = {}


@dataclass(frozen=True, slots=True)
class Const:
    """A string, number, boolean, None or bytes."""

    value: str | bytes | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Collection:
    """A list, tuple or set, by its items in order; `open` if it may have more."""

    kind: str
    items: tuple[Value, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dict, by its entries in order; `open` if it may have more."""

    entries: tuple[tuple[Value, Value], ...]
    open: bool = False
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that can't be known from the code.

    `key` is its identity: two reads of one unknown are equal. `sources` are the hub objects
    whose outputs it was computed from. `head` and `tail` say of a text that it is another
    unknown with a known text behind it; `text` says that it is a text, whatever it is.
    """

    reason: str
    key: Hashable
    sources: frozenset[int] = frozenset()
    head: Hashable = None
    tail: str = ""
    text: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth of something unknown, or its opposite: a boolean once the choice is known."""

    key: Hashable
    wanted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class ByVersion:
    """What differs from release to release of a library, as its `__version__` does."""

    library: str
    values: tuple[tuple[str, Atom], ...]


@dataclass(frozen=True, slots=True)
class External:
    """A name of a library, such as `tensorflow.keras.Sequential`.

    What a call of it gives is `tensorflow.Graph()`, an attribute of that
    `tensorflow.Graph().as_default`: so a method is found in the same table as a function.
    """

    name: str
    key: Hashable = None
    sources: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Function:
    """A function or lambda of the code, with the frame that it closes over.

    `kind` is what a decorator made of it: a "static" or "class" method, a "getter" (a property),
    a "manager" (of a context); "" for a plain one.
    """

    node: FunctionNode | ast.Lambda
    module: Module
    frame: Frame
    bound: tuple[Value, ...] = ()
    context: str = ""
    defined_in: Class | None = None
    kind: str = ""
    uncalled: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """What a context manager of the code gives: the value, and the contexts around its yield."""

    value: Value
    contexts: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the code; its body has been run in `frame`."""

    node: ast.ClassDef
    module: Module
    frame: Frame
    bases: Value


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the code; its attributes live in the state."""

    type: Class
    ident: int


@dataclass(frozen=True, slots=True)
class ModuleAtom:
    """A module of the project, or a name in it that has not been looked up yet."""

    module: Module
    name: str = ""


@dataclass(frozen=True, slots=True)
class Super:
    """What super() gives in a method: the same object, seen from the class above."""

    instance: Instance
    below: Class


@dataclass(frozen=True, slots=True)
class HubObject:
    """What a hub API gave; `ident` finds it in the heap."""

    ident: int


@dataclass(frozen=True, slots=True)
class Signatures:
    """The `.signatures` of a hub object."""

    ident: int


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a hub object, by its name."""

    ident: int
    name: Value


@dataclass(frozen=True, slots=True)
class SignatureResult:
    """What a signature of a hub object gave: a dict of tensors."""

    ident: int
    key: Hashable
    sources: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class KerasModel:
    """A Keras model built in the code; its layers live in the state."""

    ident: int
    kind: str
    family: str


@dataclass(frozen=True, slots=True)
class KerasTensor:
    """A symbolic input of a Keras model, or what a layer makes of one; `family` is its Keras.

    The family is written as the code spells it: `tf.keras`, `keras` or `tf_keras`.
    """

    family: str
    key: Hashable
    sources: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Method:
    """A method of an object that the interpreter knows, not yet called."""

    owner: Atom
    name: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A model that the program wrote to a path; whether it can be called, None if unknown.

    `by` is how it came to be without a __call__: a word of the fact `saved_by`, or "".
    """

    format: str
    callable: bool | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Partial:
    """functools.partial: a callable with arguments already given."""

    function: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


Atom: TypeAlias = (
    Const
    | Collection
    | Dictionary
    | Unknown
    | Truth
    | ByVersion
    | External
    | Function
    | Entered
    | Class
    | Instance
    | ModuleAtom
    | Super
    | HubObject
    | Signatures
    | Signature
    | SignatureResult
    | KerasModel
    | KerasTensor
    | Method
    | Partial
    | Saved
)


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


def innermost(atom: Atom) -> Function | None:
    """The function of the code behind an atom, also behind arguments that are given already."""
    while isinstance(atom, Partial):
        if len(atom.function) != 1:
            return None
        atom = atom.function[0].atom
    return atom if isinstance(atom, Function) else None


def just(atom: Atom, why: Iterable[Trace] = (), assumed: bool = False) -> Value:
    """The value that is this atom, whatever the program does."""
    return (Alternative(atom, ALWAYS, tuple(why), assumed),)


def constant(value: Any) -> Value:
    """The value of a constant."""
    return just(Const(value))


def both(one: Guard, other: Guard) -> Guard | None:
    """The guard under which both hold; None if they contradict each other."""
    if not one:
        return other
    if not other:
        return one
    if len(one) < len(other):
        one, other = other, one
    extra = None
    for key, choice in other.items():
        known = one.get(key, _ABSENT)
        if known is _ABSENT:
            extra = extra or {}
            extra[key] = choice
        elif known != choice:
            return None
    return {**one, **extra} if extra else one


_ABSENT = object()


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


def is_opaque(atom: Atom) -> bool:
    """Whether nothing is known of an atom but where it came from."""
    return isinstance(atom, Unknown) or (isinstance(atom, External) and "()" in atom.name)


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


def sources_of(atom: Atom) -> frozenset[int]:
    """The hub objects whose outputs this was computed from."""
    if isinstance(atom, (Unknown, External, KerasTensor, SignatureResult)):
        return atom.sources
    if isinstance(atom, Collection):
        return sources_in(*atom.items)
    if isinstance(atom, Dictionary):
        return sources_in(*(value for _, value in atom.entries))
    return frozenset()


def sources_in(*values: Value) -> frozenset[int]:
    """The hub objects whose outputs any of the values was computed from."""
    found: frozenset[int] = frozenset()
    for value in values:
        for item in value:
            found |= sources_of(item.atom)
    return found


def identity(value: Value) -> Hashable:
    """A key that is equal for equal values, whatever they turn out to be."""
    return tuple(_atom_key(item.atom) for item in value)


def _atom_key(atom: Atom) -> Hashable:
    if isinstance(atom, Const):
        return (type(atom.value).__name__, atom.value)
    if isinstance(atom, (Unknown, Truth, External)):
        return (type(atom).__name__, getattr(atom, "name", ""), atom.key)
    if isinstance(atom, Collection):
        return (atom.kind, tuple(identity(item) for item in atom.items))
    return atom


def default_of(item: Alternative) -> Hashable:
    """The choice whether somebody passes another truth than the one that is assumed.

    None where the alternative is no truth that somebody outside the code can change.
    """
    if not item.assumed or not isinstance(item.atom, Const) or type(item.atom.value) is not bool:
        return None
    return ("default", item.why) if item.why else None


def resolved(item: Alternative, guard: Guard) -> Atom:
    """The atom, with a truth that the guard has decided made a boolean."""
    if item.assumed and isinstance(item.atom, Const) and guard.get(default_of(item)) is False:
        return Const(not item.atom.value)
    if isinstance(item.atom, Truth) and item.atom.key in guard:
        return Const(guard[item.atom.key] == item.atom.wanted)
    if isinstance(item.atom, Unknown) and ("truth", item.atom.key) in guard:
        return Const(bool(guard["truth", item.atom.key]))
    return item.atom


def is_none(atom: Atom) -> bool:
    """Whether an atom is None."""
    return isinstance(atom, Const) and atom.value is None
