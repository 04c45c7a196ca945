"""What do the functions, classes and containers of the code give when they are called?

Functions are followed into their bodies, each call in a frame of its own, so that what a
function does is known for the arguments that it was given there.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import libcst as cst

from hublint.facts import containers, format_guards, texts, version_tests
from hublint.facts.arguments import Arguments
from hublint.facts.defined import Defined
from hublint.facts.expectations import EXPECTS, expects_by_name
from hublint.facts.expressions import Expressions, Frame
from hublint.facts.modules import Module
from hublint.facts.state import End, Guards, State, beyond
from hublint.facts.values import (
    Alternative,
    Atom,
    ByVersion,
    Class,
    Collection,
    Const,
    Dictionary,
    Entered,
    External,
    Function,
    HubObject,
    Instance,
    KerasModel,
    Method,
    ModuleAtom,
    Partial,
    Signature,
    SignatureResult,
    Signatures,
    Super,
    Trace,
    Truth,
    Unknown,
    Value,
    both,
    capped,
    constant,
    guarded,
    identity,
    just,
    shown,
    through,
    union,
)

MAX_DEPTH = 16

# So many calls of one function are followed in one program.
MAX_CALLS = 100

# Where the parts of a version stand in it.
_VERSION_PARTS = {"major": 0, "minor": 1, "micro": 2}

# The methods of a path that ask whether it exists.
_LOOKS = frozenset({"exists", "is_file"})


_NOWHERE = nullcontext()


class Context(NamedTuple):
    """Where code runs: inside a graph, a tf.function, a session; and what shows it."""

    kind: str
    trace: Trace | None
    detail: str = ""


class Return(NamedTuple):
    """One way out of a function."""

    end: End
    value: Value


class Yields(NamedTuple):
    """What a running function has yielded, each within the contexts that it has entered."""

    depth: int
    found: list[tuple[Value, tuple[Context, ...]]]


class Loop(NamedTuple):
    """A loop that runs: the state before it, and how its passes end."""

    before: State
    ends: list[End]


class Calling(Expressions):
    """Follows calls."""

    def __init__(self, budget: int) -> None:
        super().__init__()
        self.budget = budget
        self.contexts: list[Context] = []
        self.active: list[Hashable] = []
        self.entered: set[cst.CSTNode] = set()
        self.mocked: set[Hashable] = set()  # the functions in which hub is something else
        self.counts: dict[cst.CSTNode, int] = {}
        self.root: Defined | None = None  # the function that is run because nobody calls it
        self.called: dict[cst.CSTNode, Function | Class] = {}  # by somebody in view
        self.supposed: dict[cst.CSTNode, Function | Class] = {}  # by the root only
        self.instances: dict[cst.CSTNode, list[Instance]] = {}
        self.returns: list[list[Return]] = []
        self.dead: set[int] = set()
        self.yields: list[Yields] = []
        self.loops: list[Loop] = []
        self.bases: list[State] = []
        self.choices: dict[Hashable, Trace] = {}  # where the program looks for a model's format

    # What the layers above supply.

    def execute(self, body: Sequence[cst.BaseStatement], frame: Frame) -> bool:
        """Runs statements; whether the program goes on behind them."""
        raise TypeError("an interpreter executes")

    def call_library(
        self, name: str, value: Alternative, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        """What a call of a library's name gives."""
        raise TypeError("an interpreter knows libraries")

    def call_object(self, atom: Any, arguments: Arguments, node: cst.Call, frame: Frame) -> Value:
        """What a call of a hub object, its signature or a Keras model gives."""
        raise TypeError("an interpreter knows hub objects")

    def read_object(self, atom: Any, name: str, node: cst.CSTNode, frame: Frame) -> Value:
        """What an attribute of a hub object or a Keras model is."""
        raise TypeError("an interpreter knows hub objects")

    def call_unread(
        self, item: Alternative, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        """What a function gives of a module that has not been read."""
        raise TypeError("an interpreter knows modules")

    def call_wrapper(
        self, atom: Atom, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value | None:
        """What a function gives that stands for an API of hub; None if it does not."""
        raise TypeError("an interpreter knows wrappers")

    def external_item(self, atom: External, key: Alternative) -> Value:
        """What an item of a library's object is."""
        raise TypeError("an interpreter knows libraries")

    def member(self, module: Module, name: str) -> Value | None:
        """The value of a name in another module of the project."""
        raise TypeError("an interpreter knows modules")

    def concerns(self, function: Function, arguments: Arguments) -> bool:
        """Whether a function, called so, can concern hub at all."""
        return True

    def unfollowed(self, node: cst.Call | None) -> None:
        """Something is called that isn't followed."""

    # Calls.

    def arguments(self, node: cst.Call, frame: Frame) -> Arguments:
        """The arguments of a call, evaluated from left to right."""
        positional: list[Value] = []
        keywords: dict[str, Value] = {}
        is_open = False
        for argument in node.args:
            value = self.evaluate(argument.value, frame)
            if argument.star == "*":
                items = self.items_of(value)
                is_open = is_open or items is None
                positional.extend(items or ())
            elif argument.star == "**":
                is_open = not self._spread(value, keywords) or is_open
            elif argument.keyword is not None:
                keywords[argument.keyword.value] = value
            else:
                positional.append(value)
        return Arguments(tuple(positional), keywords, is_open, node, frame.module)

    def _spread(self, value: Value, keywords: dict[str, Value]) -> bool:
        atom = value[0].atom if len(value) == 1 else None
        if not isinstance(atom, Dictionary):
            return False
        for key, item in atom.entries:
            name = key[0].atom if len(key) == 1 else None
            if isinstance(name, Const) and isinstance(name.value, str):
                keywords[name.value] = item
        return not atom.open

    def call(self, node: cst.Call, frame: Frame) -> Value:
        """What a call gives, for each thing that the called may be."""
        called = self.evaluate(node.func, frame)
        with self.inside(EXPECTS if expects_by_name(node) else "", frame.module, node):
            arguments = self.arguments(node, frame)
        return self.apply(called, arguments, node, frame)

    def apply(self, called: Value, arguments: Arguments, node: cst.Call, frame: Frame) -> Value:
        """What calling a value with arguments gives."""
        results = []
        before = self.guards
        for item in called:
            guards = _narrowed(before, item)
            if not guards:
                continue
            self.guards = guards
            result = self._apply_one(item, arguments, node, frame)
            results.append(through(result, item))
        self.guards = before
        return union(*results) if results else self._opaque(node, frame)

    def _apply_one(
        self, item: Alternative, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        atom = item.atom
        if isinstance(atom, (External, Function, Class)):
            wrapped = self.call_wrapper(atom, arguments, node, frame)
            if wrapped is not None:
                return wrapped
        if isinstance(atom, External):
            return self.call_library(atom.name, item, arguments, node, frame)
        if isinstance(atom, Function):
            return self.enter(atom, arguments.after(*atom.bound) if atom.bound else arguments, node)
        if isinstance(atom, Class):
            return self.instantiate(atom, arguments, node)
        if isinstance(atom, Instance):
            return self.call_instance(atom, arguments, node)
        if isinstance(atom, Partial):
            given = arguments.after(*atom.positional).with_defaults(dict(atom.keywords))
            return self.apply(atom.function, given, node, frame)
        if isinstance(atom, Method):
            return self.call_method(item, atom, arguments, node, frame)
        if isinstance(atom, (HubObject, Signature, KerasModel)):
            return self.call_object(atom, arguments, node, frame)
        if isinstance(atom, ModuleAtom):
            return self.call_unread(item, arguments, node, frame)
        return self.opaque_call(item, arguments, node, frame)

    def opaque_call(
        self, item: Alternative, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        """What a call gives of which nothing is known but what goes in."""
        self.unfollowed(node)
        reason = getattr(item.atom, "reason", "") or "what is called is not known"
        inputs = (*arguments.positional, *arguments.keywords.values(), (item,))
        return self.unknown(reason, ("call", id(node), frame.ident), *inputs)

    # Functions.

    @property
    def is_mocked(self) -> bool:
        """Whether a test has put something else in the place of hub, and runs."""
        return bool(self.mocked) and not self.mocked.isdisjoint(self.active)

    def enter(self, function: Function, arguments: Arguments, node: cst.Call | None) -> Value:
        """Runs a function's body for these arguments; what it returns."""
        key = id(function.node)
        if key in self.active or len(self.active) >= MAX_DEPTH or self.budget <= 0:
            self.unfollowed(None)
            reason = "a function that calls itself" if key in self.active else "too many calls"
            inputs = (*arguments.positional, *arguments.keywords.values())
            return self.unknown(reason, ("call", id(node), key), *inputs)
        if not self.concerns(function, arguments):
            self.unfollowed(None)
            inputs = (*arguments.positional, *arguments.keywords.values())
            reason = f"what {_function_name(function)} gives is not followed"
            return self.unknown(reason, ("call", id(node), key), *inputs)
        count = self.counts[function.node] = self.counts.get(function.node, 0) + 1
        if count > MAX_CALLS:
            return self._enter_for_all(function, arguments, node, count == MAX_CALLS + 1)
        return self._enter(function, arguments)

    def _enter_for_all(
        self, function: Function, arguments: Arguments, node: cst.Call | None, is_first: bool
    ) -> Value:
        """One call with unknown arguments stands for all that are too many."""
        self.unfollowed(None)
        if is_first:
            some = Arguments(function.bound, open=True, passed_by="one of many calls")
            self._enter(function, some)
        inputs = (*arguments.positional, *arguments.keywords.values())
        reason = f"{_function_name(function)} is called more than {MAX_CALLS} times"
        return self.unknown(reason, ("call", id(node), object()), *inputs)

    def _enter(self, function: Function, arguments: Arguments) -> Value:
        key = id(function.node)
        if not self.is_mocked:
            self.entered.add(function.node)
            self._meets(function)
        place = (self.state, self.guards, len(self.contexts), len(self.returns), len(self.loops))
        self.active.append(key)
        try:
            frame = self._frame_for(function, arguments)
            with self.inside(function.context, function.module, function.node):
                return self._run(function, frame)
        except RecursionError:
            self._back_to(*place)
            return self.unknown("code that is nested too deeply", ("too deep", object()))
        finally:
            self.active.pop()

    def _meets(self, atom: Function | Class) -> None:
        (self.called if self.root is None else self.supposed)[atom.node] = atom

    def _back_to(
        self, state: State, guards: Guards, contexts: int, returns: int, loops: int
    ) -> None:
        """Goes on where a call that could not be followed to its end has begun."""
        self.state, self.guards = state, guards
        del self.contexts[contexts:], self.loops[loops:]
        del self.returns[returns:], self.bases[returns:], self.yields[returns:]

    def _frame_for(self, function: Function, arguments: Arguments) -> Frame:
        instance = None
        if arguments.positional and len(arguments.positional[0]) == 1:
            first = arguments.positional[0][0].atom
            instance = first if isinstance(first, Instance) and function.defined_in else None
        frame = Frame(
            self.fresh(),
            function.module,
            function.frame,
            instance=instance,
            defined_in=function.defined_in,
            uncalled=function.uncalled or function.frame.uncalled,
        )
        self._bind_parameters(function, arguments, frame)
        return frame

    def _run(self, function: Function, frame: Frame) -> Value:
        if isinstance(function.node, cst.Lambda):
            return self.evaluate(function.node.body, frame)
        before, below = self.guards, self.state
        self.state = below.fork()
        self.bases.append(below)
        self.returns.append([])
        self.yields.append(Yields(len(self.contexts), []))
        goes_on = self.execute(_statements(function.node.body), frame)
        ways = self.returns.pop()
        yielded = self.yields.pop().found
        if goes_on:
            ways.append(Return(End(self.guards, self.state.since(below)), constant(None)))
        self.bases.pop()
        self.state, self.guards = below, before
        self._forget(frame, ways)
        below.join([way.end for way in ways], before, self.dead)
        if yielded:
            return _generated(function, yielded)
        if not ways:
            return self.unknown("a function that only raises", ("raises", frame.ident))
        if len(ways) == 1:
            return ways[0].value
        values = [guarded(way.value, beyond(way.end.guards, before)) for way in ways]
        return union(*values)

    def _forget(self, frame: Frame, ways: Sequence[Return]) -> None:
        """A function's own names end with it, unless a closure still sees them."""
        self.dead.add(frame.ident)
        if frame.ident in self.captured:
            return
        for way in ways:
            for key in [key for key in way.end.writes if key[0] == frame.ident]:
                del way.end.writes[key]

    def leave(self, value: Value) -> None:
        """Returns a value from the function that runs."""
        if self.returns:
            end = End(self.guards, self.state.since(self.bases[-1]))
            self.returns[-1].append(Return(end, value))

    def yield_(self, value: Value) -> None:
        """Yields a value from the function that runs."""
        if self.yields:
            depth, found = self.yields[-1]
            found.append((value, tuple(self.contexts[depth:])))

    def _bind_parameters(self, function: Function, arguments: Arguments, frame: Frame) -> None:
        parameters = function.node.params
        left = list(arguments.positional)
        keywords = dict(arguments.keywords)
        for place, parameter in enumerate((*parameters.posonly_params, *parameters.params)):
            value = left.pop(0) if left else keywords.pop(parameter.name.value, None)
            self._set_parameter(function, parameter, value, arguments, frame, place)
        if isinstance(parameters.star_arg, cst.Param):
            rest = Collection("tuple", tuple(left), arguments.open)
            self.assign(parameters.star_arg.name.value, just(rest), frame)
        for parameter in parameters.kwonly_params:
            value = keywords.pop(parameter.name.value, None)
            self._set_parameter(function, parameter, value, arguments, frame)
        if parameters.star_kwarg is not None:
            entries = tuple((constant(name), value) for name, value in keywords.items())
            given = Dictionary(entries, arguments.open, ("kwargs", frame.ident))
            self.assign(parameters.star_kwarg.name.value, just(given), frame)

    def _set_parameter(
        self,
        function: Function,
        parameter: cst.Param,
        value: Value | None,
        arguments: Arguments,
        frame: Frame,
        place: int | None = None,
    ) -> None:
        name = parameter.name.value
        if value is not None:
            value = shown(value, arguments.shows(name, place))
        elif arguments.open:
            value = self.unknown(arguments.hidden(name), ("parameter", frame.ident, name))
        elif parameter.default is not None:
            value = self.evaluate(parameter.default, function.frame)
            if isinstance(parameter.default, (cst.Name, cst.SimpleString)):
                value = shown(value, Trace("", function.module, parameter.default))
        else:
            reason = f"nobody in view passes {name} to {_function_name(function)}"
            value = self.unknown(reason, ("parameter", frame.ident, name))
        self.assign(name, value, frame)

    def inside(
        self, kind: str, module: Module, node: cst.CSTNode, detail: str = ""
    ) -> AbstractContextManager[None]:
        """Runs what follows in a context, if there is one."""
        if not kind:
            return _NOWHERE
        return self._within(Context(kind, Trace("", module, node), detail))

    @contextmanager
    def _within(self, context: Context) -> Iterator[None]:
        self.contexts.append(context)
        try:
            yield
        finally:
            self.contexts.pop()

    # Classes.

    def instantiate(
        self,
        type_: Class,
        arguments: Arguments,
        node: cst.Call | None,
        uncalled: bool = False,
    ) -> Value:
        """A new object of a class of the code, after its __init__."""
        self.entered.add(type_.node)
        self._meets(type_)
        instance = Instance(type_, self.fresh())
        if not self.is_mocked:
            self.instances.setdefault(type_.node, []).append(instance)
        value = just(instance)
        init = self.find_in_class(type_, "__init__")
        for item in init or ():
            if isinstance(item.atom, Function):
                method = replace(item.atom, uncalled=uncalled)
                self.enter(method, arguments.after(value), node)
        if init is None:
            self._fields_from_arguments(type_, instance, arguments)
        return value

    def _fields_from_arguments(
        self, type_: Class, instance: Instance, arguments: Arguments
    ) -> None:
        """A dataclass or NamedTuple takes its fields by name, or in their order."""
        names = [
            statement.body[0].target.value
            for statement in type_.node.body.body
            if isinstance(statement, cst.SimpleStatementLine)
            and isinstance(statement.body[0], cst.AnnAssign)
            and isinstance(statement.body[0].target, cst.Name)
        ]
        for name, value in (
            *zip(names, arguments.positional, strict=False),
            *arguments.keywords.items(),
        ):
            self.state.set((instance.ident, name), value)

    def find_in_class(self, type_: Class, name: str) -> Value | None:
        """A name of a class or of the classes of the code above it."""
        value = self.state.get((type_.frame.ident, name))
        if value is not None:
            return self.loaded(value)
        for base in type_.bases:
            for item in self.loaded((base,)):
                if isinstance(item.atom, Class) and item.atom is not type_:
                    value = self.find_in_class(item.atom, name)
                    if value is not None:
                        return value
        return None

    def is_keras(self, type_: Class) -> bool:
        """Whether a class of the code derives from a Keras layer or model."""
        for item in type_.bases:
            atom = item.atom
            if isinstance(atom, Class) and atom is not type_ and self.is_keras(atom):
                return True
            if isinstance(atom, External) and "keras" in atom.name:
                return True
        return False

    def call_instance(
        self, instance: Instance, arguments: Arguments, node: cst.Call | None
    ) -> Value:
        """What calling an object of the code gives: Keras runs build and call in a function."""
        is_keras = self.is_keras(instance.type)
        for name in ("build", "call") if is_keras else ("__call__",):
            method = self.find_in_class(instance.type, name)
            for item in method or ():
                if not isinstance(item.atom, Function):
                    continue
                context = "keras" if is_keras else ""
                given = arguments.after(just(instance))
                with self.inside(context, item.atom.module, item.atom.node):
                    result = self.enter(item.atom, given, node)
                if name != "build":
                    return result
        inputs = (*arguments.positional, *arguments.keywords.values())
        return self.unknown("a call of an object", ("call", id(node), instance.ident), *inputs)

    # Attributes and items.

    def attribute(self, value: Value, name: str, node: cst.CSTNode, frame: Frame) -> Value:
        """What an attribute is, for each thing that the value may be."""
        parts = []
        for item in self.loaded(value):
            result = self._attribute_of(item, name, node, frame)
            parts.append(through(result, item))
        return union(*parts) if parts else self._opaque_attribute(value, name)

    def _opaque_attribute(self, value: Value, name: str) -> Value:
        reason = next((item.atom.reason for item in value if isinstance(item.atom, Unknown)), "")
        key = ("attribute", identity(value), name)
        return self.unknown(reason or f".{name} is not known", key, value)

    def _attribute_of(self, item: Alternative, name: str, node: cst.CSTNode, frame: Frame) -> Value:
        atom = item.atom
        if isinstance(atom, External):
            joined = External(f"{atom.name}.{name}", atom.key, atom.sources)
            result = (Alternative(joined, {}, item.why),)
            return self.external(joined.name, result, node, frame)
        if isinstance(atom, ModuleAtom):
            found = self.member(atom.module, name)
            reason = f"{atom.module.display} gives {name} no value that can be followed"
            return found or self.unknown(reason, ("member", atom.module.display, name))
        if isinstance(atom, (Instance, Super)):
            return self._attribute_of_instance(atom, name)
        if isinstance(atom, Class):
            found = self.find_in_class(atom, name)
            if found is None:
                return self._opaque_attribute((item,), name)
            return tuple(_bound_to_class(one, atom) for one in found)
        if isinstance(atom, (HubObject, Signatures, Signature, SignatureResult, KerasModel)):
            return self.read_object(atom, name, node, frame)
        if isinstance(atom, Const) and name in ("value", *texts.PATH_PARTS):
            return self._part_of_text(item, name, (id(node), frame.ident))
        place = _VERSION_PARTS.get(name)
        if place is not None and isinstance(atom, (ByVersion, Collection)):
            operand = [(replace(item, guard={}),)]
            return texts.combine(operand, lambda one: one[place], id(node), "a version")
        if isinstance(atom, ByVersion):
            return just(Method(atom, name), item.why)
        if isinstance(atom, Dictionary):
            entry = containers.item_of(atom, Alternative(Const(name)))
            return entry or just(Method(atom, name), item.why)
        if isinstance(atom, (Const, Collection, Partial)):
            return just(Method(atom, name), item.why)
        if isinstance(atom, Unknown) and name in _LOOKS and atom.tail:
            return just(Method(atom, name), item.why)
        return self._opaque_attribute((item,), name)

    def _part_of_text(self, item: Alternative, name: str, key: Hashable) -> Value:
        """A part of a path; or the value of an Enum's member, which is kept as the value."""
        if name == "value":
            return (replace(item, guard={}),)
        return texts.combine([(replace(item, guard={}),)], texts.PATH_PARTS[name], key, "a path")

    def _attribute_of_instance(self, atom: Instance | Super, name: str) -> Value:
        instance = atom if isinstance(atom, Instance) else atom.instance
        if isinstance(atom, Instance):
            value = self.state.get((instance.ident, name))
            if value is not None:
                return self.loaded(value)
            found = self.find_in_class(instance.type, name)
        else:
            found = self._find_above(atom, name)
        if found is None:
            inherited = self.inherited(instance.type, name, instance)
            if inherited is not None:
                return inherited
            reason = f"nothing in view gives {instance.type.node.name.value}.{name} a value"
            if isinstance(atom, Instance) and self.is_keras(instance.type):
                return just(Method(instance, name))
            return self.unknown(reason, ("attribute", instance.ident, name))
        return union(*(self._bound(item, instance) for item in found))

    def inherited(self, type_: Class, name: str, owner: Instance) -> Value | None:
        """A name that a class gets from a library's, if the table of symbols knows what it does."""
        return None

    def _bound(self, item: Alternative, instance: Instance) -> Value:
        """A name of a class as its object has it: a method is bound, a property is asked."""
        atom = item.atom
        if not isinstance(atom, Function) or atom.bound or atom.defined_in is None:
            return (item,)
        if atom.kind == "static":
            return (item,)
        if atom.kind == "class":
            return (_bound_to_class(item, instance.type),)
        if atom.kind == "getter":
            return through(self.enter(atom, Arguments((just(instance),)), None), item)
        return (replace(item, atom=replace(atom, bound=(just(instance),))),)

    def _find_above(self, atom: Super, name: str) -> Value | None:
        for base in atom.below.bases:
            if isinstance(base.atom, Class):
                found = self.find_in_class(base.atom, name)
                if found is not None:
                    return found
        return None

    def item(self, value: Value, index: Value, node: cst.CSTNode, frame: Frame) -> Value:
        """What value[index] is, for each container and each index that it may be."""
        results: list[Alternative] = []
        for (one, key), guard in texts.combinations([value, index]):
            for found in self._item_of(one, key, node, frame):
                held = both(guard, found.guard)
                if held is not None:
                    why = (*one.why, *key.why, *found.why)
                    assumed = one.assumed or key.assumed or found.assumed
                    results.append(Alternative(found.atom, held, why, assumed))
        return capped(tuple(results)) or self._opaque_item(value, index)

    def _opaque_item(self, value: Value, index: Value) -> Value:
        reason = next((item.atom.reason for item in value if isinstance(item.atom, Unknown)), "")
        key = ("item", identity(value), identity(index))
        return self.unknown(reason or "an item that is not known", key, value)

    def _item_of(
        self, container: Alternative, key: Alternative, node: cst.CSTNode, frame: Frame
    ) -> Value:
        atom = container.atom
        if isinstance(atom, Signatures):
            return just(Signature(atom.ident, (key,)))
        if isinstance(atom, ByVersion) or (isinstance(atom, Const) and isinstance(atom.value, str)):
            operands = [(container,), (key,)]
            return texts.combine(operands, lambda one, at: one[at], id(node), "a version")
        found = containers.item_of(atom, key)
        if found is not None:
            return found
        if isinstance(atom, External):
            return self.external_item(atom, key)
        return self._opaque_item((container,), (key,))

    # Methods of containers and texts.

    def call_method(
        self,
        item: Alternative,
        method: Method,
        arguments: Arguments,
        node: cst.Call,
        frame: Frame,
    ) -> Value:
        """What a method of a container, a text or a known object gives."""
        owner = method.owner
        if isinstance(owner, (HubObject, Signatures, KerasModel, Instance)):
            return self.call_object(method, arguments, node, frame)
        if method.name in _LOOKS and isinstance(owner, (Const, Unknown)):
            return self.look(just(owner), node, frame)
        is_text = isinstance(owner, Const) and isinstance(owner.value, str)
        if is_text or isinstance(owner, ByVersion):
            text = just(owner, item.why)
            return self._call_text(text, method.name, arguments, node, frame)
        if isinstance(owner, (Dictionary, Collection)):
            done = containers.call(owner, method.name, arguments)
            if done is not None:
                if done.changed is not None:
                    self.change(owner, done.changed, node.func, frame)
                return done.value
        return self.opaque_call(Alternative(owner), arguments, node, frame)

    def change(self, old: Atom, new: Atom, target: cst.CSTNode, frame: Frame) -> None:
        """A container has changed, and so it has for whoever holds it.

        `target` is what names it with an attribute or an index behind.
        """
        self.state.substitute(old, new)
        inner = getattr(target, "value", None)
        if isinstance(inner, cst.Subscript):
            self.bind(inner, just(new), frame)

    def choose(self, truth: Truth, node: cst.CSTNode, frame: Frame) -> None:
        """The program takes a choice here: of those about versions, the place is remembered."""
        if isinstance(truth.key, tuple) and truth.key[0] == "releases":
            self.choices.setdefault(truth.key, Trace("", frame.module, _placed(node)))

    def look(self, path: Value, node: cst.Call, frame: Frame) -> Value:
        """Whether a path exists: a choice that tells the format, if it is the mark's path."""
        results = []
        for item in path:
            atom = format_guards.look(item.atom)
            if atom is None:
                key = ("exists", identity((item,)))
                results.append(self.unknown("what lies on disk is not known", key))
                continue
            self.choices[atom.key] = Trace("", frame.module, node)
            results.append((Alternative(atom, item.guard),))
        return union(*results)

    def _call_text(
        self, owner: Value, name: str, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        key = (id(node), frame.ident)
        if name in texts.PATH_METHODS and not arguments.open:
            operands = [owner, *arguments.positional]
            return texts.combine(operands, texts.join_path, key, "a path that is not known")
        if name not in texts.STRING_METHODS or arguments.open:
            library = version_tests.source(owner[0].atom) if len(owner) == 1 else ""
            named = version_tests.marked(library, key) if library else key
            return self.unknown("a text that is not known", named)
        names = tuple(arguments.keywords)

        def run(text: str, *given: Any) -> Any:
            split = len(given) - len(names)
            keywords = dict(zip(names, given[split:], strict=True))
            method = partial(texts.formatted, text) if name == "format" else getattr(text, name)
            return method(*given[:split], **keywords)

        inputs = [owner, *arguments.positional, *arguments.keywords.values()]
        return texts.combine(inputs, run, key, "a text that is not known")


def _narrowed(guards: Guards, item: Alternative) -> Guards:
    if not item.guard:
        return guards
    return tuple(held for guard in guards if (held := both(guard, item.guard)) is not None)


def _bound_to_class(item: Alternative, type_: Class) -> Alternative:
    atom = item.atom
    if not isinstance(atom, Function) or atom.kind != "class":
        return item
    return replace(item, atom=replace(atom, bound=(just(type_),)))


def _generated(function: Function, yielded: Sequence[tuple[Value, tuple[Context, ...]]]) -> Value:
    """What a generator gives: a context manager what it yields first, another one all of it."""
    if function.kind == "manager":
        value, contexts = yielded[0]
        return just(Entered(value, contexts))
    return just(Collection("each", tuple(value for value, _ in yielded), True))


def _placed(node: cst.CSTNode) -> cst.CSTNode:
    """The first part of a test that has a place of its own."""
    while isinstance(node, (cst.Comparison, cst.BooleanOperation)):
        node = node.left
    return node.expression if isinstance(node, cst.UnaryOperation) else node


def _statements(body: cst.BaseSuite) -> Sequence[Any]:
    if isinstance(body, cst.IndentedBlock):
        return body.body
    return (
        [cst.SimpleStatementLine(body.body)] if isinstance(body, cst.SimpleStatementSuite) else []
    )


def _function_name(function: Function) -> str:
    name = getattr(function.node, "name", None)
    return name.value if name is not None else "this lambda"
