"""What may an expression be? One method for each kind of expression, by its name in `ast`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any, ClassVar, cast

from hublint.facts.interpreter.operands import numeric
from hublint.facts.project.modules import Module
from hublint.facts.values import containers, texts
from hublint.facts.values.comparisons import compared, opposite, truth
from hublint.facts.values.state import Guards, Key, State
from hublint.facts.values.value import (
    ALWAYS,
    Alternative,
    Class,
    Collection,
    Const,
    Dictionary,
    External,
    Function,
    Guard,
    Instance,
    Trace,
    Truth,
    Unknown,
    Value,
    both,
    capped,
    constant,
    default_of,
    guarded,
    identity,
    just,
    resolved,
    sources_in,
    under,
    union,
)
from hublint.sources.syntax import TEMPLATES, children


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One activation of a module, function or class body: where its names live."""

    ident: int
    module: Module
    parent: Frame | None = None
    kind: str = "function"
    instance: Instance | None = None
    defined_in: Class | None = None
    uncalled: bool = False
    owned_elsewhere: dict[str, Frame] = field(default_factory=dict)

    def lexical(self) -> Iterable[Frame]:
        """This frame and those around it whose names it sees: not the classes."""
        frame: Frame | None = self
        while frame is not None:
            if frame is self or frame.kind != "class":
                yield frame
            frame = frame.parent


