"""Can this function concern hub? What can't is not entered: most code of a project never does.

A name concerns hub if it leads to tensorflow_hub, to a switch of the runtime, or to a wrapper of
the user's own. A function is entered if its name does, or if it is handed something of hub. A
small one is entered anyway, since it may make the text of a handle, and so is every one of a
module that names hub, where somebody calls it.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.facts.project.along import Along
from hublint.facts.project.outline import BODY, Chain, is_small
from hublint.facts.project.reach import Name, Outlines, Reach
from hublint.facts.project.switches import EXECUTES, LEGACY_KERAS, THROWING
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Class,
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
)
from hublint.facts.values.atoms import Collection as Container
from hublint.facts.values.defined import is_inner
from hublint.facts.values.sources import sources_of
from hublint.facts.values.value import Value
from hublint.gate import mentions_hub

if TYPE_CHECKING:
    from hublint.facts.interpreter.wrappers import Wrappers
    from hublint.facts.libraries.symbols import Symbols
    from hublint.facts.project.imports import ImportIndex
    from hublint.facts.project.modules import Module, Modules

HUB = "tensorflow_hub"

# By this a function enters a graph, for whoever enters its own context.
_GRAPH = "as_default"

# By these it gets a module of whatever name, or runs a text.
_RUNNING = ("import_module", "__import__", EXECUTES)

# What a library's function may do to a model or to the whole program, whoever calls it.
ACTING = frozenset({"keras-load", "resource-variables", "save", "save-tf1", "saved-model-load"}) | {
    "switch",
    "tfsm-layer",
}


class Relevance:
    """Which functions of a project can concern hub; asked module by module."""

    def __init__(
        self,
        index: ImportIndex,
        modules: Modules,
        wrappers: Wrappers,
        symbols: Symbols,
    ) -> None:
        self._index = index
        self._wrappers = wrappers.last_names
        self._acting = symbols.ends(ACTING)
        self._modules = modules
        self._outline = Outlines((HUB, LEGACY_KERAS)).of
        goals = (*THROWING, _GRAPH, *_RUNNING, *self._wrappers)
        self._reach = Reach(modules, self._outline, HUB, goals, self.leads_to_hub)
        throwing = (*THROWING, EXECUTES)
        self._switches = Reach(modules, self._outline, "", throwing, self._leads_to_switch)
        self._throwing = Along(index, self._throws)
        self._naming: dict[Module, bool] = {}
        self._known: dict[Name, bool] = {}  # of what nobody calls, whether it acts

    def may_concern(self, function: Function, arguments: Arguments) -> bool:
        """Whether a function, called with these arguments, can do anything to a hub object."""
        node = function.node
        if isinstance(node, ast.Lambda) or self._is_concerned(function):
            return True
        return is_small(node.body) or self.carry(arguments)

    def acts(self, atom: Function | Class) -> bool:
        """Whether a function or class that nobody calls can do anything that concerns hub."""
        if isinstance(atom.node, ast.Lambda) or is_inner(atom):
            return True
        name = _name_of(atom)
        if name not in self._known:
            self._known[name] = self._acts(name)
        return self._known[name]

    def _acts(self, name: Name) -> bool:
        found = self._outline(name.module)
        if found is None or name.name not in found.mentions:
            return True
        return (
            name.name in found.reopening
            or any(self._is_acting(chain) for chain in found.mentions[name.name])
            or self._reach.leads(name)
        )

    def leads(self, atom: Function | Class) -> bool:
        """Whether what a function or class mentions leads to hub."""
        return isinstance(atom.node, ast.Lambda) or self._reach.leads(_name_of(atom))

    def can_wait(self, module: Module, name: str) -> bool:
        """Whether a name of a module is a function that does nothing for hub, unless handed some.

        Such a module need not be read for it.
        """
        if self.names_hub(module):
            return False
        found = self._outline(module)
        if found is None or name not in found.large:
            return False
        return not self._reach.leads(Name(module, name))

    def carry(self, arguments: Arguments) -> bool:
        """Whether any argument is, holds or was computed from something of hub."""
        given = (*arguments.positional, *arguments.keywords.values())
        return any(self.carries(value) for value in given)

    def names_hub(self, module: Module) -> bool:
        """Whether a module's text names hub."""
        if module not in self._naming:
            self._naming[module] = mentions_hub(module.text.encode("utf-8", "replace"))
        return self._naming[module]

    def leads_to_hub(self, module: Module) -> bool:
        """Whether a module names hub or a switch, or imports, at whatever remove, one that does."""
        path = os.fspath(module.path)
        return (
            path in self._leading
            or bool(self._wrappers)  # of which the index knows nothing
            or path not in self._index.files
        )

    @cached_property
    def _leading(self) -> Set[str]:
        return self._index.reaching((*self._index.hub_files, *self._index.naming_switches))

    def throws_switch(self, module: Module) -> bool:
        """Whether importing a module may throw a switch, by itself or by what it imports."""
        path = os.fspath(module.path)
        if path not in self._index.files:
            return self._switches.leads(Name(module, BODY))
        return path in self._switch_leading and self._throwing.by(path) is not None

    def _throws(self, path: str) -> bool | None:
        """True where a file's body may throw a switch."""
        module = self._modules.at(Path(path)) if path in self._switch_leading else None
        return (module is not None and self._switches.leads(Name(module, BODY))) or None

    def _leads_to_switch(self, module: Module) -> bool:
        path = os.fspath(module.path)
        return path in self._switch_leading or path not in self._index.files

    @cached_property
    def _switch_leading(self) -> Set[str]:
        """The files that name a switch, or import, at whatever remove, one that does."""
        return self._index.reaching(self._index.naming_switches)

    def _is_acting(self, chain: Chain) -> bool:
        return chain[-2:] in self._acting

    def carries(self, value: Value, depth: int = 0) -> bool:
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
            if isinstance(atom, Partial) and self.carries(atom.function, depth + 1):
                return True
            if isinstance(atom, Instance) and self._is_concerned(atom.type):
                return True
            if sources_of(atom):
                return True
            if depth < 3 and isinstance(atom, (Container, Dictionary)):
                inner = (
                    atom.items
                    if isinstance(atom, Container)
                    else tuple(entry[1] for entry in atom.entries)
                )
                if any(self.carries(one, depth + 1) for one in inner[:16]):
                    return True
        return False

    def _is_concerned(self, atom: Function | Class) -> bool:
        if isinstance(atom.node, ast.Lambda) or self.names_hub(atom.module):
            return True
        return self._reach.leads(_name_of(atom))


def _name_of(atom: Function | Class) -> Name:
    """A function or class, as its module's outline calls it; a method goes with its class."""
    home = atom.defined_in if isinstance(atom, Function) else None
    node = atom.node if home is None else home.node
    return Name(atom.module, "" if isinstance(node, ast.Lambda) else node.name)
