"""Which Keras models are built around hub layers, and in which order are they used?

A model remembers its layers, and when it was compiled, fitted and asked for predictions; a hub
layer remembers the model that holds it. So an event can say which Keras the layer meets, and
what came first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from hublint.facts.hub import rows
from hublint.facts.hub.rows import Column, Facts, Option
from hublint.facts.interpreter.arguments import Arguments
from hublint.facts.keras.family import family_fact
from hublint.facts.keras.legacy import LegacyKeras, legacy_fact
from hublint.facts.keras.written import WrittenModels, saved_format
from hublint.facts.libraries.symbols import canonical, keras_family
from hublint.facts.values.value import (
    ALWAYS,
    Alternative,
    Atom,
    Collection,
    Const,
    Dictionary,
    External,
    Guard,
    HubObject,
    Instance,
    KerasModel,
    KerasTensor,
    Method,
    Partial,
    SignatureResult,
    Trace,
    Unknown,
    Value,
    both,
    constant,
    just,
    pairs,
    sources_in,
    under,
    union,
)
from hublint.model import Evidence, Fact

if TYPE_CHECKING:
    from hublint.facts.interpreter.expressions import Frame
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.project.surroundings import Project

# Where a file names one of these, Keras may know a hub layer without being told.
_REGISTERING = ("get_custom_objects", "register_keras_serializable")
_FITTING = ("fit", "fit_generator", "train_on_batch")
# By these a model trains: a class that has its own may train what Keras doesn't see.
_TRAINING = ("train_step", "make_train_function", "trainable_variables", "trainable_weights")
_PREDICTING = ("predict", "evaluate", "get_weights", "predict_on_batch", "test_on_batch")


class KerasModels:
    """The Keras models of one program."""

    def __init__(self, run: Interpreter, project: Project) -> None:
        self._run = run
        self._project = project
        self.legacy = LegacyKeras(run, project)
        self.written = WrittenModels(run)

    # Building.

    def make(self, kind: str, family: str, layers: Value, node: ast.Call, frame: Frame) -> Value:
        """A model is made of layers (a functional one: of what its outputs come from)."""
        model = KerasModel(self._run.fresh(), kind, family)
        self._run.state.set((model.ident, "layers"), just(Collection("list", ())))
        for moment in ("compiled", "fitted", "predicted"):
            self._run.state.set((model.ident, moment), constant(0))
        self.add(model, layers, node, frame)
        return just(model)

    def add(self, model: KerasModel, layers: Value, node: ast.Call, frame: Frame) -> None:
        """Layers go into a model, one or a list of them."""
        before = self._parts(model)
        added = self._run.items_of(layers)
        new = tuple(
            self._run_lambdas(under(layer, self._run.guards), node, frame)
            for layer in ((layers,) if added is None else added)
        )
        self._run.state.set((model.ident, "layers"), just(Collection("list", (*before, *new))))
        foreign = _foreign(model, (*before, *new))
        met = list(_hub_objects(new))
        if not met and _foreign(model, new):
            met = list(_hub_objects(before))
        for item in met:
            assert isinstance(item.atom, HubObject)
            self.hold(item.atom.ident, model.kind, model.family)
            column = self._family_column(model.kind, model.family, foreign, frame)
            self._run.objects.record(item.atom.ident, "added", node, frame, [column], item.guard)

    def _parts(self, model: KerasModel) -> tuple[Value, ...]:
        held = self._run.state.get((model.ident, "layers")) or ()
        first = held[0].atom if held else None
        return first.items if isinstance(first, Collection) else ()

    def listed(self, model: KerasModel) -> Value:
        """What `model.layers` is; an Input that was given as one is none."""
        parts = self._parts(model)
        if model.kind == "sequential":
            parts = tuple(part for part in parts if not all(map(_is_input, part)))
        return just(Collection("list", parts))

    def _run_lambdas(self, layer: Value, node: ast.Call, frame: Frame) -> Value:
        """A Lambda layer of a model is run: what it gives stands for what it uses."""
        found: list[Value] = []
        for item in layer:
            if not _is_lambda(item.atom):
                found.append((item,))
                continue
            given = self._run.unknown("what a Lambda layer is given", ("lambda", id(node)))
            found.append(self._run.apply((item,), Arguments((given,)), node, frame))
        return union(*found) if found else layer

    def hold(self, ident: int, container: str, family: str) -> None:
        """A hub layer has a place now: in a model, as an attribute of one, in a Lambda."""
        key = (ident, "held by")
        if container == "lambda" and self._run.state.get(key) is not None:
            return  # whatever else holds it also knows its weights
        self._run.state.set(key, constant(f"{container} {family}"))

    def layers(self, atom: KerasModel | Instance) -> tuple[int, ...]:
        """The hub objects in a model, or among the attributes of an object of the code."""
        if isinstance(atom, Instance):
            held = list(self._run.state.names(atom.ident).values())
        else:
            held = [self._run.state.get((atom.ident, "layers")) or ()]
        known = self._run.objects.knows
        return tuple(
            ident
            for ident in dict.fromkeys(one for value in held for one in self._inside(value))
            if known(ident)
        )

    def _inside(self, value: Value, depth: int = 0) -> Iterator[int]:
        if depth > 4:
            return
        for item in value:
            atom = item.atom
            if isinstance(atom, HubObject):
                yield atom.ident
            elif isinstance(atom, (Unknown, KerasTensor, SignatureResult)):
                yield from atom.sources
            elif isinstance(atom, Collection):
                for inner in atom.items:
                    yield from self._inside(inner, depth + 1)
            elif isinstance(atom, KerasModel):
                for part in self._parts(atom):
                    yield from self._inside(part, depth + 1)
            elif isinstance(atom, Instance) and self._run.is_keras(atom.type):
                for inner in self._run.state.names(atom.ident).values():
                    yield from self._inside(inner, depth + 1)

    # Using.

    def call(self, method: Method, arguments: Arguments, node: ast.Call, frame: Frame) -> None:
        """A method of a model, or of an object of the code that may be one, is called."""
        owner, name = method.owner, method.name
        if not isinstance(owner, (KerasModel, Instance)):
            return
        if name == "add" and isinstance(owner, KerasModel) and arguments.positional:
            self.add(owner, arguments.positional[0], node, frame)
        elif name == "compile":
            self._compile(owner, arguments, node, frame)
        elif name in _FITTING:
            self._fit(owner, node, frame)
        elif name in _PREDICTING:
            self._happens(owner, "predicted", node, frame)
        elif name == "export":
            trace = Trace(f"`{frame.module.excerpt(node)}` writes it", frame.module, node)
            self._run.saved.write_signatures(arguments.get("filepath", 0), trace)
        elif name == "save":
            self._save(owner, arguments, node, frame)

    def _compile(
        self, owner: KerasModel | Instance, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> None:
        self._happens(owner, "compiled", node, frame)
        optimizer = arguments.get("optimizer", 0) or ()
        foreign = ""
        if isinstance(owner, KerasModel):
            foreign = _spelt_otherwise(owner.family, optimizer, "keras:optimizers.")
        for ident in self.layers(owner):
            columns = [self._held_column(ident, frame, foreign), self._strategy_column(ident)]
            self._run.objects.record(ident, "compiled", node, frame, columns)

    def _fit(self, owner: KerasModel | Instance, node: ast.Call, frame: Frame) -> None:
        for ident in () if self._trains_itself(owner) else self.layers(owner):
            columns = [self._order_column(owner, ident), self._held_column(ident, frame)]
            self._run.objects.train((ident,), "fit", True, node, frame, columns)
        self._happens(owner, "fitted", node, frame)

    def _trains_itself(self, owner: KerasModel | Instance) -> bool:
        """Whether the class of a model says itself what `fit` trains."""
        return isinstance(owner, Instance) and any(
            self._run.find_in_class(owner.type, name) is not None for name in _TRAINING
        )

    def _save(
        self, owner: KerasModel | Instance, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> None:
        path = arguments.get("filepath", 0)
        if path is None:
            return
        layers = self.layers(owner)
        word = saved_format(path, arguments.get("save_format"))
        shown = rows.fixed({"saved_format": Fact(word)} if word else {})
        for ident in layers:
            self._run.objects.record(ident, "saved", node, frame, [shown])
        self.written.saved(path, layers)
        if word in ("folder", ""):
            trace = Trace(f"`{frame.module.excerpt(node)}` writes it", frame.module, node)
            self._run.saved.write_keras(path, owner, trace, frame)

    def load(self, path: Value, told: bool, node: ast.Call, frame: Frame) -> None:
        """Keras loads a model; `told` is whether it is given custom objects."""
        word = saved_format(path)
        inside = any(context.kind == "custom-objects" for context in self._run.contexts)
        registered = any(map(frame.module.names_word, _REGISTERING))
        facts = {"saved_format": Fact(word)} if word else {}
        if not registered:
            facts["custom_objects"] = Fact(told or inside)
        for ident in self.written.layers_in(path):
            self._run.objects.record(ident, "loaded-back", node, frame, [rows.fixed(facts)])

    def _happens(
        self, owner: KerasModel | Instance, moment: str, node: ast.Call, frame: Frame
    ) -> None:
        code = frame.module.excerpt(node)
        trace = Trace(f"`{code}` comes before", frame.module, node)
        self._run.state.set((owner.ident, moment), just(Const(self._run.fresh()), (trace,)))

    def _order_column(self, owner: KerasModel | Instance, ident: int) -> Column:
        """What came first: see the fact `order`."""
        moments = [
            self._run.state.get(key) or constant(0)
            for key in (
                (owner.ident, "compiled"),
                (ident, "trainable set"),
                (owner.ident, "predicted"),
                (owner.ident, "fitted"),
            )
        ]
        options = []
        for chosen in product(*moments):
            guard = _together(chosen)
            if guard is not None:
                facts = _order_facts(chosen)
                options.append(Option(guard, lambda held, facts=facts: facts))  # type: ignore[misc]
        return options

    def _strategy_column(self, ident: int) -> Column:
        inside = any(context.kind == "strategy" for context in self._run.contexts)
        made = self._run.state.get((ident, "made in strategy"))
        if not inside or made is None:
            return rows.fixed({})
        return rows.column(made, rows.word_fact("strategy_scope"))

    # The Keras that a layer meets.

    def family(self, spelling: str, frame: Frame) -> Fact:
        """Which Keras a spelling stands for here; unknown where it may be one or another."""
        versions = self._run.surroundings(frame.module).versions
        found = [
            family_fact(spelling, versions, legacy_fact(one.atom, one))
            for one in self.legacy.value(frame)
        ]
        if len({one.value for one in found}) != 1:
            return Fact(None, missing="it is not known which Keras this is")
        return found[0]

    def _family_column(self, container: str, family: str, foreign: str, frame: Frame) -> Column:
        held = constant(f"{container} {family}")
        return self._columns_of(held, foreign, frame)

    def _held_column(self, ident: int, frame: Frame, foreign: str = "") -> Column:
        held = self._run.state.get((ident, "held by"))
        return rows.fixed({}) if held is None else self._columns_of(held, foreign, frame)

    def _columns_of(self, held: Value, foreign: str, frame: Frame) -> Column:
        versions = self._run.surroundings(frame.module).versions

        def facts(place: Atom, legacy: Fact) -> Facts:
            text = str(place.value) if isinstance(place, Const) else ""
            container, _, family = text.partition(" ")
            found = {
                "container": Fact(container),
                "keras_family": family_fact(family, versions, legacy),
                "legacy_keras": legacy,
            }
            if foreign:
                found["beside"] = family_fact(foreign, versions, legacy)
            return found

        options = []
        for one, other, guard in pairs(held, self.legacy.value(frame)):
            found = facts(one.atom, legacy_fact(other.atom, other))
            options.append(Option(guard, lambda held, found=found: found))  # type: ignore[misc]
        return options

    def met_by_call(self, ident: int, arguments: Arguments, frame: Frame) -> Column:
        """The Keras that a layer meets when it is called: on a symbolic input, or in a Lambda."""
        family = symbolic_family(arguments)
        if family:
            self.hold(ident, "functional", family)
            return self._family_column("functional", family, "", frame)
        around = next((c for c in reversed(self._run.contexts) if c.kind == "lambda"), None)
        if around is not None and around.detail:
            self.hold(ident, "lambda", around.detail)
            return self._family_column("lambda", around.detail, "", frame)
        return rows.fixed({})

    def applied(
        self, name: str, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value | None:
        """What a layer of Keras makes of a symbolic input; None if it is given none."""
        if not canonical(name).startswith("keras:layers."):
            return None
        family = symbolic_family(arguments)
        if not family:
            return None
        sources = sources_in(*arguments.positional, *arguments.keywords.values())
        return just(KerasTensor(family, ("layer", id(node), frame.ident), sources))


# Symbolic inputs.


def symbolic_family(arguments: Arguments) -> str:
    """The Keras whose symbolic input is passed to a call; "" if none is, or not for certain."""
    given = arguments.get("inputs", 0)
    return "" if given is None else _family_of(given)


def is_symbolic(atom: Atom) -> bool:
    """Whether a thing is a symbolic input of Keras, or a collection with one in it."""
    return bool(_family_in(atom, 0))


def _family_of(value: Value, depth: int = 0) -> str:
    found = {_family_in(item.atom, depth) for item in value}
    return found.pop() if len(found) == 1 else ""


def _family_in(atom: Atom, depth: int) -> str:
    if isinstance(atom, KerasTensor):
        return atom.family
    inner: Sequence[Value] = ()
    if isinstance(atom, Collection):
        inner = atom.items
    elif isinstance(atom, Dictionary):
        inner = [value for _, value in atom.entries]
    if depth > 2:
        return ""
    return next((family for one in inner if (family := _family_of(one, depth + 1))), "")


def concrete(arguments: Arguments) -> Arguments:
    """The same arguments as code inside of a layer sees them: tensors that are not symbolic."""
    positional = tuple(_concrete(value) for value in arguments.positional)
    keywords = {name: _concrete(value) for name, value in arguments.keywords.items()}
    return replace(arguments, positional=positional, keywords=keywords)


def _concrete(value: Value) -> Value:
    return tuple(
        replace(item, atom=_concrete_atom(item.atom)) if is_symbolic(item.atom) else item
        for item in value
    )


def _concrete_atom(atom: Atom) -> Atom:
    if isinstance(atom, KerasTensor):
        return Unknown("what the layer is given", atom.key, atom.sources)
    if isinstance(atom, Collection):
        return replace(atom, items=tuple(map(_concrete, atom.items)))
    if isinstance(atom, Dictionary):
        return replace(atom, entries=tuple((key, _concrete(one)) for key, one in atom.entries))
    return atom


# Parts of a model.


def _hub_objects(parts: Sequence[Value]) -> Iterator[Alternative]:
    for value in parts:
        for item in value:
            if isinstance(item.atom, HubObject):
                yield item


def _is_input(item: Alternative) -> bool:
    atom = item.atom
    is_layer = isinstance(atom, External) and canonical(atom.name) == "keras:layers.InputLayer()"
    return is_layer or isinstance(atom, KerasTensor)


def _is_lambda(atom: Atom) -> bool:
    function = atom.function[0].atom if isinstance(atom, Partial) and atom.function else None
    return isinstance(function, External) and canonical(function.name) == "keras:layers.Lambda()"


def _foreign(model: KerasModel, parts: Sequence[Value]) -> str:
    """How the Keras of a part is spelt that is not the model's own; "" if there is none."""
    spelt = (_spelt_otherwise(model.family, part, "keras:layers.") for part in parts)
    return next((one for one in spelt if one), "")


def _spelt_otherwise(family: str, value: Value, prefix: str) -> str:
    for item in value:
        atom = item.atom
        if isinstance(atom, External) and canonical(atom.name).startswith(prefix):
            spelling = keras_family(atom.name)
            if spelling != family:
                return spelling
    return ""


# Order.


def _together(chosen: Sequence[Alternative]) -> Guard | None:
    guard: Guard | None = ALWAYS
    for item in chosen:
        guard = None if guard is None else both(guard, item.guard)
    return guard


def _order_facts(chosen: Sequence[Alternative]) -> Facts:
    compiled, trainable, predicted, fitted = (
        item.atom.value if isinstance(item.atom, Const) and isinstance(item.atom.value, int) else 0
        for item in chosen
    )
    if compiled and trainable > compiled:
        return {"order": Fact("compile-first", why=_shown(chosen[0]))}
    if predicted and not fitted:
        return {"order": Fact("predict-first", why=_shown(chosen[2]))}
    return {}


def _shown(item: Alternative) -> tuple[Evidence, ...]:
    return rows.evidence(item.why, "")
