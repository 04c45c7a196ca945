"""Can this function concern hub? What can't is not entered: most code of a project never does.

A function concerns hub if it stands in a module that names tensorflow_hub; or if it mentions a
name that its module imports from one that leads there, a switch of the runtime, or another such
function of its module; or if it is handed something of hub. A small function is entered anyway,
since it may make the text of a handle.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from hublint.facts.arguments import Arguments
from hublint.facts.switches import SWITCHES, may_throw, throws
from hublint.facts.values import (
    Collection,
    Const,
    Dictionary,
    Function,
    HubObject,
    Instance,
    KerasModel,
    Method,
    Partial,
    Signature,
    Signatures,
    Value,
    sources_of,
)
from hublint.facts.words import mentioning, words_by_function
from hublint.gate import mentions_hub
from hublint.syntax import SyntaxRefused

if TYPE_CHECKING:
    from hublint.facts.imports import ImportIndex
    from hublint.facts.modules import Module

SMALL = 8
_BLOCKS = frozenset({"For", "While", "With", "Try"})


class Relevance:
    """Which functions of a project can concern hub; asked module by module."""

    def __init__(self, index: ImportIndex) -> None:
        self._index = index
        self._names: dict[Module, frozenset[str] | None] = {}
        self._leading: frozenset[str] | None = None
        self._switching: frozenset[str] | None = None
        self._large: dict[Module, frozenset[str]] = {}
        self._throws: dict[Module, bool] = {}

    def may_concern(self, function: Function, arguments: Arguments) -> bool:
        """Whether a function, called with these arguments, can do anything to a hub object."""
        names = self._concerned(function.module)
        if names is None or isinstance(function.node, cst.Lambda):
            return True
        if function.node.name.value in names or _is_small(function.node.body.body):
            return True
        return self.carry(arguments)

    def can_wait(self, module: Module, name: str) -> bool:
        """Whether a name of a module is a function that does nothing for hub, unless handed some.

        Such a module need not be read for it.
        """
        names = self._concerned(module)
        if names is None or name in names:
            return False
        return name in self._large_functions(module)

    def carry(self, arguments: Arguments) -> bool:
        """Whether any argument is, holds or was computed from something of hub."""
        given = (*arguments.positional, *arguments.keywords.values())
        return any(self._carries(value) for value in given)

    def _large_functions(self, module: Module) -> frozenset[str]:
        if module not in self._large:
            tree = module.python
            self._large[module] = frozenset(
                node.name
                for node in (tree.body if tree is not None else ())
                if isinstance(node, ast.FunctionDef) and not _is_small(node.body)
            )
        return self._large[module]

    def leads_to_hub(self, module: Module) -> bool:
        """Whether a module names hub or imports, at whatever remove, one that does."""
        if self._leading is None:
            self._leading = frozenset(self._index.reaching(self._index.hub_files))
        return os.fspath(module.path) in self._leading

    def throws_switch(self, module: Module) -> bool:
        """Whether importing a module may throw a switch, by itself or by what it imports."""
        if self._switching is None:
            self._switching = frozenset(self._index.reaching(self._index.switching))
        if module not in self._throws:
            self._throws[module] = os.fspath(module.path) in self._switching or _throws(module)
        return self._throws[module]

    def _concerned(self, module: Module) -> frozenset[str] | None:
        """The names of a module's functions that can concern hub; None: all of them."""
        if module not in self._names:
            self._names[module] = self._read(module)
        return self._names[module]

    def _read(self, module: Module) -> frozenset[str] | None:
        if mentions_hub(module.text.encode("utf-8", "replace")):
            return None
        if module.python is None:
            return None
        seeds = set(SWITCHES) if any(word in module.text for word in SWITCHES) else set()
        if self.leads_to_hub(module):
            seeds |= set(self._imported_from_leading(module))
        return mentioning(seeds, words_by_function(module.nodes)) if seeds else frozenset()

    def _imported_from_leading(self, module: Module) -> Iterator[str]:
        path = os.fspath(module.path)
        for node in module.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if self._leads(path, 0, alias.name):
                        yield alias.asname or alias.name.partition(".")[0]
            elif isinstance(node, ast.ImportFrom):
                home = node.module or ""
                whole = self._leads(path, node.level, home)
                for alias in node.names:
                    if whole or self._leads(path, node.level, f"{home}.{alias.name}".strip(".")):
                        yield alias.asname or alias.name

    def _leads(self, path: str, level: int, dotted: str) -> bool:
        leading = self._leading or frozenset()
        return any(target in leading for target in self._index.resolve(path, level, dotted))

    def _carries(self, value: Value, depth: int = 0) -> bool:
        """Whether a value is, holds or was computed from something of hub."""
        for item in value:
            atom = item.atom
            if isinstance(atom, (HubObject, KerasModel, Signature, Signatures)):
                return True
            if isinstance(atom, Const) and str(atom.value).endswith(".json"):
                return True  # a file of data may hold handles
            if isinstance(atom, Method) and isinstance(atom.owner, (HubObject, KerasModel)):
                return True
            if isinstance(atom, Function) and self._is_concerned(atom):
                return True
            if isinstance(atom, Partial) and self._carries(atom.function, depth + 1):
                return True
            if isinstance(atom, Instance) and self._concerned(atom.type.module) is None:
                return True
            if sources_of(atom):
                return True
            if depth < 3 and isinstance(atom, (Collection, Dictionary)):
                inner = (
                    atom.items
                    if isinstance(atom, Collection)
                    else tuple(entry[1] for entry in atom.entries)
                )
                if any(self._carries(one, depth + 1) for one in inner[:16]):
                    return True
        return False

    def _is_concerned(self, function: Function) -> bool:
        names = self._concerned(function.module)
        if names is None or isinstance(function.node, cst.Lambda):
            return True
        return function.node.name.value in names


def _throws(module: Module) -> bool:
    """Whether a module throws a switch itself, when it is imported."""
    try:
        return may_throw(module.text.encode()) and throws(module.text, module.python)
    except SyntaxRefused:
        return False


def _is_small(body: Sequence[object]) -> bool:
    """Whether a function's statements are few and plain; those of ast and libcst have one name."""
    return len(body) <= SMALL and not any(type(one).__name__ in _BLOCKS for one in body)
