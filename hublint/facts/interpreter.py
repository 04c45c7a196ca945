"""What happens when this program runs? Statements in the order in which Python runs them.

Both branches of a test that isn't known are run, each over a layer of its own; where they meet,
their layers are joined. A loop's body is run once, with every item that it may be given.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

import libcst as cst

from hublint.facts import containers, forms, libraries, rows, texts, version_tests
from hublint.facts.arguments import Arguments
from hublint.facts.calling import Calling, Context, Loop
from hublint.facts.data_files import read_json
from hublint.facts.defined import Defined, defined
from hublint.facts.derived_layers import DerivedLayers
from hublint.facts.expectations import EXPECTS, around_try, expects_by_name
from hublint.facts.expressions import Frame
from hublint.facts.hub_objects import HubObjects
from hublint.facts.keras_models import KerasModels, concrete, symbolic_family
from hublint.facts.mocks import is_fixture, mocks_hub
from hublint.facts.modules import Module
from hublint.facts.project import Project
from hublint.facts.ran_before import Settled
from hublint.facts.recorder import Recorder
from hublint.facts.repeating import LOOP, is_repeated
from hublint.facts.runtime import EXECUTING
from hublint.facts.saved_here import SavedHere
from hublint.facts.sessions import Sessions
from hublint.facts.state import End, Guards, Key
from hublint.facts.symbols import keras_family
from hublint.facts.tried_imports import tries_tf_keras
from hublint.facts.uncalled import bases_last, objects_of
from hublint.facts.values import (
    ALWAYS,
    Alternative,
    Atom,
    Class,
    Collection,
    Const,
    Dictionary,
    Entered,
    External,
    Function,
    Guard,
    HubObject,
    Instance,
    KerasModel,
    KerasTensor,
    Method,
    ModuleAtom,
    Trace,
    Truth,
    Unknown,
    Value,
    constant,
    guarded,
    innermost,
    just,
    sources_in,
    through,
    union,
)
from hublint.facts.wrappers import passed
from hublint.model import Fact

# How many statements one program may take, whatever it calls.
BUDGET = 20_000

# How many frames of Python's own stack the interpreter may take.
MAX_STACK = 5_000

# Beyond so many paths to one place, which of them was taken is forgotten.
MAX_PATHS = 8


class Branch(NamedTuple):
    """Statements that are run under some guards only, and the context that they run in."""

    guards: Guards
    body: Sequence[Any]
    node: cst.CSTNode
    context: str = ""


class Interpreter(Calling):
    """Runs one program: an entry module, and all that it imports and calls."""

    def __init__(self, project: Project, recorder: Recorder) -> None:
        super().__init__(BUDGET)
        self.modules = project.modules
        self.symbols = project.symbols
        self.objects = HubObjects(self, project, recorder)
        self._relevance = project.relevance
        self._wrappers = project.wrappers
        self._tested_releases = project.tested
        self._tested: dict[str, frozenset[str]] = {}
        self.ambient = self.fresh()  # owns what belongs to the whole program: switches, flags
        self.keras = KerasModels(self, project)
        self.saved = SavedHere(self)
        self.sessions = Sessions(self)
        self.layers = DerivedLayers(self)
        self.state.set((self.ambient, "switch"), constant("none"))
        self.state.set((self.ambient, "resource variables"), constant(False))
        self._frames: dict[Module, Frame] = {}
        self._main: Module | None = None
        self._ran = project.ran_before
        self._settled = Settled()
        self._read_beside = False  # whether data were sought in the main program's folder
        self._waiting: dict[Module, None] = {}  # imported, and perhaps not yet read
        self._around: dict[cst.CSTNode, str] = {}  # contexts around what is defined
        self.options: dict[cst.CSTNode, dict[str, Value]] = {}  # of command lines
        self.cases: dict[cst.CSTNode, tuple[Arguments, ...]] = {}  # of tests
        self._stars: dict[Module, list[Module]] = {}
        self._callee: cst.BaseExpression | None = None  # a name that is called, not just named
        self._sought: set[tuple[Module, str]] = set()  # names that are being looked up

    # Programs.

    def run(self, entry: Module, focus: Sequence[Module] = ()) -> None:
        """Runs a module as the main program, then what nobody has called.

        That is sought in the entry itself and in the modules of the focus: what they define may
        be called in ways that can't be followed, and then it is called from this program.
        """
        self._main = entry
        modules = dict.fromkeys((entry, *focus))
        with _deep_stack():
            for module in modules:
                self.load(module)
            self._run_uncalled(modules.keys())
        called = [one for one in self.called.values() if one.module in modules]
        self.objects.recorder.call(map(defined, called))

    @property
    def modules_run(self) -> Iterable[Module]:
        """The modules that the program has run so far."""
        return self._frames.keys()

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
        self.execute(module.tree.module.body, frame)
        written = self.state.since(branch)
        self.contexts, self.guards, self.state = contexts, before, branch
        branch.keep(written, since=frame.ident)
        if module is not self._main:
            self._settled.add(written, frame.ident, self.fresh())
        return frame

    def _run_uncalled(self, modules: Set[Module]) -> None:
        """Functions and classes that nobody in view uses are run with unknown arguments.

        What is run so may define others: those come last, since somebody may call them before.
        """
        tried: set[cst.CSTNode] = set()
        before = self._ran_before()
        passed_by: set[Defined] = set()
        while True:
            waiting = [
                atom
                for atom in self.defined.values()
                if atom.module in modules and atom.node not in tried and self._may_act(atom)
            ]
            if not waiting:
                return
            for atom in bases_last(waiting):
                tried.add(atom.node)
                place = defined(atom)
                if atom.module is self._main or self._has_objects(atom):
                    self._run_one(atom)
                elif place in before:
                    passed_by |= before[place]
                elif place not in passed_by:
                    self._read_beside = False
                    self.supposed.clear()
                    self._run_one(atom)
                    if not self._read_beside:
                        met = self.supposed.values()
                        before[place] = {defined(one) for one in met if one.module in modules}

    def _ran_before(self) -> dict[Defined, Set[Defined]]:
        """What other programs have run so that nobody calls, with all that it has called."""
        live = self.objects.idents
        texts = [module.text for module in self._frames if module is not self._main]
        circumstances = self._settled.circumstances(self.state, self.ambient, live, texts)
        return {} if circumstances is None else self._ran.so(circumstances)

    def _run_one(self, atom: Function | Class) -> None:
        if isinstance(atom, Class):
            self._run_uncalled_methods(atom)
        elif atom.node not in self.entered and atom.defined_in is None:
            around = self._around.get(atom.node, "")
            with self.inside(around, atom.module, atom.node):
                for given in self._given(atom):
                    with self._rooted(atom):
                        self.enter(replace(atom, uncalled=True), given, None)

    @contextmanager
    def _rooted(self, atom: Function | Class) -> Iterator[None]:
        """What is done within is done only because nobody calls this."""
        self.root = defined(atom)
        try:
            yield
        finally:
            self.root = None

    def _may_act(self, atom: Function | Class) -> bool:
        """Whether something may happen in what nobody calls; an object may hold anything."""
        return self._relevance.acts(atom) or self._has_objects(atom)

    def _has_objects(self, atom: Function | Class) -> bool:
        return isinstance(atom, Class) and bool(objects_of(atom, self.instances.values()))

    def define(self, atom: Function | Class) -> None:
        """A function or class comes to be, the newest of its place in the code.

        Whoever calls it later may do so within what is around it now, or not.
        """
        super().define(atom)
        kinds = {context.kind for context in self.contexts}
        if EXPECTS in kinds:
            self._around[atom.node] = EXPECTS
        elif kinds & EXECUTING:
            self._around[atom.node] = "unknown-graph"

    def _given(self, function: Function) -> tuple[Arguments, ...]:
        """What a command line passes to a function, or a test's decorator; each case in turn."""
        options = self.options.get(function.node, {})
        return self.cases.get(function.node) or (Arguments(keywords=options),)

    def _run_uncalled_methods(self, type_: Class) -> None:
        made = objects_of(type_, self.instances.values()) or [self._unseen(type_)]
        uncalled = [
            (name, item.atom)
            for name, value in self.state.names(type_.frame.ident).items()
            for item in value
            if isinstance(item.atom, Function) and item.atom.node not in self.entered
        ]
        left = dict(uncalled)
        for instance in made:
            own = [one for one in uncalled if self._has(instance.type, *one)]
            self._run_methods(type_, just(instance), own)
            left = {name: one for name, one in left.items() if (name, one) not in own}
        if left:
            self._run_methods(type_, just(self._unseen(type_)), list(left.items()))

    def _unseen(self, type_: Class) -> Instance:
        """An object of a class that nobody in view makes."""
        made = len(self.instances.get(type_.node, ()))
        with self._rooted(type_):
            self.instantiate(type_, Arguments(), None, uncalled=True)
        return self.instances[type_.node][made]

    def _has(self, type_: Class, name: str, method: Function) -> bool:
        """Whether a class has a method as it is, and none of its own in its place."""
        found = (item.atom for item in self.find_in_class(type_, name) or ())
        return any(isinstance(one, Function) and one.node is method.node for one in found)

    def _run_methods(
        self, type_: Class, instance: Value, methods: Sequence[tuple[str, Function]]
    ) -> None:
        for name, method in methods:
            context = self._context_of(type_, name)
            owner = {"static": (), "class": (just(type_),)}.get(method.kind, (instance,))
            with self.inside(context, method.module, method.node):
                for given in self._given(method):
                    with self._rooted(method):
                        self.enter(replace(method, uncalled=True), given.after(*owner), None)

    def _context_of(self, type_: Class, name: str) -> str:
        """Where a method runs that nobody in view calls: TensorFlow calls those of its classes.

        A feature column, a hook or an exporter is asked in a graph, or eagerly: nobody knows.
        """
        if self.is_keras(type_):
            return "keras" if name in ("call", "build") else ""
        for item in type_.bases:
            atom = item.atom
            if isinstance(atom, Class) and atom is not type_ and self._context_of(atom, name):
                return self._context_of(atom, name)
            if not isinstance(atom, External):
                continue
            role = self.symbols.role(atom.name)
            if role is not None and role.name == "calls-methods":
                return "handler" if name in role.detail.split() else ""
            plain = role is not None and role.name == "plain-object"
            if atom.name.startswith("tensorflow.") and not plain:
                return "unknown-graph"
        return ""

    # Names of other modules and of libraries.

    def member(self, module: Module, name: str) -> Value | None:
        """A name of another module, which is run if it has not been; or a module below it."""
        wanted = (module, name)
        if wanted in self._sought:  # modules that import one another whole
            return None
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
        below = self.modules.relative(1, name, module) if module.is_package else None
        return just(ModuleAtom(below)) if below is not None else None

    def loaded(self, value: Value) -> Value:
        """The value with names of other modules looked up."""
        if not any(isinstance(item.atom, ModuleAtom) and item.atom.name for item in value):
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
        self, item: Alternative, arguments: Arguments, node: cst.Call, frame: Frame
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

    def concerns(self, function: Function, arguments: Arguments) -> bool:
        """Whether a function, called so, can concern hub at all."""
        return self._relevance.may_concern(function, arguments)

    def unfollowed(self, node: cst.Call | None) -> None:
        """Something is called that isn't followed: it may initialise sessions."""
        self.sessions.call_unknown(node)

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

    def external(self, name: str, value: Value, node: cst.CSTNode, frame: Frame) -> Value:
        """A library's name is read: some stand for flags or constants."""
        if isinstance(node, cst.Attribute) and node is not self._callee:
            self.objects.name(name, node, frame)
        return libraries.read(self, name, value, node, frame)

    def mock(self, arguments: Arguments) -> None:
        """Something is put in the place of something else, while the function runs that does so."""
        if self.active and mocks_hub(arguments):
            self.mocked.add(self.active[-1])

    def call_wrapper(
        self, atom: Atom, arguments: Arguments, node: cst.Call, frame: Frame
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

    def external_item(self, atom: External, key: Alternative) -> Value:
        """What an item of a library's object is."""
        return libraries.item(self, atom, key)

    def instantiate(
        self, type_: Class, arguments: Arguments, node: cst.Call | None, uncalled: bool = False
    ) -> Value:
        """A new object of a class of the code; one that imports a module lazily is that module."""
        name = libraries.last_text(arguments) if self._is_lazy_module(type_) else ""
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

    def call_library(
        self, name: str, value: Alternative, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        """What a call of a library's name gives."""
        unbound = self.layers.call_unbound(name, arguments, node, frame)
        if unbound is not None:
            return unbound
        return libraries.call(self, name, value, arguments, node, frame)

    def call_object(self, atom: Any, arguments: Arguments, node: cst.Call, frame: Frame) -> Value:
        """What a call of a hub object, its signature or a Keras model gives."""
        own = self.layers.call(atom, arguments, node, frame) if isinstance(atom, Method) else None
        if own is not None:
            return own
        return self.objects.call(atom, arguments, node, frame)

    def read_object(self, atom: Any, name: str, node: cst.CSTNode, frame: Frame) -> Value:
        """What an attribute of a hub object or a Keras model is."""
        return self.objects.read(atom, name, node, frame)

    def computed(self, operands: Sequence[tuple[Value, cst.CSTNode]], frame: Frame) -> None:
        """Arithmetic takes tensors: what a signature gave is none."""
        for value, node in operands:
            self.objects.use_as_tensor(value, node, frame)

    # Where a hub object is named, which a repair must know to rewrite all of its uses.

    def lookup(self, name: str, frame: Frame, node: cst.CSTNode) -> Value:
        """What a name is here; a hub object is seen."""
        return self._seen(super().lookup(name, frame, node), node, frame)

    def attribute(self, value: Value, name: str, node: cst.CSTNode, frame: Frame) -> Value:
        """What an attribute is; a hub object is seen."""
        return self._seen(super().attribute(value, name, node, frame), node, frame)

    def call(self, node: cst.Call, frame: Frame) -> Value:
        """What a call gives; a hub object is seen."""
        self._callee = node.func
        if is_fixture(node.func):
            self.mock(self.arguments(node, frame))
        return self._seen(super().call(node, frame), node, frame)

    def _seen(self, value: Value, node: cst.CSTNode, frame: Frame) -> Value:
        for item in value:
            if item.atom.__class__ is HubObject:
                self.objects.see(item.atom, node, frame)
        return value

    # Statements.

    def execute(self, body: Sequence[Any], frame: Frame) -> bool:
        """Runs statements in order; whether the program goes on behind them."""
        for statement in body:
            self.budget -= 1
            if self.budget <= 0:
                return False
            if isinstance(statement, cst.SimpleStatementLine):
                if not self.execute(statement.body, frame):
                    return False
                if statement.trailing_whitespace.comment is not None:
                    self._offer(statement, frame)
                continue
            method = self._STATEMENTS.get(type(statement).__name__)
            if method is not None and method(self, statement, frame) is False:
                return False
        return True

    def _offer(self, statement: cst.SimpleStatementLine, frame: Frame) -> None:
        """A form field offers other values for the name that is assigned before it."""
        node = statement.body[-1]
        if not isinstance(node, cst.Assign) or not isinstance(node.targets[0].target, cst.Name):
            return
        name = node.targets[0].target.value
        current = super().lookup(name, frame, node)  # nobody reads it here
        selected = [item.atom for item in current]
        offers = [texts.as_atom(one) for one in forms.choices(statement)]
        others = [one for one in offers if one not in selected]
        if others:
            field = ("form", id(node), frame.ident)
            trace = (Trace("", frame.module, node),)
            offered = [
                Alternative(one, {field: number}, trace)
                for number, one in enumerate(others, start=1)
            ]
            self.assign(name, union(guarded(current, ({field: 0},)), tuple(offered)), frame)

    def _expression(self, node: cst.Expr, frame: Frame) -> bool:
        value = self.evaluate(node.value, frame)
        return not isinstance(node.value, cst.Call) or not libraries.never_returns(value)

    def _assign(self, node: cst.Assign, frame: Frame) -> None:
        value = self.evaluate(node.value, frame)
        for target in node.targets:
            self.bind(target.target, self._shown(value, node, frame), frame)

    def _shown(self, value: Value, node: cst.CSTNode, frame: Frame) -> Value:
        """A constant that is given a name here: the assignment is what shows it."""
        return tuple(
            Alternative(item.atom, item.guard, (Trace("", frame.module, node),), item.assumed)
            if isinstance(item.atom, Const) and not item.why
            else item
            for item in value
        )

    def _annotated(self, node: cst.AnnAssign, frame: Frame) -> None:
        if node.value is not None:
            value = self.evaluate(node.value, frame)
            self.bind(node.target, self._shown(value, node, frame), frame)

    def _augmented(self, node: cst.AugAssign, frame: Frame) -> None:
        left = self.evaluate(node.target, frame)
        right = self.evaluate(node.value, frame)
        operator = type(node.operator).__name__.removesuffix("Assign")
        value = self.operated(operator, left, right, (id(node), frame.ident))
        self.bind(node.target, value, frame)

    def bind(self, target: cst.CSTNode, value: Value, frame: Frame) -> None:
        """Gives a value to a name, an attribute, an item, or a tuple of them."""
        if isinstance(target, cst.Name):
            self.assign(target.value, value, frame)
        elif isinstance(target, (cst.Tuple, cst.List)):
            self._unpack(target, value, frame)
        elif isinstance(target, cst.Attribute):
            self._set_attribute(target, value, frame)
        elif isinstance(target, cst.Subscript):
            self._set_item(target, value, frame)

    def _unpack(self, target: cst.Tuple | cst.List, value: Value, frame: Frame) -> None:
        stars = [isinstance(one, cst.StarredElement) for one in target.elements]
        rest = stars.index(True) if True in stars else len(stars)
        for place, element in enumerate(target.elements):
            if place == rest:
                self.bind(element.value, self._rest(value, target, rest, frame), frame)
                continue
            index = place if place < rest else place - len(stars)
            self.bind(element.value, self.item(value, constant(index), target, frame), frame)

    def _rest(self, value: Value, target: cst.Tuple | cst.List, first: int, frame: Frame) -> Value:
        items = self.items_of(value)
        if items is None:
            return self.unknown("the rest of a sequence", (id(target), frame.ident), value)
        behind = len(target.elements) - first - 1
        return just(Collection("list", items[first : len(items) - behind]))

    def _set_attribute(self, target: cst.Attribute, value: Value, frame: Frame) -> None:
        name = target.attr.value
        for item in self.evaluate(target.value, frame):
            atom = item.atom
            if isinstance(atom, Instance):
                self.state.set((atom.ident, name), value)
                self._hold(atom, value)
                if self.is_keras(atom.type):
                    self.objects.set_attribute(atom, name, value, target, frame)
            elif isinstance(atom, Class):
                self.state.set((atom.frame.ident, name), value)
            elif isinstance(atom, Dictionary):
                changed = containers.with_item(atom, constant(name), value)
                self.change(atom, changed, target, frame)
            elif isinstance(atom, ModuleAtom):
                self.state.set((self.load(atom.module).ident, name), value)
            elif isinstance(atom, (HubObject, KerasModel)):
                self.objects.set_attribute(atom, name, value, target, frame)
            elif isinstance(atom, External):
                self.saved.set_attribute(atom, name, value)

    def _hold(self, owner: Instance, value: Value) -> None:
        """A hub layer becomes an attribute: a Keras model or layer of the code holds it now."""
        held = [item.atom.ident for item in value if isinstance(item.atom, HubObject)]
        if held and self.is_keras(owner.type):
            for ident in held:
                self.keras.hold(ident, "subclass", self.spelling(owner.type))

    def spelling(self, type_: Class) -> str:
        """How the Keras is spelt that a class of the code derives from."""
        for item in type_.bases:
            atom = item.atom
            if isinstance(atom, External) and "keras" in atom.name:
                return keras_family(atom.name)
            if isinstance(atom, Class) and atom is not type_ and self.spelling(atom):
                return self.spelling(atom)
        return ""

    def call_instance(
        self, instance: Instance, arguments: Arguments, node: cst.Call | None
    ) -> Value:
        """What calling an object of the code gives; Keras gives a layer no symbolic inputs."""
        family = symbolic_family(arguments)
        if not family or not self.is_keras(instance.type):
            return super().call_instance(instance, arguments, node)
        result = super().call_instance(instance, concrete(arguments), node)
        return just(KerasTensor(family, ("layer", id(node), instance.ident), sources_in(result)))

    def _set_item(self, target: cst.Subscript, value: Value, frame: Frame) -> None:
        if not isinstance(target.slice[0].slice, cst.Index):
            return
        key = self.evaluate(target.slice[0].slice.value, frame)
        for item in self.evaluate(target.value, frame):
            atom = item.atom
            if isinstance(atom, (Dictionary, Collection)):
                self.change(atom, containers.with_item(atom, key, value), target, frame)
            elif isinstance(atom, External):
                libraries.set_item(self, atom.name, key, value, target, frame)

    def _import(self, node: cst.Import, frame: Frame) -> None:
        for alias in node.names:
            dotted = _dotted(alias.name)
            self._touches(dotted)
            module = self.modules.find(dotted, frame.module)
            if module is not None:
                self._imports_run(module)
            if alias.asname is not None:
                atom = ModuleAtom(module) if module is not None else External(dotted)
                self.bind(alias.asname.name, just(atom, (Trace("", frame.module, node),)), frame)
                continue
            first = dotted.partition(".")[0]
            top = self.modules.find(first, frame.module)
            self.assign(first, just(ModuleAtom(top) if top is not None else External(first)), frame)

    def _import_from(self, node: cst.ImportFrom, frame: Frame) -> None:
        dotted = _dotted(node.module) if node.module is not None else ""
        if not node.relative:
            self._touches(dotted)
        module = self._imported(len(node.relative), dotted, frame)
        if isinstance(node.names, cst.ImportStar):
            self._import_star(module, dotted, node, frame)
            return
        for alias in node.names:
            name = _dotted(alias.name)
            target = alias.asname.name if alias.asname is not None else alias.name
            self.bind(target, self._imported_name(module, dotted, name, node, frame), frame)

    def _touches(self, dotted: str) -> None:
        """Importing tensorflow_hub, or a name of tf.keras, decides which Keras that is."""
        if dotted.startswith(("tensorflow_hub", "tensorflow.keras")):
            self.keras.legacy.touch()

    def _imported(self, level: int, dotted: str, frame: Frame) -> Module | None:
        if level:
            return self.modules.relative(level, dotted, frame.module)
        return self.modules.find(dotted, frame.module)

    def _imported_name(
        self, module: Module | None, dotted: str, name: str, node: cst.ImportFrom, frame: Frame
    ) -> Value:
        if module is not None:
            self._imports_run(module)
        below = self._imported(len(node.relative), f"{dotted}.{name}".strip("."), frame)
        if below is not None:
            self._imports_run(below)
        if module is not None:
            return just(ModuleAtom(module, name))
        if below is not None:
            return just(ModuleAtom(below))
        if node.relative:
            return self.unknown(f"there is no module {dotted} beside this one", (dotted, name))
        self.objects.name(f"{dotted}.{name}", node, frame)
        return just(External(f"{dotted}.{name}"), (Trace("", frame.module, node),))

    def _import_star(
        self, module: Module | None, dotted: str, node: cst.ImportFrom, frame: Frame
    ) -> None:
        if module is not None:
            self._imports_run(module)
            self._stars.setdefault(frame.module, []).append(module)
        elif dotted == "tensorflow_hub":
            star = rows.fixed({"star": Fact(True)})
            self.objects.record_plain("imported", "", node, frame, [star])
            for name in self.symbols.hub:
                self.assign(name, just(External(f"tensorflow_hub.{name}")), frame)

    def _if(self, node: cst.If, frame: Frame) -> bool:
        yes, no = self.split(node.test, frame)
        branches: list[Branch] = []
        if yes:
            branches.append(Branch(yes, _body(node.body), node))
        if no:
            branches.append(Branch(no, _orelse(node.orelse), node))
        with self.inside(self._maybe(), frame.module, node):
            return self.branch(branches, frame)

    def _where(self, guards: Guards, node: cst.BaseExpression, frame: Frame) -> Value:
        with self.inside(self._maybe(), frame.module, node):
            return super()._where(guards, node, frame)

    def _maybe(self) -> str:
        """The context of what isn't done each time that this place is come to."""
        return "branch" if is_repeated(self.contexts) else ""

    def branch(
        self,
        branches: Sequence[Branch],
        frame: Frame,
        lasting: bool = False,
    ) -> bool:
        """Runs each branch over a layer of its own and joins them; whether any goes on.

        Where `lasting`, what the first throws (a switch) holds in the others, as in the handlers
        of a try: it is not the switch that they handle.
        """
        if len(branches) == 1:
            return self.execute(branches[0].body, frame)
        below, before, ends = self.state, self.guards, []
        thrown: dict[Key, Value] = {}
        for branch in branches:
            self.guards, self.state = branch.guards, below.fork()
            self.state.writes.update(thrown)
            with self.inside(branch.context, frame.module, branch.node):
                goes_on = self.execute(branch.body, frame)
            written = self.state.since(below)
            if goes_on:
                ends.append(End(self.guards, written))
            if lasting and not thrown:
                thrown = {key: value for key, value in written.items() if key[0] == self.ambient}
        self.state = below
        if not ends:
            return False
        self.guards = tuple(guard for end in ends for guard in end.guards)
        below.join(ends, before, self.dead)
        if self.guards == tuple(guard for branch in branches for guard in branch.guards):
            self.guards = before
        if len(self.guards) > MAX_PATHS:
            self.guards = before
        return True

    def _for(self, node: cst.For, frame: Frame) -> bool:
        source = self.evaluate(node.iter, frame)
        self.bind(node.target, self.element(source, node), frame)
        items = self.items_of(source)
        self._loop(node, frame, is_repeated=items is None or len(items) > 1)
        return self.execute(_orelse(node.orelse), frame)

    def _while(self, node: cst.While, frame: Frame) -> bool:
        self.evaluate(node.test, frame)
        self._loop(node, frame)
        return self.execute(_orelse(node.orelse), frame)

    def _loop(self, node: cst.For | cst.While, frame: Frame, is_repeated: bool = True) -> None:
        """Runs a loop's body once; what a pass leaves when it breaks or continues, stays."""
        below, guards = self.state, self.guards
        self.state = below.fork()
        self.loops.append(Loop(below, []))
        with self.inside(LOOP if is_repeated else "", frame.module, node, str(frame.ident)):
            goes_on = self.execute(_body(node.body), frame)
        if goes_on:
            self.loops[-1].ends.append(End(self.guards, self.state.since(below)))
        self.state, self.guards = below, guards
        below.join(self.loops.pop().ends, guards, self.dead)

    def _end_of_pass(self, node: cst.Break | cst.Continue, frame: Frame) -> bool:
        if self.loops:
            loop = self.loops[-1]
            loop.ends.append(End(self.guards, self.state.since(loop.before)))
        return False

    def _try(self, node: cst.Try | cst.TryStar, frame: Frame) -> bool:
        goes_on: bool
        if not node.handlers or self._never_fails(node, frame):
            goes_on = self.execute([*_body(node.body), *_orelse(node.orelse)], frame)
        else:
            key = ("try", id(node), frame.ident)
            tried = [*_body(node.body), *_orelse(node.orelse)]
            branches: list[Branch] = []
            for number, body in enumerate(
                [tried, *(_body(handler.body) for handler in node.handlers)]
            ):
                guards = tuple({**guard, key: number} for guard in self.guards)
                context = around_try(node.handlers) if number == 0 else self._maybe()
                branches.append(Branch(guards, body, node, context))
            goes_on = self.branch(branches, frame, lasting=True)
        if node.finalbody is not None:
            goes_on = self.execute(_body(node.finalbody.body), frame) and goes_on
        return goes_on

    def _never_fails(self, node: cst.Try | cst.TryStar, frame: Frame) -> bool:
        """Whether a program in which hub works never comes to the handlers of a `try`."""
        if not tries_tf_keras(node):
            return False
        return self.keras.family("tf.keras", frame).value == "keras3"

    def _with(self, node: cst.With, frame: Frame) -> bool:
        depth = len(self.contexts)
        for item in node.items:
            value = self.evaluate(item.item, frame)
            expects = EXPECTS if expects_by_name(item.item) else ""
            if not expects and libraries.may_enter_graph(item.item, value):
                expects = "unknown-graph"
            value = self.enter_context(value, expects, node, frame)
            if item.asname is not None:
                self.bind(item.asname.name, value, frame)
        goes_on = self.execute(_body(node.body), frame)
        del self.contexts[depth:]
        return goes_on

    def enter_context(self, value: Value, expects: str, node: cst.CSTNode, frame: Frame) -> Value:
        """What `with` gives for a value, whose context is entered."""
        kind = expects or libraries.context(self, value)
        if kind:
            detail = libraries.graph_of(value) if kind == "graph" else ""
            self.contexts.append(Context(kind, Trace("", frame.module, node), detail))
        if len(value) != 1:
            return value
        atom = value[0].atom
        if isinstance(atom, Entered):
            self.contexts.extend(one for one in atom.contexts if isinstance(one, Context))
            return atom.value
        method = self.find_in_class(atom.type, "__enter__") if isinstance(atom, Instance) else None
        for item in method or ():
            if isinstance(item.atom, Function):
                return self.enter(item.atom, Arguments((value,)), None)
        return value

    def _return(self, node: cst.Return, frame: Frame) -> bool:
        value = constant(None) if node.value is None else self.evaluate(node.value, frame)
        self.leave(value)
        return False

    def _raise(self, node: cst.Raise, frame: Frame) -> bool:
        return False

    def _function(self, node: cst.FunctionDef, frame: Frame) -> None:
        defined_in = frame.defined_in if frame.kind == "class" else None
        self.capture(frame)
        function = Function(node, frame.module, frame, defined_in=defined_in)
        if any(map(_is_accessor, node.decorators)):
            return  # the property keeps its name, which asks the getter
        value = just(function, (Trace("", frame.module, node),))
        self.cases.pop(node, None)
        for decorator in reversed(node.decorators):
            value = libraries.decorate(self, decorator, value, frame)
        for item in value:
            inner = innermost(item.atom)
            if inner is not None:
                self.define(inner)
        self.assign(node.name.value, value, frame)

    def _class(self, node: cst.ClassDef, frame: Frame) -> None:
        bases = tuple(
            item for base in node.bases for item in self.loaded(self.evaluate(base.value, frame))
        )
        self.capture(frame)
        inner = Frame(self.fresh(), frame.module, frame, "class", uncalled=frame.uncalled)
        class_ = Class(node, frame.module, inner, bases)
        inner = replace(inner, defined_in=class_)
        self.assign(node.name.value, just(class_), frame)
        self.define(class_)
        self.execute(_body(node.body), inner)

    def _global(self, node: cst.Global | cst.Nonlocal, frame: Frame) -> None:
        owner = frame
        while owner.parent is not None:
            owner = owner.parent
            if isinstance(node, cst.Nonlocal) and owner.kind == "function":
                break
        for name in node.names:
            frame.owned_elsewhere[name.name.value] = owner
            if frame.uncalled:
                self._reopen((owner.ident, name.name.value))

    def _reopen(self, key: Key) -> None:
        """A function that nobody in view calls may have been called when a global was new."""
        first, now = self.first.get(key), self.state.get(key)
        if first is not None and now is not None and first != now:
            moment = ("moment", key)
            parts = guarded(first, ({moment: 0},)), guarded(now, ({moment: 1},))
            self.state.set(key, union(*parts))

    def _match(self, node: cst.Match, frame: Frame) -> bool:
        subject = self.evaluate(node.subject, frame)
        before, left = self.guards, self.guards
        branches: list[Branch] = []
        for case in node.cases:
            self.guards = left
            yes, left = self._case(case, subject, frame)
            if yes:
                branches.append(Branch(yes, _body(case.body), case))
            if not left:
                break
        self.guards = before
        if left:
            branches.append(Branch(left, (), node))
        with self.inside(self._maybe(), frame.module, node):
            return self.branch(branches, frame)

    def _case(self, case: cst.MatchCase, subject: Value, frame: Frame) -> tuple[Guards, Guards]:
        """The guards under which a case is taken, and those under which it isn't."""
        yes, no = self._pattern(case.pattern, subject, frame)
        if case.guard is None or not yes:
            return yes, no
        before, self.guards = self.guards, yes
        yes, failed = self.split(case.guard, frame)
        self.guards = before
        return yes, (*no, *failed)

    def _pattern(
        self, pattern: cst.MatchPattern, subject: Value, frame: Frame
    ) -> tuple[Guards, Guards]:
        """The guards under which a pattern fits, and those under which it doesn't."""
        if isinstance(pattern, cst.MatchAs):
            if pattern.name is not None:
                self.bind(pattern.name, subject, frame)
            if pattern.pattern is None:
                return self.guards, ()
            return self._pattern(pattern.pattern, subject, frame)
        if isinstance(pattern, (cst.MatchValue, cst.MatchSingleton)):
            held = self.compare("Equal", subject, self.evaluate(pattern.value, frame))
            return self.split_value(held, pattern, frame)
        if isinstance(pattern, cst.MatchOr):
            return self._any_pattern(pattern, subject, frame)
        for name in _captures(pattern):
            reason = "a part of what is matched"
            self.bind(name, self.unknown(reason, (id(name), frame.ident), subject), frame)
        fits = Truth(("match", id(pattern), frame.ident), True, "a pattern that is not known")
        return self.split_value(just(fits), pattern, frame)

    def _any_pattern(
        self, pattern: cst.MatchOr, subject: Value, frame: Frame
    ) -> tuple[Guards, Guards]:
        before, left = self.guards, self.guards
        fitting: Guards = ()
        for element in pattern.patterns:
            self.guards = left
            yes, left = self._pattern(element.pattern, subject, frame)
            fitting = (*fitting, *yes)
            if not left:
                break
        self.guards = before
        return fitting, left

    def _assert(self, node: cst.Assert, frame: Frame) -> bool:
        yes, _ = self.split(node.test, frame)
        if len(yes) <= MAX_PATHS:
            self.guards = yes
        return bool(yes)

    def _delete(self, node: cst.Del, frame: Frame) -> None:
        return None

    _STATEMENTS: ClassVar[dict[str, Callable[[Any, Any, Frame], bool | None]]] = {
        "Expr": _expression,
        "Assign": _assign,
        "AnnAssign": _annotated,
        "AugAssign": _augmented,
        "Import": _import,
        "ImportFrom": _import_from,
        "If": _if,
        "For": _for,
        "While": _while,
        "Try": _try,
        "TryStar": _try,
        "With": _with,
        "Return": _return,
        "Raise": _raise,
        "FunctionDef": _function,
        "ClassDef": _class,
        "Global": _global,
        "Nonlocal": _global,
        "Match": _match,
        "Assert": _assert,
        "Del": _delete,
        "Break": _end_of_pass,
        "Continue": _end_of_pass,
    }


@contextmanager
def _deep_stack() -> Iterator[None]:
    """Room for the code's own depth: a call in a call takes six frames of the interpreter's."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, MAX_STACK))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _captures(pattern: cst.CSTNode) -> Iterator[cst.Name]:
    """The names that the parts of a pattern are given."""
    for child in pattern.children:
        if isinstance(child, (cst.MatchAs, cst.MatchStar)) and child.name is not None:
            yield child.name
        yield from _captures(child)


def _is_accessor(decorator: cst.Decorator) -> bool:
    """Whether a function is the setter or the deleter of a property."""
    node = decorator.decorator
    return isinstance(node, cst.Attribute) and node.attr.value in ("setter", "deleter")


def _dotted(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _body(suite: cst.BaseSuite) -> Sequence[Any]:
    return suite.body if isinstance(suite, (cst.IndentedBlock, cst.SimpleStatementSuite)) else ()


def _orelse(node: cst.If | cst.Else | None) -> Sequence[Any]:
    if node is None:
        return ()
    return _body(node.body) if isinstance(node, cst.Else) else (node,)