class Expressions:
    """Evaluates expressions where the program stands."""

    def __init__(self) -> None:
        self.state = State()
        self.guards: Guards = (ALWAYS,)
        self.captured: set[int] = set()  # the frames that a function defined in them sees
        self.first: dict[Key, Value] = {}  # what each name of a module was given first
        self.defined: dict[ast.AST, Function | Class] = {}
        self._idents = 0

    # What the layers above supply.

    def call(self, node: ast.Call, frame: Frame) -> Value:
        """What a call gives."""
        raise TypeError("an interpreter calls")

    def attribute(self, value: Value, name: str, node: ast.AST, frame: Frame) -> Value:
        """What an attribute of a value is."""
        raise TypeError("an interpreter knows attributes")

    def item(self, value: Value, index: Value, node: ast.AST, frame: Frame) -> Value:
        """What value[index] is."""
        raise TypeError("an interpreter knows items")

    def external(self, name: str, value: Value, node: ast.AST, frame: Frame) -> Value:
        """A library's name is read: what it stands for."""
        return value

    def starred(self, name: str, module: Module) -> Value | None:
        """What a module gets by that name from those that it imports whole."""
        return None

    def computed(self, operand: ast.expr, value: Value, frame: Frame) -> None:
        """A number or a tensor is computed from the value of an operand."""

    def choose(self, truth: Truth, node: ast.AST, frame: Frame) -> None:
        """The program takes a choice here."""

    def is_possible(self, guard: Guard) -> bool:
        """Whether a path can be taken at all."""
        return True

    def yield_(self, value: Value) -> None:
        """Yields a value from the function that runs."""

    def loaded(self, value: Value) -> Value:
        """A value whose imported names have been looked up."""
        return value

    # Names.

    def fresh(self) -> int:
        """A new identity."""
        self._idents += 1
        return self._idents

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

    # Expressions.

    def evaluate(self, node: ast.expr, frame: Frame) -> Value:
        """Every value that the expression may have where the program stands."""
        method = self._METHODS.get(type(node))
        if method is None:
            return self._opaque(node, frame)
        return method(self, node, frame)

    def _opaque(self, node: ast.expr, frame: Frame) -> Value:
        return self.unknown("this expression is not followed", (id(node), frame.ident))

    def _name(self, node: ast.Name, frame: Frame) -> Value:
        value = self.lookup(node.id, frame, node)
        first = value[0].atom if len(value) == 1 else None
        if isinstance(first, External):
            return self.external(first.name, value, node, frame)
        return value

    def _attribute(self, node: ast.Attribute, frame: Frame) -> Value:
        return self.attribute(self.evaluate(node.value, frame), node.attr, node, frame)

    def _constant(self, node: ast.Constant, frame: Frame) -> Value:
        value = node.value
        if isinstance(value, (str, bytes)):
            return just(Const(value), (Trace("", frame.module, node),))
        if value is ... or isinstance(value, complex):
            return self._opaque(node, frame)
        return constant(value)

    def _formatted(self, node: ast.JoinedStr, frame: Frame) -> Value:
        operands = [self._part(part, frame) for part in node.values]
        trace = Trace("", frame.module, node)
        result = texts.combine(
            operands, lambda *parts: "".join(parts), (id(node), frame.ident), "an f-string"
        )
        return texts.traced(result, trace)

    def _part(self, part: ast.expr, frame: Frame) -> Value:
        if isinstance(part, ast.Constant):
            return constant(part.value)
        if not isinstance(part, ast.FormattedValue):
            return self.unknown("an f-string", (id(part), frame.ident))
        written = part.format_spec
        pieces = written.values if isinstance(written, ast.JoinedStr) else ()
        conversion = chr(part.conversion) if part.conversion > 0 else None
        return texts.combine(
            [self.evaluate(part.value, frame), *(self._part(one, frame) for one in pieces)],
            lambda value, *spec: texts.piece(value, conversion, "".join(spec)),
            (id(part), frame.ident),
            "an f-string",
        )

    def _template(self, node: ast.expr, frame: Frame) -> Value:
        """A template string: nobody knows what it is, but what stands in it is run."""
        for part in children(node):
            for code in children(part):
                self.evaluate(cast("ast.expr", code), frame)
        return self._opaque(node, frame)

    def _tuple(self, node: ast.Tuple | ast.List | ast.Set, frame: Frame) -> Value:
        kind = type(node).__name__.lower()
        items, is_open = self.listed(node.elts[: containers.MAX_ITEMS], frame)
        is_open = is_open or len(node.elts) > containers.MAX_ITEMS
        return just(containers.collected(kind, items, is_open))

    def listed(self, nodes: Sequence[ast.expr], frame: Frame) -> tuple[list[Value], bool]:
        """The values of what is listed, with what stars unpack, and whether some stay unknown."""
        values: list[Value] = []
        is_open = False
        for node in nodes:
            if not isinstance(node, ast.Starred):
                values.append(self.evaluate(node, frame))
                continue
            items = self.items_of(self.evaluate(node.value, frame))
            is_open = is_open or items is None
            values.extend(items or ())
        return values, is_open

    def items_of(self, value: Value) -> tuple[Value, ...] | None:
        """The items of a value that is one known container; None where they aren't known."""
        if len(value) != 1:
            return None
        atom = value[0].atom
        if isinstance(atom, Collection) and not atom.open:
            return atom.items
        if isinstance(atom, Dictionary) and not atom.open:
            return tuple(key for key, _ in atom.entries)
        if isinstance(atom, Const) and isinstance(atom.value, str) and len(atom.value) <= _SHORT:
            return tuple(constant(letter) for letter in atom.value)
        return None

    def _dict(self, node: ast.Dict, frame: Frame) -> Value:
        entries: list[tuple[Value, Value]] = []
        is_open = len(node.keys) > containers.MAX_ITEMS
        pairs = zip(node.keys, node.values, strict=True)
        for key, element in islice(pairs, containers.MAX_ITEMS):
            if key is not None:
                entries.append((self.evaluate(key, frame), self.evaluate(element, frame)))
                continue
            value = self.evaluate(element, frame)
            inner = value[0].atom if len(value) == 1 else None
            if isinstance(inner, Dictionary):
                entries.extend(inner.entries)
                is_open = is_open or inner.open
            else:
                is_open = True
        return just(Dictionary(tuple(entries), is_open, (id(node), frame.ident)))

    def _conditional(self, node: ast.IfExp, frame: Frame) -> Value:
        yes, no = self.split(node.test, frame)
        values = [
            self._where(guards, way, frame, partial(self.evaluate, way, frame))
            for guards, way in ((yes, node.body), (no, node.orelse))
            if guards
        ]
        return union(*values)

    def _where(
        self, guards: Guards, node: ast.expr, frame: Frame, evaluate: Callable[[], Value]
    ) -> Value:
        """What is evaluated at a node that is only come to under these guards."""
        before, self.guards = self.guards, guards
        try:
            return guarded(evaluate(), guards)
        finally:
            self.guards = before

    def _boolean(self, node: ast.BoolOp, frame: Frame) -> Value:
        operands = node.values[: containers.MAX_ITEMS]
        return self._deciding(operands, isinstance(node.op, ast.And), frame)

    def _deciding(self, operands: Sequence[ast.expr], is_and: bool, frame: Frame) -> Value:
        """The first operand that decides, or the last; one is asked where none before it did."""
        first, rest = operands[0], operands[1:]
        if not rest:
            return self.evaluate(first, frame)
        yes, no = self.split(first, frame)
        go_on, stop = (yes, no) if is_and else (no, yes)
        values = []
        if stop:
            values.append(self._where(stop, first, frame, partial(self.evaluate, first, frame)))
        if go_on:
            decide = partial(self._deciding, rest, is_and, frame)
            values.append(self._where(go_on, rest[0], frame, decide))
        return union(*values) if values else self._opaque(first, frame)

    def _unary(self, node: ast.UnaryOp, frame: Frame) -> Value:
        if isinstance(node.op, ast.Not):
            return tuple(
                Alternative(opposite(item.atom), item.guard, item.why, item.assumed)
                for item in self.truth(self.evaluate(node.operand, frame))
            )
        (value,) = self._operands(node, (node.operand,), frame)
        if isinstance(node.op, ast.USub):
            return texts.combine([value], lambda number: -number, id(node), "a number")
        return value

    def _operands(
        self, node: ast.expr | ast.AugAssign, operands: Sequence[ast.expr], frame: Frame
    ) -> Sequence[Value]:
        """The values of a computation's operands."""
        values = [self.evaluate(one, frame) for one in operands]
        numbers = () if any(map(_may_compute, values)) else numeric(node)
        for one, value in zip(operands, values, strict=True):
            if one in numbers:
                self.computed(one, value, frame)
        return values

    def _binary(self, node: ast.BinOp, frame: Frame) -> Value:
        left, right = self._operands(node, (node.left, node.right), frame)
        return self.operated(type(node.op).__name__, left, right, (id(node), frame.ident))

    def operated(self, operator: str, left: Value, right: Value, key: Hashable) -> Value:
        """What a binary operation gives, by the name of its operator in `ast`."""
        first = left[0].atom if len(left) == 1 else None
        if operator == "BitOr" and isinstance(first, Dictionary):
            return just(containers.merged(first, right))
        if operator == "Add" and isinstance(first, Collection):
            return just(containers.extended(first, right))
        compute = texts.BINARY.get(operator)
        if compute is None:
            return self.unknown("a computation", key, left, right)
        return texts.combine([left, right], compute, key, "a computation")

    def _comparison(self, node: ast.Compare, frame: Frame) -> Value:
        left, *others = self._operands(node, (node.left, *node.comparators), frame)
        if len(others) != 1:
            return self.unknown("a comparison", (id(node), frame.ident), left)
        return self.compare(type(node.ops[0]).__name__, left, others[0])

    def compare(self, operator: str, left: Value, right: Value) -> Value:
        """The truth of a comparison; where it isn't known, a choice named by what is compared."""
        results = []
        for (one, other), guard in texts.combinations([left, right]):
            why = (*one.why, *other.why)
            atom = compared(operator, resolved(one, guard), resolved(other, guard))
            results.append(Alternative(atom, guard, why, one.assumed or other.assumed))
        return capped(tuple(results))

    def _lambda(self, node: ast.Lambda, frame: Frame) -> Value:
        self.capture(frame)
        function = Function(node, frame.module, frame)
        self.define(function)
        return just(function)

    def _named(self, node: ast.NamedExpr, frame: Frame) -> Value:
        value = self.evaluate(node.value, frame)
        home = frame
        while home.kind == "comprehension" and home.parent is not None:
            home = home.parent
        self.bind(node.target, value, home)
        return value

    def _yield(self, node: ast.Yield, frame: Frame) -> Value:
        self.yield_(constant(None) if node.value is None else self.evaluate(node.value, frame))
        return self._opaque(node, frame)

    def _yield_from(self, node: ast.YieldFrom, frame: Frame) -> Value:
        self.yield_(self.element(self.evaluate(node.value, frame), node))
        return self._opaque(node, frame)

    def _subscript(self, node: ast.Subscript, frame: Frame) -> Value:
        value = self.evaluate(node.value, frame)
        if not is_slice(node.slice):
            return self.item(value, self.evaluate(node.slice, frame), node, frame)
        if len(value) == 1 and isinstance(node.slice, ast.Slice):
            return self._slice(value, node, node.slice, frame)
        return self.unknown("a slice", ("slice", identity(value), id(node)), value)

    def _slice(self, value: Value, node: ast.Subscript, part: ast.Slice, frame: Frame) -> Value:
        bounds = [
            constant(None) if bound is None else self.evaluate(bound, frame)
            for bound in (part.lower, part.upper, part.step)
        ]
        atom = value[0].atom
        if isinstance(atom, Collection):
            found = containers.sliced(atom, bounds)
            return found or self.unknown("a slice", (id(node), frame.ident), value)
        return texts.combine(
            [value, *bounds],
            lambda text, lower, upper, step: text[lower:upper:step],
            (id(node), frame.ident),
            "a slice",
        )

    def _await(self, node: ast.Await, frame: Frame) -> Value:
        return self.evaluate(node.value, frame)

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, frame: Frame
    ) -> Value:
        inner = Frame(self.fresh(), frame.module, frame, "comprehension", uncalled=frame.uncalled)
        results: list[Any] = []
        before = self.guards
        complete = self._each(node.generators, node, inner, results)
        self.guards = before
        if isinstance(node, ast.DictComp):
            return just(Dictionary(tuple(results), not complete, (id(node), frame.ident)))
        kind = "set" if isinstance(node, ast.SetComp) else "list"
        return just(Collection(kind if complete else "each", tuple(results), not complete))

    def _each(
        self, loops: Sequence[ast.comprehension], node: Any, frame: Frame, results: list[Any]
    ) -> bool:
        """Evaluates the element for each item; whether it is known which items there are."""
        loop, inner = loops[0], loops[1:]
        source = self.evaluate(loop.iter, frame)
        items = self.items_of(source)
        complete = items is not None and len(items) <= _MANY
        if items is None or not complete:
            items = (self.element(source, loop),)
        before = self.guards
        for item in items:
            self.bind(loop.target, item, frame)
            kept, self.guards = self._kept(loop.ifs, frame), before
            complete = complete and kept is not None
            if kept == ():
                continue
            if inner:
                complete = self._each(inner, node, frame, results) and complete
            elif isinstance(node, ast.DictComp):
                results.append((self.evaluate(node.key, frame), self.evaluate(node.value, frame)))
            else:
                results.append(self.evaluate(node.elt, frame))
        return complete

    def _kept(self, tests: Sequence[ast.expr], frame: Frame) -> Guards | None:
        """Where the tests hold: nowhere, everywhere (as before), or (None) nobody knows."""
        is_known = True
        for test in tests:
            yes, no = self.split(test, frame)
            if not yes:
                return ()
            is_known = is_known and not no
        return self.guards if is_known else None

    # What expressions need of statements.

    def bind(self, target: ast.AST, value: Value, frame: Frame) -> None:
        """Assigns a value to whatever stands on the left."""
        raise TypeError("an interpreter binds")

    def element(self, value: Value, node: ast.AST) -> Value:
        """What a loop over the value gives: each item, as one choice of the loop."""
        items: list[Alternative] = []
        for alternative in value:
            atom = alternative.atom
            inner = self.items_of((alternative,))
            if inner is None and isinstance(atom, Collection) and atom.kind == "each":
                inner = atom.items
            if inner is None:
                reason = getattr(atom, "reason", "") or "what the loop runs over is not known"
                key = ("element", id(node), identity((alternative,)))
                unknown = Unknown(reason, key, sources_in((alternative,)))
                items.append(Alternative(unknown, alternative.guard))
                continue
            for index, item in enumerate(inner):
                choice: Guard = {("loop", id(node)): index} if len(inner) > 1 else ALWAYS
                for one in item:
                    guard = both(both(one.guard, alternative.guard) or ALWAYS, choice)
                    if guard is not None:
                        items.append(Alternative(one.atom, guard, one.why, one.assumed))
        return capped(tuple(items)) or self.unknown("an empty loop", ("element", id(node)))

    # Truth.

    def truth(self, value: Value) -> Value:
        """The truth of a value: True, False, or a choice that the program makes."""
        return tuple(
            Alternative(truth(item.atom), item.guard, item.why, item.assumed) for item in value
        )

    def split(self, test: ast.expr, frame: Frame) -> tuple[Guards, Guards]:
        """The guards under which a test holds, and those under which it doesn't."""
        return self.split_value(self.truth(self.evaluate(test, frame)), test, frame)

    def split_value(self, value: Value, node: ast.AST, frame: Frame) -> tuple[Guards, Guards]:
        """The same for the truth of a test that was evaluated already."""
        yes: list[dict[Hashable, Hashable]] = []
        no: list[dict[Hashable, Hashable]] = []
        for guard in self.guards:
            for item in value:
                held = both(guard, item.guard)
                if held is None:
                    continue
                atom = resolved(item, held)
                default = default_of(item)
                if default is not None and default not in held and isinstance(atom, Const):
                    holds, fails = (yes, no) if atom.value else (no, yes)
                    holds.append({**held, default: True})
                    fails.append({**held, default: False})
                elif isinstance(atom, Const):
                    (yes if atom.value else no).append(dict(held))
                elif isinstance(atom, Truth):
                    self.choose(atom, node, frame)
                    yes.append({**held, atom.key: atom.wanted})
                    no.append({**held, atom.key: not atom.wanted})
        yes = [guard for guard in yes if self.is_possible(guard)]
        no = [guard for guard in no if self.is_possible(guard)]
        if len(yes) + len(no) > _MAX_GUARDS:
            key = ("test", id(node), frame.ident)
            return ({key: True},), ({key: False},)
        return _distinct(yes), _distinct(no)

    _METHODS: ClassVar[dict[type[ast.AST], Callable[[Any, Any, Frame], Value]]] = {
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Call: lambda self, node, frame: self.call(node, frame),
        ast.Constant: _constant,
        ast.JoinedStr: _formatted,
        **dict.fromkeys(TEMPLATES, _template),
        ast.Tuple: _tuple,
        ast.List: _tuple,
        ast.Set: _tuple,
        ast.Dict: _dict,
        ast.IfExp: _conditional,
        ast.BoolOp: _boolean,
        ast.UnaryOp: _unary,
        ast.BinOp: _binary,
        ast.Compare: _comparison,
        ast.Lambda: _lambda,
        ast.NamedExpr: _named,
        ast.Subscript: _subscript,
        ast.Await: _await,
        ast.Yield: _yield,
        ast.YieldFrom: _yield_from,
        ast.ListComp: _comprehension,
        ast.SetComp: _comprehension,
        ast.GeneratorExp: _comprehension,
        ast.DictComp: _comprehension,
    }


