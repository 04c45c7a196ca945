"""How are Keras models around hub layers used: compiled, fitted, asked, saved, loaded back?

A model remembers when it was compiled, fitted and asked for predictions: so an event can say what
came first, and which Keras a layer meets there.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.facts.keras.order import order_column
from hublint.facts.keras.parts import Parts, spelt_otherwise
from hublint.facts.keras.written import WrittenModels, saved_format
from hublint.facts.libraries.symbols import canonical
from hublint.facts.values import rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Const, Instance, KerasModel, KerasTensor, Method
from hublint.facts.values.rows import Column
from hublint.facts.values.sources import sources_in
from hublint.facts.values.symbolic_inputs import symbolic_family
from hublint.facts.values.value import Trace, Value, just
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.values.frames import Frame

# Where a file names one of these, Keras may know a hub layer without being told.
_REGISTERING = ("get_custom_objects", "register_keras_serializable")

_FITTING = ("fit", "fit_generator", "train_on_batch")

# By these a model trains: a class that has its own may train what Keras doesn't see.
_TRAINING = ("train_step", "make_train_function", "trainable_variables", "trainable_weights")

_PREDICTING = ("predict", "evaluate", "get_weights", "predict_on_batch", "test_on_batch")


class KerasModels(Parts):
    """The Keras models of one program."""

    def __init__(self, run: Interpreter, project: Project) -> None:
        super().__init__(run, project)
        self.written = WrittenModels(run)

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
            foreign = spelt_otherwise(owner.family, optimizer, "keras:optimizers.")
        for ident in self.layers(owner):
            columns = [self._held_column(ident, frame, foreign), self._strategy_column(ident)]
            self._run.objects.record(ident, "compiled", node, frame, columns)

    def _fit(self, owner: KerasModel | Instance, node: ast.Call, frame: Frame) -> None:
        for ident in () if self._trains_itself(owner) else self.layers(owner):
            columns = [
                order_column(self._run.state, owner.ident, ident),
                self._held_column(ident, frame),
            ]
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

    def _strategy_column(self, ident: int) -> Column:
        inside = any(context.kind == "strategy" for context in self._run.contexts)
        made = self._run.state.get((ident, "made in strategy"))
        if not inside or made is None:
            return rows.fixed({})
        return rows.column(made, rows.word_fact("strategy_scope"))

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
