"""What does a function of the code do when it is called? Its body is run, call by call.

Each call has a frame of its own, so that what a function does is known for the arguments that it
was given there.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import NamedTuple

from hublint.facts.interpreter.expressions import Expressions
from hublint.facts.interpreter.parameters import defaults_of
from hublint.facts.interpreter.traced import as_traced
from hublint.facts.project.modules import Module
from hublint.facts.values import object_tests
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, Collection, Dictionary, Entered, Function, Instance
from hublint.facts.values.contexts import Context
from hublint.facts.values.defined import Defined
from hublint.facts.values.frames import Frame
from hublint.facts.values.state import End, Guards, State, beyond
from hublint.facts.values.value import Trace, Value, constant, guarded, just, shown, union

MAX_DEPTH = 40

# So many calls of one function are followed in one program.
MAX_CALLS = 100

_NOWHERE = nullcontext()

# Stands among the functions in which hub is something else for the program from there on.
EVERYWHERE: Hashable = "everywhere"


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


class Functions(Expressions):
    """Follows functions into their bodies."""

    def __init__(self, budget: int) -> None:
        super().__init__()
        self.budget = budget
        self.contexts: list[Context] = []
        self.active: list[Hashable] = []
        self.entered: set[ast.AST] = set()
        self.mocked: set[Hashable] = set()  # the functions in which hub is something else
        self.counts: dict[ast.AST, int] = {}
        self.root: Defined | None = None  # the function that is run because nobody calls it
        self.called: dict[ast.AST, Function | Class] = {}  # by somebody in view
        self.supposed: dict[ast.AST, Function | Class] = {}  # by the root only
        self.instances: dict[ast.AST, list[Instance]] = {}
        self.returns: list[list[Return]] = []
        self.dead: set[int] = set()
        self.yields: list[Yields] = []
        self.loops: list[Loop] = []
        self.bases: list[State] = []
        self.choices: dict[Hashable, Trace] = {}  # where the program looks for a model's format

    def execute(self, body: Sequence[ast.stmt], frame: Frame) -> bool:
        """Runs statements; whether the program goes on behind them."""
        raise TypeError("an interpreter executes")

    def concerns(self, function: Function, arguments: Arguments) -> bool:
        """Whether a function, called so, can concern hub at all."""
        return True

    def unfollowed(self, node: ast.Call | None) -> None:
        """Something is called that isn't followed."""

    @property
    def is_mocked(self) -> bool:
        """Whether a test has put something else in the place of hub, and runs."""
        return bool(self.mocked) and not self.mocked.isdisjoint((EVERYWHERE, *self.active))

    def enter(self, function: Function, arguments: Arguments, node: ast.Call | None) -> Value:
        """Runs a function's body for these arguments; what it returns."""
        key = id(function.node)
        inputs = (*arguments.positional, *arguments.keywords.values())
        result = object_tests.named(("call", id(node), key), inputs)
        if key in self.active or len(self.active) >= MAX_DEPTH or self.budget <= 0:
            self.unfollowed(None)
            reason = "a function that calls itself" if key in self.active else "too many calls"
            return self.unknown(reason, result, *inputs)
        if not self.concerns(function, arguments):
            self.unfollowed(None)
            reason = f"what {_function_name(function)} gives is not followed"
            return self.unknown(reason, result, *inputs)
        count = self.counts[function.node] = self.counts.get(function.node, 0) + 1
        if count > MAX_CALLS:
            return self._enter_for_all(function, arguments, node, count == MAX_CALLS + 1)
        return self._enter(function, arguments)

    def _enter_for_all(
        self, function: Function, arguments: Arguments, node: ast.Call | None, is_first: bool
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
            frame = self._frame_for(function, as_traced(function, arguments))
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
        if isinstance(function.node, ast.Lambda):
            return self.evaluate(function.node.body, frame)
        before, below = self.guards, self.state
        self.state = below.fork()
        self.bases.append(below)
        self.returns.append([])
        self.yields.append(Yields(len(self.contexts), []))
        goes_on = self.execute(function.node.body, frame)
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
        parameters = function.node.args
        defaults = defaults_of(parameters)
        left = list(arguments.positional)
        keywords = dict(arguments.keywords)
        for place, parameter in enumerate((*parameters.posonlyargs, *parameters.args)):
            value = left.pop(0) if left else keywords.pop(parameter.arg, None)
            default = defaults.get(parameter.arg)
            self._set_parameter(function, parameter.arg, default, value, arguments, frame, place)
        if parameters.vararg is not None:
            rest = Collection("tuple", tuple(left), arguments.open)
            self.assign(parameters.vararg.arg, just(rest), frame)
        for parameter in parameters.kwonlyargs:
            value = keywords.pop(parameter.arg, None)
            default = defaults.get(parameter.arg)
            self._set_parameter(function, parameter.arg, default, value, arguments, frame)
        if parameters.kwarg is not None:
            entries = tuple((constant(name), value) for name, value in keywords.items())
            given = Dictionary(entries, arguments.open, ("kwargs", frame.ident))
            self.assign(parameters.kwarg.arg, just(given), frame)

    def _set_parameter(
        self,
        function: Function,
        name: str,
        default: ast.expr | None,
        value: Value | None,
        arguments: Arguments,
        frame: Frame,
        place: int | None = None,
    ) -> None:
        if value is not None:
            value = shown(value, arguments.shows(name, place))
        elif arguments.open:
            value = self.unknown(arguments.hidden(name), ("parameter", frame.ident, name))
        elif default is not None:
            value = self.evaluate(default, function.frame)
            if isinstance(default, (ast.Name, ast.Constant)):
                value = shown(value, Trace("", function.module, default))
        else:
            reason = f"nobody in view passes {name} to {_function_name(function)}"
            value = self.unknown(reason, ("parameter", frame.ident, name))
        self.assign(name, value, frame)

    def inside(
        self, kind: str, module: Module, node: ast.AST, detail: str = ""
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


def _generated(function: Function, yielded: Sequence[tuple[Value, tuple[Context, ...]]]) -> Value:
    """What a generator gives: a context manager what it yields first, another one all of it."""
    if function.kind == "manager":
        value, contexts = yielded[0]
        return just(Entered(value, contexts))
    return just(Collection("each", tuple(value for value, _ in yielded), True))


def _function_name(function: Function) -> str:
    return "this lambda" if isinstance(function.node, ast.Lambda) else function.node.name
