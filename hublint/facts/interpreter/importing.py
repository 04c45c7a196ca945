"""What do names of other modules mean? A module's body is run when one of its names matters."""

from __future__ import annotations

import ast
import os
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.facts.hub.objects import HubObjects
from hublint.facts.hub.saved_here import SavedHere
from hublint.facts.interpreter.calling import Calling
from hublint.facts.interpreter.ran_before import Settled
from hublint.facts.interpreter.replaced_modules import ReplacedModules
from hublint.facts.keras.derived_layers import DerivedLayers
from hublint.facts.keras.models import KerasModels
from hublint.facts.libraries.sessions import Sessions
from hublint.facts.project.modules import Module
from hublint.facts.values import rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import External, Function, ModuleAtom, Unknown
from hublint.facts.values.frames import Frame
from hublint.facts.values.guards import ALWAYS
from hublint.facts.values.value import Alternative, Trace, Value, constant, just, through
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.programs.surroundings import Project

# Of a package of which any module may be meant, so many are.
MAX_MEMBERS = 8


class Importing(Calling):
    """Runs modules, and follows imports."""

    def __init__(self, project: Project, budget: int) -> None:
        super().__init__(budget)
        self.modules = project.modules
        self.symbols = project.symbols
        self.ambient = self.fresh()  # owns what belongs to the whole program: switches, flags
        self._relevance = project.relevance
        self._frames: dict[Module, Frame] = {}
        self._main: Module | None = None
        self._settled = Settled()
        self._waiting: dict[Module, None] = {}  # imported, and perhaps not yet read
        self._stars: dict[Module, list[Module]] = {}
        self._sought: set[tuple[Module, str]] = set()  # names that are being looked up

    # What the layer at the top has.

    objects: HubObjects
    keras: KerasModels
    saved: SavedHere
    sessions: Sessions
    layers: DerivedLayers
    replaced: ReplacedModules

    def load(self, module: Module) -> Frame:
        """The frame of a module, whose body is run when it is first asked for."""
        frame = self._frames.get(module)
        if frame is not None:
            return frame
        self._packages_run(module)
        frame = self._frames.get(module)  # a package may import what it holds
        if frame is not None:
            return frame
        frame = self._frames[module] = Frame(self.fresh(), module, None, "module")
        if module.refused is not None:
            return frame
        name = "__main__" if module is self._main else ".".join((*module.package, module.name))
        contexts, self.contexts = self.contexts, []
        before, self.guards = self.guards, (ALWAYS,)
        # A branch may be the first that asks for a module, and it is loaded for all of them.
        branch, self.state = self.state, self.state.fork()
        self.assign("__name__", constant(name), frame)
        self.assign("__file__", constant(self.modules.place(module)), frame)
        self.execute(module.statements, frame)
        written = self.state.since(branch)
        self.contexts, self.guards, self.state = contexts, before, branch
        branch.keep(written, since=frame.ident)
        if module is not self._main:
            self._settled.add(written, frame.ident, self.fresh())
        return frame

    def member(self, module: Module, name: str) -> Value | None:
        """A name of another module, which is run if it has not been; or a module below it."""
        wanted = (module, name)
        if wanted in self._sought:  # a package names a module below it, or two import one another
            return self._below(module, name)
        self._sought.add(wanted)
        try:
            return self._member(module, name)
        finally:
            self._sought.discard(wanted)

    def _member(self, module: Module, name: str) -> Value | None:
        if module not in self._frames and self._relevance.can_wait(module, name):
            return just(ModuleAtom(module, name))
        value = self.state.get((self.load(module).ident, name))
        if value is not None:
            return self.loaded(value)
        starred = self.starred(name, module)
        if starred is not None:
            return starred
        return self._below(module, name)

    def _below(self, module: Module, name: str) -> Value | None:
        """The module of that name in a package; None where there is none."""
        below = self.modules.relative(1, name, module) if module.is_package else None
        return just(ModuleAtom(below)) if below is not None else None

    def loaded(self, value: Value) -> Value:
        """The value with names of other modules looked up."""
        for item in value:  # most are no such names, and this is asked of each
            if isinstance(item.atom, ModuleAtom) and item.atom.name:
                break
        else:
            return value
        found: list[Alternative] = []
        for item in value:
            atom = item.atom
            if not isinstance(atom, ModuleAtom) or not atom.name or self._can_wait(atom):
                found.append(item)
                continue
            inner = self.member(atom.module, atom.name)
            if inner is None:
                reason = f"{atom.module.display} gives {atom.name} no value that can be followed"
                inner = just(Unknown(reason, ("member", atom.module.display, atom.name)))
            found.extend(through(inner, item))
        return tuple(found)

    def _can_wait(self, atom: ModuleAtom) -> bool:
        return atom.module not in self._frames and self._relevance.can_wait(atom.module, atom.name)

    def call_unread(
        self, item: Alternative, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        """A function of a module that has not been read is called: read it if that can matter."""
        atom = item.atom
        if not isinstance(atom, ModuleAtom) or not self._relevance.carry(arguments):
            return self.opaque_call(item, arguments, node, frame)
        value = self.state.get((self.load(atom.module).ident, atom.name))
        if value is None:
            return self.opaque_call(item, arguments, node, frame)
        return self.apply(value, arguments, node, frame)

    def starred(self, name: str, module: Module) -> Value | None:
        """What a module gets by that name from those that it imports whole, the last first."""
        if name.startswith("_"):
            return None
        for source in reversed(self._stars.get(module, [])):
            value = self.member(source, name)
            if value is not None:
                return value
        return None

    def members(self, begin: str, importer: Module) -> Sequence[Module]:
        """The modules of a package that lead to hub: `begin` is its dotted name, and a dot."""
        level = len(begin) - len(begin.lstrip("."))
        package = begin.strip(".")
        paths = self.modules.within(os.fspath(importer.file), level, package)
        found = (self.modules.at(Path(path)) for path in paths)
        leading = (one for one in found if one is not None and self._relevance.leads_to_hub(one))
        return list(islice(leading, MAX_MEMBERS))

    def throws_switch(self, module: Module) -> bool:
        """Whether importing a module may throw a switch of the runtime."""
        return self._relevance.throws_switch(module)

    def concerns(self, function: Function, arguments: Arguments) -> bool:
        """Whether a function, called so, can concern hub at all."""
        return self._relevance.may_concern(function, arguments)

    def load_naming(self, name: str) -> bool:
        """Reads the modules that were imported and name a flag; whether there was any."""
        found = [
            module
            for module in self._waiting
            if module not in self._frames
            and (f'"{name}"' in module.text or f"'{name}'" in module.text)
        ]
        for module in found:
            self.load(module)
        return bool(found)

    def module_named(self, name: str, frame: Frame) -> Value | None:
        """The project's module of that full name; None if there is none."""
        if name == "__main__":
            return just(ModuleAtom(self._main)) if self._main is not None else None
        if name == ".".join((*frame.module.package, frame.module.name)):
            return just(ModuleAtom(frame.module))
        found = self.modules.find(name, frame.module)
        return just(ModuleAtom(found)) if found is not None else None

    def _imports_run(self, module: Module) -> None:
        """A module is imported: it is run now if that may matter then, else when asked for.

        What it does at once matters where it throws a switch, or makes objects of hub itself.
        """
        self._waiting[module] = None
        self._packages_run(module)
        if self._relevance.throws_switch(module) or self._relevance.names_hub(module):
            self.load(module)

    def _packages_run(self, module: Module) -> None:
        """The packages that hold a module are imported before it."""
        for package in self.modules.packages(module):
            if package not in self._waiting:
                self._imports_run(package)

    def import_modules(self, node: ast.Import, frame: Frame) -> None:
        """Gives modules their names, of the project's or of libraries."""
        for alias in node.names:
            dotted = alias.name
            self._touches(dotted)
            module = self.modules.find(dotted, frame.module)
            if module is not None:
                self._imports_run(module)
            given = self.replaced.imported(alias, node, frame)
            if given is not None:
                self.assign(alias.asname or dotted.partition(".")[0], given, frame)
                continue
            if alias.asname is not None:
                atom = ModuleAtom(module) if module is not None else External(dotted)
                self.assign(alias.asname, just(atom, (Trace("", frame.module, node),)), frame)
                continue
            first = dotted.partition(".")[0]
            top = self.modules.find(first, frame.module)
            self.assign(first, just(ModuleAtom(top) if top is not None else External(first)), frame)

    def import_names(self, node: ast.ImportFrom, frame: Frame) -> None:
        """Gives names what modules have by theirs."""
        dotted = node.module or ""
        replaced = None
        if not node.level:
            self._touches(dotted)
            replaced = self.replaced.whole(dotted)
        if replaced is not None:
            for alias in node.names:
                value = self.attribute(replaced, alias.name, node, frame)
                self.assign(alias.asname or alias.name, value, frame)
            return
        module = self._imported(node.level, dotted, frame)
        if node.names[0].name == "*":
            self._import_star(module, dotted, node, frame)
            return
        for alias in node.names:
            value = self._imported_name(module, dotted, alias.name, node, frame)
            self.assign(alias.asname or alias.name, value, frame)

    def _touches(self, dotted: str) -> None:
        """Importing tensorflow_hub, or a name of tf.keras, decides which Keras that is."""
        if dotted.startswith(("tensorflow_hub", "tensorflow.keras")):
            self.keras.legacy.touch()

    def _imported(self, level: int, dotted: str, frame: Frame) -> Module | None:
        if level:
            return self.modules.relative(level, dotted, frame.module)
        return self.modules.find(dotted, frame.module)

    def _imported_name(
        self, module: Module | None, dotted: str, name: str, node: ast.ImportFrom, frame: Frame
    ) -> Value:
        if module is not None:
            self._imports_run(module)
        below = self._imported(node.level, f"{dotted}.{name}".strip("."), frame)
        if below is not None:
            self._imports_run(below)
        if module is not None:
            return just(ModuleAtom(module, name))
        if below is not None:
            return just(ModuleAtom(below))
        if node.level:
            return self.unknown(f"there is no module {dotted} beside this one", (dotted, name))
        given = self.patched(External(f"{dotted}.{name}"))
        if given is not None:
            return given
        self.objects.name(f"{dotted}.{name}", node, frame)
        return just(External(f"{dotted}.{name}"), (Trace("", frame.module, node),))

    def _import_star(
        self, module: Module | None, dotted: str, node: ast.ImportFrom, frame: Frame
    ) -> None:
        if module is not None:
            self._imports_run(module)
            self._stars.setdefault(frame.module, []).append(module)
        elif dotted == "tensorflow_hub":
            star = rows.fixed({"star": Fact(True)})
            self.objects.record_plain("imported", "", node, frame, [star])
            for name in self.symbols.hub:
                self.assign(name, just(External(f"tensorflow_hub.{name}")), frame)
