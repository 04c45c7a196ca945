"""Can this function concern hub? What can't is not entered: most code of a project never does.

A function concerns hub if it stands in a module that names tensorflow_hub; or if it mentions a
name that its module imports from one that leads there, a switch of the runtime, or another such
function of its module; or if it is handed something of hub. A small function is entered anyway,
since it may make the text of a handle.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from hublint.facts.arguments import Arguments
from hublint.facts.values import (
    Collection,
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
from hublint.gate import mentions_hub
from hublint.syntax import children

if TYPE_CHECKING:
    from hublint.facts.imports import ImportIndex
    from hublint.facts.modules import Module

SMALL = 8

SWITCHES = frozenset(
    {"disable_v2_behavior", "disable_eager_execution", "enable_v2_behavior"}
    | {"enable_eager_execution", "enable_resource_variables"}
)


class Relevance:
    """Which functions of a project can concern hub; asked module by module."""

    def __init__(self, index: ImportIndex) -> None:
        self._index = index
        self._names: dict[Module, frozenset[str] | None] = {}
        self._leading: frozenset[str] | None = None

    def may_concern(self, function: Function, arguments: Arguments) -> bool:
        """Whether a function, called with these arguments, can do anything to a hub object."""
        names = self._concerned(function.module)
        if names is None or isinstance(function.node, cst.Lambda):
            return True
        if function.node.name.value in names or _is_small(function.node):
            return True
        given = (*arguments.positional, *arguments.keywords.values())
        return any(self._carries(value) for value in given)

    def leads_to_hub(self, module: Module) -> bool:
        """Whether a module names hub or imports, at whatever remove, one that does."""
        if self._leading is None:
            hub = [path for path in self._index.files if self._index.mentions_hub(path)]
            self._leading = frozenset(self._index.reaching(hub))
        return os.fspath(module.path) in self._leading

    def throws_switch(self, module: Module) -> bool:
        """Whether importing a module may throw a switch: it names one outside of a main guard."""
        return any(word in module.text for word in SWITCHES)

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
        seeds = set(SWITCHES) if self.throws_switch(module) else set()
        if self.leads_to_hub(module):
            seeds |= set(self._imported_from_leading(module))
        return _closure(seeds, _words_by_function(module.nodes)) if seeds else frozenset()

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


def _is_small(node: cst.FunctionDef) -> bool:
    return len(node.body.body) <= SMALL and not any(
        isinstance(statement, (cst.For, cst.While, cst.With, cst.Try))
        for statement in node.body.body
    )


def _words_by_function(nodes: Sequence[ast.AST]) -> Mapping[str, frozenset[str]]:
    """The words in each function, by its name; those of a class's methods are taken together."""
    words: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            words.setdefault(node.name, set()).update(_words(node))
        elif isinstance(node, ast.ClassDef):
            shared = set(_words(node))
            for inner in node.body:
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    words.setdefault(inner.name, set()).update(shared)
            words.setdefault(node.name, set()).update(shared)
    return {name: frozenset(found) for name, found in words.items()}


def _words(node: ast.AST) -> Iterator[str]:
    stack = [node]
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Attribute):
            yield inner.attr
        stack += children(inner)


def _closure(seeds: set[str], words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    while True:
        new = {name for name, own in words.items() if name not in found and own & seeds}
        if not new:
            return frozenset(found)
        found |= new
        seeds = seeds | new
