"""What happens when this program runs? What it does with libraries, models and the user's own code.

The layers below follow expressions, calls, modules, assignments, statements, and what nobody
calls; this one knows what libraries do, and tells of what happens to objects of hub.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hublint.facts.hub.objects import HubObjects
from hublint.facts.hub.recorder import Recorder
from hublint.facts.hub.saved_here import SavedHere
from hublint.facts.interpreter.decorators import decorate
from hublint.facts.interpreter.functions import EVERYWHERE
from hublint.facts.interpreter.mocks import is_fixture, mocks_hub
from hublint.facts.interpreter.replaced_modules import ReplacedModules
from hublint.facts.interpreter.supposing import Supposing
from hublint.facts.interpreter.wrappers import passed
from hublint.facts.keras.derived_layers import DerivedLayers
from hublint.facts.keras.models import KerasModels
from hublint.facts.libraries import meaning
from hublint.facts.libraries.roles import environment
from hublint.facts.libraries.roles.command_lines import all_flags
from hublint.facts.libraries.roles.importers import last_text
from hublint.facts.libraries.sessions import Sessions
from hublint.facts.project.modules import Module
from hublint.facts.values import version_tests
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Atom,
    Class,
    Dictionary,
    External,
    Function,
    HubObject,
    Instance,
    KerasTensor,
    Method,
)
from hublint.facts.values.data_files import read_json
from hublint.facts.values.defined import defined
from hublint.facts.values.frames import Frame
from hublint.facts.values.guards import Guard
from hublint.facts.values.sources import sources_in
from hublint.facts.values.symbolic_inputs import concrete, symbolic_family
from hublint.facts.values.value import Alternative, Trace, Value, constant, just, only
from hublint.facts.versions.branches import beginning, may_test_versions
from hublint.facts.versions.runtime import Surroundings

if TYPE_CHECKING:
    from hublint.facts.programs.surroundings import Project

# How many statements one program may take, whatever it calls.
BUDGET = 20_000

# How many frames of Python's own stack the interpreter may take.
MAX_STACK = 5_000


class Interpreter(Supposing):
    """Runs one program: an entry module, and all that it imports and calls."""

    def __init__(self, project: Project, recorder: Recorder) -> None:
        super().__init__(project, BUDGET)
        self.objects = HubObjects(self, project, recorder)
        self.keras = KerasModels(self, project)
        self.saved = SavedHere(self)
        self.sessions = Sessions(self)
        self.layers = DerivedLayers(self)
        self.replaced = ReplacedModules(self)
        self._wrappers = project.wrappers
        self._tested_releases = project.tested
        self._surrounded: dict[Module, Surroundings] = {}
        self._tested: dict[str, frozenset[str]] = {}
        self._callee: ast.expr | None = None  # a name that is called, not just named
        self.state.set((self.ambient, "switch"), constant("none"))

    def run(self, entry: Module, focus: Sequence[Module] = ()) -> None:
        """Runs a module as the main program, then what nobody has called.

        That is sought in the entry itself and in the modules of the focus: what they define may
        be called in ways that can't be followed, and then it is called from this program.
        """
        self._main = entry
        modules = dict.fromkeys((entry, *focus))
        conftests = self._project.conftests(entry)
        with _deep_stack():
            for module in conftests:
                self.load(module)
            self._pytest.configure(conftests)
            for module in modules:
                self.load(module)
            self._pytest.begin((entry, *conftests))
            self._run_uncalled(modules.keys())
        called = [one for one in self.called.values() if one.module in modules]
        self.objects.recorder.call(map(defined, called))

    @property
    def modules_run(self) -> Iterable[Module]:
        """The modules that the program has run so far."""
        return self._frames.keys()

    def surroundings(self, module: Module) -> Surroundings:
        """What is known of a module's runtime, if need be by what the whole program shows."""
        known = self._surrounded.get(module)
        if known is None:
            known = self._surrounded[module] = self._look_around(module)
        return known

    def _look_around(self, module: Module) -> Surroundings:
        own = self._project.surroundings(module)
        if not own.is_silent or self._project.uses_tf2(module):
            return own
        start = module if self._main is None else self._main
        beside = self._project.neighbours.runtime(module, start)
        return own if beside is None else self._project.surroundings(module, beside)

    def unfollowed(self, node: ast.Call | None) -> None:
        """Something is called that isn't followed: it may initialise sessions."""
        self.sessions.call_unknown(node)

    def went(self, node: ast.If, ways: Sequence[bool], frame: Frame) -> None:
        """The test of an `if` has gone these ways: of one of a version, that is remembered."""
        if may_test_versions(frame.module):
            self.objects.recorder.went(beginning(frame.module.span(node)), *ways)

    def external(self, name: str, value: Value, node: ast.AST, frame: Frame) -> Value:
        """A library's name is read: some stand for flags or constants."""
        if isinstance(node, ast.Attribute) and node is not self._callee:
            self.objects.name(name, node, frame)
        return meaning.read(self, name, value, node, frame)

    def mock(self, arguments: Arguments) -> None:
        """Something is put in the place of something else, while the function runs that does so."""
        if mocks_hub(arguments):
            self.mocked.add(self.active[-1] if self.active else EVERYWHERE)

    def call_wrapper(
        self, atom: Atom, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value | None:
        """What a function of the user's own gives that stands for an API of hub; None: it isn't."""
        api = self._wrappers.api(atom)
        if api is None and isinstance(atom, Class):
            api = self.layers.bare(atom)
        if api is None:
            return None
        home = atom.frame if isinstance(atom, Function) else frame
        given = passed(atom, api, arguments, lambda default: self.evaluate(default, home))
        if isinstance(atom, Function):
            self.entered.add(atom.node)
        return self.objects.make(api, given, node, frame)

    def version_of(self, library: str, module: Module) -> Atom:
        """What a library's version is, in each release that the module may run with."""
        releases = self._tested_releases.releases(library, module)
        self._tested[library] = self._tested.get(library, frozenset()) | releases
        return version_tests.version_of(library, sorted(releases))

    def is_possible(self, guard: Guard) -> bool:
        """Whether a path leaves any release of the libraries whose versions it tests."""
        return all(
            version_tests.left(guard, library, self._tested[library])
            for library, _, _ in version_tests.tests(guard)
            if library in self._tested
        )

    def external_item(self, atom: External, key: Alternative, frame: Frame) -> Value:
        """What an item of a library's object is."""
        return meaning.item(self, atom, key, frame)

    def entries_of(self, value: Value) -> Dictionary | None:
        """The dictionary that a value is; flags of a command line are one, too."""
        atom = only(value)
        return all_flags(self, atom) if isinstance(atom, External) else super().entries_of(value)

    def set_library_item(
        self, name: str, key: Value, value: Value, target: ast.AST, frame: Frame
    ) -> None:
        """An item of a library's object is set, which may be the environment."""
        environment.set_item(self, name, key, value, target, frame)

    def context_of(self, value: Value) -> str:
        """The kind of context that a `with` over this value enters; "" if it doesn't matter."""
        return meaning.context(self, value)

    def decorated(self, decorator: ast.expr, value: Value, frame: Frame) -> Value:
        """What a decorator makes of a function."""
        return decorate(self, decorator, value, frame)

    def instantiate(
        self, type_: Class, arguments: Arguments, node: ast.Call | None, uncalled: bool = False
    ) -> Value:
        """A new object of a class of the code; one that imports a module lazily is that module."""
        name = last_text(arguments) if self._is_lazy_module(type_) else ""
        if name:
            return just(External(name))
        value = super().instantiate(type_, arguments, node, uncalled)
        instance = value[0].atom
        layer = self.layers.layer(instance) if isinstance(instance, Instance) else None
        return value if layer is None else layer

    def _is_lazy_module(self, type_: Class) -> bool:
        """Whether objects of a class are modules that get their names when they are asked."""
        if self.find_in_class(type_, "__getattr__") is None:
            return False
        roles = [
            self.symbols.role(item.atom.name)
            for item in type_.bases
            if isinstance(item.atom, External)
        ]
        return any(role is not None and role.name == "lazy-module" for role in roles)

    def inherited(self, type_: Class, name: str, owner: Instance) -> Value | None:
        """A name that a class gets from a library's, if the table of symbols knows what it does."""
        if self.layers.api(type_) is not None:
            return just(Method(owner, name))
        for item in type_.bases:
            atom = item.atom
            if isinstance(atom, Class) and atom is not type_:
                found = self.inherited(atom, name, owner)
                if found is not None:
                    return found
            elif isinstance(atom, External):
                whole = f"{atom.name}.{name}"
                if self.symbols.role(whole) is not None:
                    return just(External(whole, owner.ident))
        return None

    def read_json(self, path: str, module: Module, shown: Trace) -> Value | None:
        """What a file of data holds, if it is the project's: the program may run beside it."""
        root = self.modules.root
        self._read_beside = True
        starts = () if self._main is None else (self._main.path.parent,)
        return read_json(path, (module.path.parent, *starts, root), root, shown)

    def call_library(
        self, name: str, value: Alternative, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        """What a call of a library's name gives."""
        unbound = self.layers.call_unbound(name, arguments, node, frame)
        if unbound is not None:
            return unbound
        return meaning.call(self, name, value, arguments, node, frame)

    def call_object(self, atom: Any, arguments: Arguments, node: ast.Call, frame: Frame) -> Value:
        """What a call of a hub object, its signature or a Keras model gives."""
        own = self.layers.call(atom, arguments, node, frame) if isinstance(atom, Method) else None
        if own is not None:
            return own
        return self.objects.call(atom, arguments, node, frame)

    def read_object(self, atom: Any, name: str, node: ast.AST, frame: Frame) -> Value:
        """What an attribute of a hub object or a Keras model is."""
        return self.objects.read(atom, name, node, frame)

    def computed(self, operand: ast.expr, value: Value, frame: Frame) -> None:
        """Arithmetic takes tensors: what a signature gave is none."""
        self.objects.use_as_tensor(value, operand, frame)

    # Where a hub object is named, which a repair must know to rewrite all of its uses.

    def lookup(self, name: str, frame: Frame, node: ast.AST) -> Value:
        """What a name is here; a hub object is seen."""
        return self._seen(super().lookup(name, frame, node), node, frame)

    def attribute(self, value: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        """What an attribute is; a hub object is seen."""
        return self._seen(super().attribute(value, name, node, frame), node, frame)

    def call(self, node: ast.Call, frame: Frame) -> Value:
        """What a call gives; a hub object is seen."""
        self._callee = node.func
        if is_fixture(node.func):
            self.mock(self.arguments(node, frame))
        return self._seen(super().call(node, frame), node, frame)

    def _seen(self, value: Value, node: ast.AST, frame: Frame) -> Value:
        for item in value:
            if item.atom.__class__ is HubObject:
                self.objects.see(item.atom, node, frame)
        return value

    def call_instance(
        self, instance: Instance, arguments: Arguments, node: ast.Call | None
    ) -> Value:
        """What calling an object of the code gives; Keras gives a layer no symbolic inputs."""
        if not self.is_keras(instance.type):
            return super().call_instance(instance, arguments, node)
        result = super().call_instance(instance, concrete(arguments), node)
        family = symbolic_family(arguments)
        if not family:
            return result
        return just(KerasTensor(family, ("layer", id(node), instance.ident), sources_in(result)))


@contextmanager
def _deep_stack() -> Iterator[None]:
    """Room for the code's own depth: a call in a call takes six frames of the interpreter's."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, MAX_STACK))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
