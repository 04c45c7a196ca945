"""What has a session of TensorFlow 1 initialised before it runs what a hub object computes?

A session begins with nothing. What it runs adds to that, as far as it is known; whatever can't be
followed, and may get at a session, may have initialised everything: then nothing is said.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from hublint.facts.libraries.symbols import canonical
from hublint.facts.values.atoms import (
    Atom,
    Collection,
    Const,
    Dictionary,
    External,
    Instance,
    SignatureResult,
    Unknown,
)
from hublint.facts.values.sources import sources_in
from hublint.facts.values.value import Alternative, Value, constant, just, only

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.libraries.call import LibraryCall
    from hublint.facts.values.arguments import Arguments
    from hublint.facts.values.frames import Frame

_SESSIONS = ("tf:Session()", "tf:InteractiveSession()")
_MOMENT = "something not followed was run"
# What a session may be made with and still begin with nothing.
_OWN = frozenset({"graph", "config"})
# What other methods of a session leave it as it is.
_IDLE = frozenset({"close", "as_default", "list_devices", "__exit__"})
# Methods of texts, containers, arrays and files: they get at no session.
_HARMLESS = frozenset(
    {"append", "extend", "items", "keys", "values", "get", "pop", "join", "split", "strip", "lower"}
    | {"upper", "replace", "format", "startswith", "endswith", "read", "readlines", "write"}
    | {"tolist", "reshape", "astype", "mean", "sum", "max", "min", "argmax", "argsort", "dot"}
    | {"close", "flush", "encode", "decode", "sort", "index", "count", "copy", "to_numpy"}
)


class Fetched(NamedTuple):
    """What a session is asked to run: which initialisers, and the outputs of which objects."""

    initialises: frozenset[str]
    objects: frozenset[int]


class Sessions:
    """The sessions of one program."""

    def __init__(self, run: Interpreter) -> None:
        self._run = run
        self._has_any = False

    def begin(self, call: LibraryCall) -> Value:
        """A session is made: of nothing, unless a server is behind it."""
        made = call.result()
        key = made[0].atom.key if isinstance(made[0].atom, External) else None
        self._has_any = True
        is_own = not call.arguments.positional and call.arguments.keywords.keys() <= _OWN
        self._set(key, frozenset() if is_own and not call.arguments.open else None)
        return made

    def run(self, call: LibraryCall) -> Value:
        """A session runs something: what that initialises, and which objects it needs."""
        atom = call.called.atom
        key = atom.key if isinstance(atom, External) else None
        value = call.argument("fetches", 0)
        fetched = self._fetched(value) if value is not None else None
        if fetched is None:
            self._set(key, None)
        elif fetched.initialises:
            known = self._known(key)
            if known is not None:
                self._set(key, known | fetched.initialises)
        else:
            self._tell(key, fetched.objects, call.node, call.frame)
        return call.result()

    def lose(self) -> None:
        """Something runs that is not followed: it may initialise whatever there is."""
        if self._has_any:
            self._run.state.set((self._run.ambient, _MOMENT), constant(self._run.fresh()))

    def pass_on(self, name: str, arguments: Arguments) -> None:
        """A library is called that nothing more is known of, perhaps with a session."""
        spelt = canonical(name)
        own = spelt.partition("().")[2] if spelt.startswith(_SESSIONS) else ""
        given = (*arguments.positional, *arguments.keywords.values())
        acts = (own and own not in _IDLE) or spelt.startswith("keras:") or _runs_by_itself(spelt)
        if acts or any(map(_holds_session, given)):
            self.lose()

    def call_unknown(self, node: ast.Call | None) -> None:
        """Something is called that can't be followed, unless it is a method of a text or so."""
        function = node.func if node is not None else None
        if not isinstance(function, ast.Attribute) or function.attr not in _HARMLESS:
            self.lose()

    def _tell(self, key: Hashable, objects: Iterable[int], node: ast.Call, frame: Frame) -> None:
        """Tells of the hub objects that need more than the session has been asked to initialise."""
        known = self._known(key)
        home = frame
        while home.kind == "comprehension" and home.parent is not None:
            home = home.parent
        is_here = isinstance(key, tuple) and key[-1] == home.ident
        if known is None or not is_here or {"variables", "tables"} <= known:
            return
        word = "no-tables" if "variables" in known else "uninitialised"
        for ident in sorted(objects):
            if self._run.objects.knows(ident):
                self._run.objects.run_in_session(ident, word, node, frame)

    def _fetched(self, value: Value) -> Fetched | None:
        """What is run where a value is asked for; None where anything of it is not known."""
        parts = [self._of_atom(item.atom) for item in value]
        if not parts or any(part is None for part in parts):
            return None
        if len({part.initialises for part in parts if part is not None}) > 1:
            return None
        return _together(part for part in parts if part is not None)

    def _of_atom(self, atom: Atom) -> Fetched | None:
        if isinstance(atom, (Collection, Dictionary)) and not atom.open:
            held = (
                atom.items if isinstance(atom, Collection) else [value for _, value in atom.entries]
            )
            parts = [self._fetched(value) for value in held]
            if any(part is None for part in parts):
                return None
            return _together(part for part in parts if part is not None)
        if isinstance(atom, External):
            role = self._run.symbols.role(atom.name)
            if role is not None and role.name == "initialiser":
                return Fetched(frozenset(role.detail.split()), frozenset())
        if _is_output(atom):
            return Fetched(frozenset(), sources_in(just(atom)))
        return None

    def _known(self, key: Hashable) -> frozenset[str] | None:
        """What has been initialised; None where nobody knows."""
        text = self._text(f"session {key!r}")
        moment, _, words = text.partition(" ")
        return frozenset(words.split()) if moment and moment == self._moment() else None

    def _set(self, key: Hashable, known: frozenset[str] | None) -> None:
        """Remembers what a session has initialised, as long as nothing is lost from now on."""
        text = "" if known is None else " ".join((self._moment(), *sorted(known)))
        self._run.state.set((self._run.ambient, f"session {key!r}"), constant(text))

    def _moment(self) -> str:
        """When something was last run that is not followed; "" if that depends on the path."""
        has_any = self._run.state.get((self._run.ambient, _MOMENT)) is not None
        return self._text(_MOMENT) if has_any else "never"

    def _text(self, name: str) -> str:
        """What is kept by a name; "" if it is nothing, or depends on the path."""
        value = self._run.state.get((self._run.ambient, name)) or ()
        atom = only(value)
        return str(atom.value) if isinstance(atom, Const) else ""