_MAX_GUARDS = 16

# The letters of a text so short are taken one by one.
_SHORT = 32

# Of more items than these a comprehension is evaluated once, for any of them.
_MANY = 32
_BUILTINS = frozenset(
    {
        *("str", "int", "bool", "float", "list", "tuple", "set", "dict", "frozenset", "len"),
        *(
            "getattr",
            "setattr",
            "hasattr",
            "callable",
            "isinstance",
            "print",
            "zip",
            "enumerate",
            "range",
        ),
        *("map", "sorted", "super", "type", "open", "input", "globals", "vars", "__import__"),
        *("exec", "eval"),
        *("next", "iter", "reversed", "any", "all", "min", "max", "sum", "repr", "object"),
        *("staticmethod", "classmethod", "property", "filter", "exit", "quit"),
    }
)


def _may_compute(operand: Value) -> bool:
    """Whether an operand may be an object of the code, whose class says what is computed."""
    return any(isinstance(item.atom, Instance) for item in operand)


def is_slice(index: ast.expr) -> bool:
    """Whether what stands in the brackets of an item asks for more than one."""
    return isinstance(index, ast.Slice) or (
        isinstance(index, ast.Tuple) and any(isinstance(one, ast.Slice) for one in index.elts)
    )


def _distinct(guards: Sequence[dict[Hashable, Hashable]]) -> Guards:
    found: list[dict[Hashable, Hashable]] = []
    for guard in guards:
        if guard not in found:
            found.append(guard)
    return tuple(found)
