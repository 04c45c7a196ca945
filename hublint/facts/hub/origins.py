"""What is a hub object made from? Its handle, and all that is known of the model, as columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hublint.facts.hub.load_options import options_facts
from hublint.facts.values import format_guards, rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Atom,
    Const,
    External,
    Function,
    HubObject,
    Instance,
    Method,
    Signature,
    Unknown,
)
from hublint.facts.values.guards import ALWAYS, Guard, both
from hublint.facts.values.rows import Column, Facts, Option
from hublint.facts.values.value import Alternative, Trace, Value, constant, just
from hublint.model import Certainty, Evidence, Fact, HubCall

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.libraries.symbols import HubApi
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.project.modules import Module


# What tf.saved_model.load gives.
_LOADED = "tensorflow.saved_model.load()"

# What hub.Module is made from, by the API that made that.
SPECS = {
    "create_module_spec": "module-fn",
    "ModuleSpec": "module-fn",
    "create_module_spec_from_saved_model": "saved-model",
}
_TF1_BY_DEFINITION = (Evidence("what a module_fn defines is a model of the TF1 Hub format"),)


@dataclass(frozen=True, slots=True)
class Thing:
    """A hub object: which API made it, where, and from which arguments."""

    ident: int
    api: HubApi
    call: HubCall
    arguments: Arguments
    module: Module


class Origins:
    """What the hub objects of one program were made from."""

    def __init__(self, interpreter: Interpreter, project: Project) -> None:
        self._run = interpreter
        self._project = project
        self.things: dict[int, Thing] = {}

    def columns(self, thing: Thing) -> list[Column]:
        """The columns of what the object was made from, and of what it is by now."""
        columns = [self._handle_column(thing)]
        for name, role in thing.api.parameters.items():
            if role == "graph variant":
                value = self.argument(thing, name)
                columns.append(rows.column(value, rows.tags_facts, self.trace(thing, name)))
            elif role == "load options":
                value = self.argument(thing, name)
                columns.append(rows.column(value, options_facts, self.trace(thing, name)))
            elif role == "signature":
                columns.append(self._signature_column(thing, name))
        tuning = thing.api.parameter("fine-tune")
        trainable = self._run.state.get((thing.ident, "trainable"))
        if trainable is not None and tuning is not None:
            shown = self.trace(thing, tuning)
            columns.append(rows.column(trainable, rows.boolean_fact("trainable"), shown))
            source = self._run.state.get((thing.ident, "trainable_from")) or constant("constructor")
            columns.append(rows.column(source, rows.word_fact("trainable_from")))
        return columns

    def _signature_column(self, thing: Thing, name: str) -> Column:
        value = self.argument(thing, name)
        shown = self.trace(thing, name)
        if name == "signature_outputs_as_dict":
            return rows.column(value, rows.boolean_fact("as_dict"), shown)
        return rows.column(value, rows.text_fact(name), shown)

    def _handle_column(self, thing: Thing) -> Column:
        name = thing.api.parameter("handle")
        if name is None:
            return rows.fixed({})
        options: list[Option] = []
        for item in self.argument(thing, name):
            options.extend(self._handle_options(thing, item))
        return options

    def _handle_options(self, thing: Thing, item: Alternative) -> list[Option]:
        atom = item.atom
        kind = _argument_kind(atom, self.things)
        source = self._source_of(atom)
        if source is not None:
            own = _made_from(thing, kind, source.api.name)
            return [
                Option(guard, _with(option, own))
                for option in self._handle_column(source)
                if (guard := both(item.guard, option.guard)) is not None
            ]
        saved = self._run.saved.at(atom)
        if saved:
            return self._saved_options(thing, item, saved)
        if isinstance(atom, Const) and isinstance(atom.value, str):
            return self._model_options(thing, item, atom.value)
        maker = self.things[atom.ident].api.name if isinstance(atom, HubObject) else ""
        own = _made_from(thing, kind, maker)
        if kind in ("unknown", "text"):
            reason = rows.unknown("the handle", atom).missing
            facts = {name: Fact(None, missing=reason) for name in ("handle", "format", *own)}
            if kind == "text":
                facts.update(own)
            return [Option(item.guard, lambda guard: {**facts, **self._looked_for(atom, guard)})]
        return [rows.settled(item.guard, own)]

    def _saved_options(self, thing: Thing, item: Alternative, saved: Value) -> list[Option]:
        """The facts of a model that this program has written itself."""
        atom, own = item.atom, _made_from(thing, "handle", "")
        if isinstance(atom, Const):
            own["handle"] = _shown_handle(str(atom.value), rows.evidence(item.why, ""), item)
        else:
            own["handle"] = rows.unknown("the handle", atom)
        options: list[Option] = []
        for one in saved:
            facts = self._run.saved.facts(one)
            guard = both(item.guard, one.guard)
            guard = None if guard is None else both(guard, self._seen_there(atom, facts))
            if guard is not None:
                options.append(rows.settled(guard, {**facts, **own}))
        return options

    def _seen_there(self, handle: Atom, facts: Mapping[str, Fact]) -> Guard:
        """What a test for `tfhub_module.pb` sees, if there was one, of a model of known format."""
        choice = format_guards.choice(handle)
        known = facts["format"].value if "format" in facts else None
        if known is None or choice not in self._run.choices:
            return ALWAYS
        return {choice: known == "tf1-hub"}

    def _looked_for(self, handle: Atom, guard: Guard) -> Facts:
        """The format that a test for the file `tfhub_module.pb` leaves here, if there was one."""
        found = format_guards.left(handle, guard)
        trace = self._run.choices.get(format_guards.choice(handle))
        if found is None or trace is None:
            return {}
        word, is_certain = found
        text = f"this test leaves {word} in this branch"
        certainty: Certainty = "proven" if is_certain else "assumed"
        return {"format": Fact(word, certainty, rows.evidence((trace,), text))}

    def _source_of(self, atom: Atom) -> Thing | None:
        """The hub object that stands where a handle belongs, if it was made from a handle."""
        if not isinstance(atom, HubObject):
            return None
        thing = self.things[atom.ident]
        return thing if thing.api.parameter("handle") is not None else None

    def _model_options(self, thing: Thing, item: Alternative, handle: str) -> list[Option]:
        models = self._project.facts_of_model(handle, thing.module)
        shown = rows.evidence(item.why, f"the handle is {handle}")
        own = _made_from(thing, "handle", "")
        options = []
        for number, model in enumerate(models):
            guard = dict(item.guard)
            if len(models) > 1:
                guard["format", handle] = number
            guard.update(self._seen_there(item.atom, model))
            facts = {**model, **own, "handle": _shown_handle(handle, shown, item)}
            if item.assumed:
                facts = {name: _assumed(fact) for name, fact in facts.items()}
            options.append(Option(guard, self._as_looked_for(item.atom, facts)))
        return options

    def _as_looked_for(self, handle: Atom, facts: Facts) -> Callable[[Guard], Facts]:
        """The facts of a model; a format that nobody knows is what a test for it leaves."""
        if "format" in facts and facts["format"].value is not None:
            return lambda held: facts
        return lambda held: {**facts, **self._looked_for(handle, held)}

    def argument(self, thing: Thing, name: str) -> Value:
        """An argument's value; what is not passed is None, which for a flag is False."""
        position = list(thing.api.parameters).index(name)
        value = thing.arguments.get(name, position)
        if value is not None:
            return value
        if thing.arguments.open:
            reason = thing.arguments.hidden(name)
            return just(Unknown(reason, ("hidden", thing.ident, name)))
        return constant(None)

    def trace(self, thing: Thing, name: str) -> tuple[Trace, ...]:
        """What shows an argument of the call that made an object."""
        return thing.arguments.trace(name, list(thing.api.parameters).index(name))