def _together(parts: Iterable[Fetched]) -> Fetched:
    initialises: frozenset[str] = frozenset()
    objects: frozenset[int] = frozenset()
    for part in parts:
        initialises, objects = initialises | part.initialises, objects | part.objects
    return Fetched(initialises, objects)


def _is_output(atom: Atom) -> bool:
    """Whether this is a tensor that was computed from what a hub object gave, and no more."""
    if isinstance(atom, SignatureResult):
        return True
    if isinstance(atom, Unknown):
        return bool(atom.sources) and _is_output_key(atom.key)
    if not isinstance(atom, External) or not atom.sources:
        return False
    name = canonical(atom.name)
    words = ("init", "assign", "group", "minimize", "restore", "control", "cond", "func")
    return name.startswith("tf:") and not any(word in name.lower() for word in words)


def _is_output_key(key: Hashable) -> bool:
    """Whether an unknown is what a model gives, or an item of that."""
    if not isinstance(key, tuple) or not key:
        return False
    if key[0] == "output":
        return True
    inner = key[1] if key[0] == "item" else ()
    return bool(inner) and isinstance(inner, tuple) and all(map(_is_output_part, inner))


def _is_output_part(part: Hashable) -> bool:
    if isinstance(part, SignatureResult):
        return True
    return isinstance(part, tuple) and part[0] == "Unknown" and _is_output_key(part[-1])


def _runs_by_itself(name: str) -> bool:
    """Whether a method runs an operation in whatever session is the default."""
    return name.startswith("tf:") and name.endswith((").run", ").eval", ".initializer.run"))


def _holds_session(value: Value, depth: int = 0) -> bool:
    return depth < 4 and any(_is_or_holds(item, depth) for item in value)


def _is_or_holds(item: Alternative, depth: int) -> bool:
    atom = item.atom
    if isinstance(atom, External):
        return canonical(atom.name).startswith(_SESSIONS)
    if isinstance(atom, Instance):
        return True
    if isinstance(atom, Collection):
        return any(_holds_session(one, depth + 1) for one in atom.items)
    if isinstance(atom, Dictionary):
        return any(_holds_session(one, depth + 1) for _, one in atom.entries)
    return False
