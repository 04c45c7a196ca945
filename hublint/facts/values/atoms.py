"""Which kinds of things does the code handle? A constant, a container, an object, an unknown."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import ast

    from hublint.facts.project.modules import Module
    from hublint.facts.values.frames import Frame
    from hublint.facts.values.value import Value
    from hublint.sources.syntax import FunctionNode


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


def is_opaque(atom: Atom) -> bool:
    """Whether nothing is known of an atom but where it came from."""
    return isinstance(atom, Unknown) or (isinstance(atom, External) and "()" in atom.name)


def is_none(atom: Atom) -> bool:
    """Whether an atom is None."""
    return isinstance(atom, Const) and atom.value is None