def _with(option: Option, more: Facts) -> Callable[[Guard], Facts]:
    return lambda held: {**option.facts(held), **more}


def _shown_handle(handle: str, shown: tuple[Evidence, ...], item: Alternative) -> Fact:
    return Fact(handle, "assumed" if item.assumed else "proven", shown)


def _assumed(fact: Fact) -> Fact:
    return fact if fact.value is None else replace(fact, certainty="assumed")


def _made_from(thing: Thing, kind: str, source: str) -> dict[str, Fact]:
    """What stands where the handle belongs, in the words of the vocabulary."""
    words: dict[str, str | None] = {"text": "handle", "unknown": None, "other": "function"}
    argument = Fact(words.get(kind, kind))
    if thing.api.name == "Module":
        if kind == "other":
            argument = Fact(None, missing="an object of the code's own may be a spec, or a path")
        spec = Fact(SPECS.get(source, "handle"))
        made: dict[str, Fact] = {"spec": spec, "argument": argument}
        if spec.value == "module-fn":
            made["format"] = Fact("tf1-hub", why=_TF1_BY_DEFINITION)
        return made
    if thing.api.name in ("load", "KerasLayer"):
        return {"argument": argument}
    return {}


def _argument_kind(atom: Atom, things: Mapping[int, Thing]) -> str:
    """What stands where a handle belongs: a handle, a text, an object, a function.

    "other" is an instance, or what an object has: something that may well be called.
    """
    if isinstance(atom, Const) and isinstance(atom.value, str):
        return "handle"
    if isinstance(atom, Unknown) and atom.text:
        return "text"
    if isinstance(atom, HubObject):
        api = things[atom.ident].api.name
        return {"load": "loaded-object", "Module": "module", "KerasLayer": "loaded-object"}.get(
            api, "spec"
        )
    if isinstance(atom, External) and atom.name == _LOADED:
        return "loaded-object"
    if isinstance(atom, Function):
        return "function"
    return "other" if isinstance(atom, (Method, Signature, Instance)) else "unknown"
