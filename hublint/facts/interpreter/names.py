"""What is a name, where the program stands?"""

from __future__ import annotations

import ast
from collections.abc import Hashable

from hublint.facts.project.modules import Module
from hublint.facts.values.atoms import Class, External, Function, Unknown
from hublint.facts.values.frames import Frame
from hublint.facts.values.guards import ALWAYS
from hublint.facts.values.sources import sources_in
from hublint.facts.values.state import Guards, Key, State
from hublint.facts.values.value import Value, just, under

_BUILTINS = frozenset(
    {
        *("str", "int", "bool", "float", "list", "tuple", "set", "dict", "frozenset", "len"),
        *("getattr", "setattr", "hasattr", "callable", "isinstance", "print", "zip", "range"),
        *("map", "sorted", "super", "type", "open", "input", "globals", "locals", "vars"),
        *("exec", "eval", "__import__"),
        *(
            "enumerate",
            "next",
            "iter",
            "reversed",
            "any",
            "all",
            "min",
            "max",
            "sum",
            "repr",
            "object",
        ),
        *("staticmethod", "classmethod", "property", "filter", "exit", "quit"),
    }
)


class Names:
    """The names of a program, and what they are given."""

    def __init__(self) -> None:
        self.state = State()
        self.guards: Guards = (ALWAYS,)
        self.dead: set[int] = set()  # the frames that have ended
        self.captured: set[int] = set()  # the frames that a function defined in them sees
        self.first: dict[Key, Value] = {}  # what each name of a module was given first
        self.defined: dict[ast.AST, Function | Class] = {}
        self.turn = 0  # the pass of a loop that is run again; 0 where nothing is
        self._idents = 0

    def fresh(self) -> int:
        """A new identity."""
        self._idents += 1
        return self._idents

    def at(self, node: ast.AST, frame: Frame) -> tuple[int, int, int]:
        """What a node gives here and now, where nobody knows more: a key for it."""
        return id(node), self.turn, frame.ident

    def lookup(self, name: str, frame: Frame, node: ast.AST) -> Value:
        """What a name is here."""
        for scope in frame.lexical():
            owner = scope.owned_elsewhere.get(name, scope)
            value = self.state.get((owner.ident, name))
            if value is not None:
                return under(self.loaded(value), self.guards)
        starred = self.starred(name, frame.module)
        if starred is not None:
            return under(starred, self.guards)
        if name in _BUILTINS:
            return just(External(f"builtins.{name}"))
        return self.unknown(f"nothing in view gives {name} a value", ("name", frame.ident, name))

    def capture(self, frame: Frame) -> None:
        """A function is defined in a frame: it sees the names there, even after its end."""
        self.captured.update(one.ident for one in frame.lexical())

    def define(self, atom: Function | Class) -> None:
        """A function or class comes to be, the newest of its place in the code."""
        self.defined[atom.node] = atom

    def assign(self, name: str, value: Value, frame: Frame) -> None:
        """Gives a name a value in the frame that owns it."""
        owner = frame.owned_elsewhere.get(name, frame)
        if owner.kind == "module":
            self.first.setdefault((owner.ident, name), value)
        self.state.set((owner.ident, name), value)

    def unknown(self, reason: str, key: Hashable, *operands: Value) -> Value:
        """An unknown value, computed from the operands."""
        return just(Unknown(reason, key, sources_in(*operands)))

    def opaque(self, node: ast.expr, frame: Frame) -> Value:
        """An expression of which nothing is known."""
        return self.unknown("this expression is not followed", self.at(node, frame))

    # What the layers above supply.

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        """Every value that the expression may have where the program stands."""
        raise TypeError("an interpreter evaluates")

    def starred(self, name: str, module: Module) -> Value | None:
        """What a module gets by that name from those that it imports whole."""
        return None

    def loaded(self, value: Value) -> Value:
        """A value whose imported names have been looked up."""
        return value
