"""What is made of TF Hub, and what happens to it? The events of hub objects, with their facts."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import libcst as cst

from hublint.facts import format_guards, rows, version_tests
from hublint.facts.api_age import age_fact
from hublint.facts.arguments import Arguments
from hublint.facts.asked_object import attribute_facts, keyword_facts, parameters
from hublint.facts.asked_signature import asked_facts
from hublint.facts.expectations import EXPECTS, TRIES, found_callable
from hublint.facts.graphs import OUTSIDE, graph_around
from hublint.facts.keras_models import symbolic_family
from hublint.facts.load_options import options_facts
from hublint.facts.recorder import Recorder
from hublint.facts.repeating import load_fact, module_fact
from hublint.facts.rows import Column, Facts, Option
from hublint.facts.runtime import Surroundings, runtime_facts, surrounded
from hublint.facts.session_names import is_session
from hublint.facts.session_needs import is_whole, needs_facts
from hublint.facts.signature_tests import found_facts
from hublint.facts.values import (
    ALWAYS,
    Alternative,
    Atom,
    Collection,
    Const,
    Dictionary,
    External,
    Function,
    Guard,
    HubObject,
    Instance,
    KerasModel,
    KerasTensor,
    Method,
    Signature,
    SignatureResult,
    Signatures,
    Trace,
    Truth,
    Unknown,
    Value,
    both,
    capped,
    constant,
    identity,
    just,
    resolved,
    sources_in,
)
from hublint.model import Certainty, Evidence, Fact, HubCall

if TYPE_CHECKING:
    from hublint.facts.expressions import Frame
    from hublint.facts.interpreter import Interpreter
    from hublint.facts.library_call import LibraryCall
    from hublint.facts.modules import Module
    from hublint.facts.project import Project
    from hublint.facts.symbols import HubApi

# The variables of a loaded object: TF1 Hub format has no list of the trainable ones.
_VARIABLES = frozenset(
    {"variables", "trainable_variables", "trainable_weights", "weights", "non_trainable_variables"}
)
# What a hub.Module has, or a TF2 SavedModel may have, and what hub.load gives seldom has.
_SELDOM = frozenset(
    {"regularization_losses", "variable_map", "export", "get_attached_message"}
    | {"get_input_info_dict", "get_output_info_dict", "get_signature_names"}
)
# What a tensor has and a dict has not.
_OF_TENSORS = frozenset({"numpy", "shape", "dtype", "get_shape", "set_shape"})
# What tf.saved_model.load gives.
LOADED = "tensorflow.saved_model.load()"
_CREATING = frozenset(
    {"create_module_spec", "ModuleSpec", "register_module_for_export", "LatestModuleExporter"}
    | {"add_signature", "attach_message", "attach_image_module_info"}
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A hub object: which API made it, where, and from which arguments."""

    ident: int
    api: HubApi
    call: HubCall
    arguments: Arguments
    module: Module


class HubObjects:
    """The hub objects of one program."""

    def __init__(self, interpreter: Interpreter, project: Project, recorder: Recorder) -> None:
        self._run = interpreter
        self._project = project
        self.recorder = recorder
        self._things: dict[int, Thing] = {}

    # Making.

    def make(self, api: HubApi, arguments: Arguments, node: cst.Call, frame: Frame) -> Value:
        """A hub API is called."""
        if self._run.is_mocked:
            return self._run.unknown("a test's own thing", (id(node), frame.ident))
        call = HubCall(api.name, frame.module.span(node))
        thing = Thing(self._run.fresh(), api, call, arguments, frame.module)
        self._things[thing.ident] = thing
        self._remember_place(thing.ident)
        trainable = api.parameter("fine-tune")
        if trainable is not None:
            self._set_trainable(thing.ident, self._argument(thing, trainable), "constructor")
        if api.name == "create_module_spec":
            self._run_module_fn(arguments, node, frame)
        versions = self._project.surroundings(frame.module).versions
        made = {"too_new": age_fact(api, arguments, versions), **self._where(frame)}
        handle = api.parameter("handle")
        if handle is not None:
            made["loop"] = self._repeated(thing, handle, node, frame)
        self._record("made", thing, node, frame, [rows.fixed(made)])
        if api.name == "resolve" and handle is not None:
            return self._argument(thing, handle)
        return just(HubObject(thing.ident))

    def name(self, dotted: str, node: cst.CSTNode, frame: Frame) -> None:
        """A library's name is imported or read: one of hub's that is not there fails at once."""
        api = self._run.symbols.hub_api(dotted)
        if api is not None and api.last != "-" and not self._is_tried():
            self.record_plain("named", api.name, node, frame)

    def _is_tried(self) -> bool:
        return any(one.kind == TRIES for one in self._run.contexts)

    def _remember_place(self, ident: int) -> None:
        """Notes the graph and the strategy's scope that an object is made in."""
        inside = any(context.kind == "strategy" for context in self._run.contexts)
        word = "inside" if inside else "outside"
        self._run.state.set((ident, "made in strategy"), constant(word))
        self._run.state.set((ident, "made in graph"), constant(graph_around(self._run.contexts)))

    def _where(self, frame: Frame) -> Facts:
        """Whether an object is made in a module_fn."""
        if frame.kind == "module":
            return {"in_module_fn": Fact(False)}
        if any(one.detail == "module_fn" for one in self._run.contexts):
            return {"in_module_fn": Fact(True)}
        return {}

    def _repeated(self, thing: Thing, name: str, node: cst.Call, frame: Frame) -> Fact:
        """What loads the model again and again; a test may do so."""
        place = list(thing.api.parameters).index(name)
        handle = (thing.arguments.argument(name, place), self._argument(thing, name))
        found = load_fact(self._run.contexts, node, frame, handle)
        return Fact("none") if found.value != "none" and self._is_test(frame) else found

    def _is_test(self, frame: Frame) -> bool:
        return self._project.index.is_test(os.fspath(frame.module.path))

    def load_elsewhere(
        self, api: str, path: Value | None, tags: Value | None, call: LibraryCall
    ) -> None:
        """A model is loaded without tensorflow_hub, which chooses no graph variant by itself."""
        for item in path or ():
            if isinstance(item.atom, Const) and isinstance(item.atom.value, str):
                handle = item.atom.value
                facts = {
                    **self._project.model_facts(handle, call.frame.module)[0],
                    **self._project.variant_facts(handle, call.frame.module),
                    "operation": Fact("inference"),
                }
                columns = [
                    (Option(item.guard, lambda held, facts=facts: facts),),  # type: ignore[misc]
                    rows.column(tags or constant(None), rows.tags_facts),
                ]
                self.record_plain("made", api, call.node, call.frame, columns)

    def _graph_column(self, ident: int) -> Column:
        """Whether an object is applied in the graph that it was made in, where both are known."""
        here = graph_around(self._run.contexts)
        made = self._run.state.get((ident, "made in graph")) or ()
        places = {item.atom.value for item in made if isinstance(item.atom, Const)}
        if len(places) != 1 or None in (here, *places) or here == OUTSIDE:
            return rows.fixed({})
        return rows.fixed({"graph": Fact("same" if here in places else "other")})

    def _run_module_fn(self, arguments: Arguments, node: cst.Call, frame: Frame) -> None:
        """create_module_spec runs the function in a graph of its own."""
        function = arguments.get("module_fn", 0)
        if function is not None:
            with self._run.inside("graph", frame.module, node, "module_fn"):
                given = Arguments(open=True, passed_by=frame.module.excerpt(node.func))
                self._run.apply(function, given, node, frame)

    def _argument(self, thing: Thing, name: str) -> Value:
        """An argument's value; what is not passed is None, which for a flag is False."""
        position = list(thing.api.parameters).index(name)
        value = thing.arguments.get(name, position)
        if value is not None:
            return value
        if thing.arguments.open:
            reason = thing.arguments.hidden(name)
            return just(Unknown(reason, ("hidden", thing.ident, name)))
        return constant(None)

    def _trace(self, thing: Thing, name: str) -> tuple[Trace, ...]:
        return thing.arguments.trace(name, list(thing.api.parameters).index(name))

    # Calling.

    def call(self, atom: Any, arguments: Arguments, node: cst.Call, frame: Frame) -> Value:
        """What a call of a hub object, a signature, a model or a method of theirs gives."""
        if isinstance(atom, HubObject):
            return self._call_object(self._things[atom.ident], arguments, node, frame)
        if isinstance(atom, Signature):
            return self._call_signature(atom, arguments, node, frame)
        if isinstance(atom, KerasModel):
            return self._output(self._run.keras.layers(atom), arguments, node, frame)
        if isinstance(atom, Method) and isinstance(atom.owner, HubObject):
            return self._call_method(self._things[atom.owner.ident], atom, arguments, node, frame)
        if isinstance(atom, Method) and isinstance(atom.owner, Signatures):
            if atom.name == "keys":
                return just(atom.owner)
            inputs = (*arguments.positional, *arguments.keywords.values())
            reason = f"what signatures.{atom.name}() gives"
            return self._run.unknown(reason, ("signatures", id(node), frame.ident), *inputs)
        if isinstance(atom, Method) and isinstance(atom.owner, (KerasModel, Instance)):
            self._run.keras.call(atom, arguments, node, frame)
            return self._output(self._run.keras.layers(atom.owner), arguments, node, frame)
        return self._output((), arguments, node, frame)

    def _output(
        self, idents: Sequence[int], arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        """A tensor computed from the inputs and from these objects."""
        inputs = sources_in(*arguments.positional, *arguments.keywords.values())
        key = ("output", id(node), frame.ident)
        family = symbolic_family(arguments)
        if family:
            return just(KerasTensor(family, key, inputs | frozenset(idents)))
        return just(Unknown("what a model gives", key, inputs | frozenset(idents)))

    def _call_object(
        self, thing: Thing, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        columns = [
            *self._call_syntax(arguments),
            *(self._module_columns(arguments, node, frame) if thing.api.name == "Module" else ()),
            _input_column(arguments),
            self._graph_column(thing.ident),
            self._run.keras.met_by_call(thing.ident, arguments, frame),
        ]
        own = "signature" in thing.api.parameters
        named = self._argument(thing, "signature") if own else arguments.get("signature", 1)
        self._ask(thing, named or constant(None))
        self._record("called", thing, node, frame, columns, keywords=arguments.keywords.keys())
        return self._output((thing.ident,), arguments, node, frame)

    def _module_columns(
        self, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> tuple[Column, ...]:
        names = partial(is_session, self._run, frame)
        found = module_fact(self._run.contexts, node, frame, names)
        if found.value != "none" and self._is_test(frame):
            found = Fact("none")
        return (*_module_syntax(arguments), rows.fixed({"loop": found}))

    def _ask(self, thing: Thing, signature: Value) -> None:
        """Remembers a call of a signature that may need no weights: one of a vocabulary, say."""
        if not all(is_whole(item.atom) for item in signature):
            self._run.state.set((thing.ident, "asked for less"), constant(True))

    def _call_syntax(self, arguments: Arguments) -> list[Column]:
        given = [name for name in ("signature", "as_dict") if name in arguments.keywords]
        shown = [item for name in given for item in arguments.trace(name)]
        syntax = Fact(bool(given), "proven", rows.evidence(shown, ""))
        training = arguments.get("training") or constant(False)
        return [
            rows.fixed({"module_syntax": syntax}),
            rows.column(training, rows.boolean_fact("training"), arguments.trace("training")),
        ]

    def _call_signature(
        self, signature: Signature, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        thing = self._things[signature.ident]
        self._ask(thing, signature.name)
        columns = [
            _named_column(signature),
            *self._call_syntax(arguments),
            _input_column(arguments),
            self._graph_column(thing.ident),
        ]
        if arguments.indirect:  # by way of a partial, which may add to them
            columns.append(rows.fixed({"training": Fact(None, missing="it is called indirectly")}))
        names = arguments.keywords.keys()
        self._record("signature-called", thing, node, frame, columns, keywords=names)
        inputs = sources_in(*arguments.positional, *arguments.keywords.values())
        key = ("output", id(node), frame.ident)
        return just(SignatureResult(thing.ident, key, inputs | {thing.ident}))

    def use_as_tensor(self, value: Value, node: cst.CSTNode, frame: Frame) -> None:
        """A value stands where a tensor belongs: what a signature gave is a dict."""
        for item in value:
            if isinstance(item.atom, SignatureResult):
                thing = self._things[item.atom.ident]
                self._record("used-as-tensor", thing, node, frame, (), item.guard)

    def _call_method(
        self, thing: Thing, method: Method, arguments: Arguments, node: cst.Call, frame: Frame
    ) -> Value:
        if method.name == "export":
            self._record("exported", thing, node, frame)
            trace = Trace(f"`{frame.module.excerpt(node)}` writes it", frame.module, node)
            self._run.saved.write_module(arguments.get("path", 0), trace)
        return self._output((thing.ident,), arguments, node, frame)

    def use_columns(self, value: Value, node: cst.Call, frame: Frame) -> None:
        """Feature columns are made into a layer's inputs: a model is loaded and called here."""
        for item in value:
            if isinstance(item.atom, HubObject):
                self._record("called", self._things[item.atom.ident], node, frame)
            elif isinstance(item.atom, Collection):
                for one in item.atom.items:
                    self.use_columns(one, node, frame)

    def run_in_session(self, ident: int, word: str, node: cst.Call, frame: Frame) -> None:
        """A session that has initialised less than it needs runs what an object computes."""
        run = self._run
        if self._is_tried() or run.state.get((ident, "asked for less")) is not None:
            return
        around, run.contexts = run.contexts, [one for one in run.contexts if one.kind != "session"]
        code = frame.module.excerpt(node)
        shown = (Evidence(f"`{code}` runs it", frame.module.span(node)),)
        column = rows.fixed({"session": Fact(word, "proven", shown)})
        self._record("session-run", self._things[ident], node, frame, [column])
        run.contexts = around

    # Being named.

    def see(self, atom: HubObject, node: cst.CSTNode, frame: Frame) -> None:
        """An expression gives this object, whatever is done with it there."""
        self.recorder.see(self._things[atom.ident].call, node, frame.module)

    # Attributes.

    def read(self, atom: Any, name: str, node: cst.CSTNode, frame: Frame) -> Value:
        """What an attribute of a hub object, of its signatures or of a model is."""
        if isinstance(atom, HubObject):
            return self._read_object(self._things[atom.ident], name, node, frame)
        if isinstance(atom, KerasModel):
            return self._read_model(atom, name)
        if isinstance(atom, SignatureResult) and name in _OF_TENSORS:
            self.use_as_tensor(just(atom), node, frame)
            return just(Unknown("a tensor's own", ("tensor", atom.key, name), atom.sources))
        if isinstance(atom, Signature):
            key = ("signature", atom.ident, identity(atom.name), name)
            return just(Unknown(f"the signature's {name}", key, frozenset({atom.ident})))
        return just(Method(atom, name))

    def _read_object(self, thing: Thing, name: str, node: cst.CSTNode, frame: Frame) -> Value:
        if name == "signatures":
            return just(Signatures(thing.ident))
        if name == "trainable":
            return self._run.state.get((thing.ident, "trainable")) or constant(False)
        if name in _SELDOM or name.startswith("trainable_"):
            self._record("attribute-read", thing, node, frame, [_attribute(name)])
        if name in _VARIABLES:
            key = ("variables", thing.ident, name)
            return just(Unknown("the model's variables", key, frozenset({thing.ident})))
        return just(Method(HubObject(thing.ident), name))

    def _read_model(self, model: KerasModel, name: str) -> Value:
        if name == "layers":
            return self._run.state.get((model.ident, "layers")) or constant(None)
        if name in _VARIABLES or name in ("output", "outputs"):
            key = ("model", model.ident, name)
            sources = frozenset(self._run.keras.layers(model))
            return just(Unknown("the model's variables", key, sources))
        return just(Method(model, name))

    def set_attribute(
        self,
        atom: HubObject | KerasModel | Instance,
        name: str,
        value: Value,
        node: cst.CSTNode,
        frame: Frame,
    ) -> None:
        """An attribute of a hub object or of a model, also one of the code's own, is assigned."""
        if name != "trainable":
            return
        trace = Trace(f"`{frame.module.excerpt(node)}` is assigned here", frame.module, node)
        shown = tuple(replace(item, why=(trace,)) for item in value)
        if isinstance(atom, HubObject):
            self._set_and_record(atom.ident, shown, "layer", node, frame)
        else:
            for ident in self._run.keras.layers(atom):
                self._set_and_record(ident, shown, "model", node, frame)

    def _set_and_record(
        self, ident: int, value: Value, source: str, node: cst.CSTNode, frame: Frame
    ) -> None:
        self._set_trainable(ident, value, source)
        self._run.state.set((ident, "trainable set"), constant(self._run.fresh()))
        self._record("trainable-set", self._things[ident], node, frame)

    def _set_trainable(self, ident: int, value: Value, source: str) -> None:
        self._run.state.set((ident, "trainable"), value)
        self._run.state.set((ident, "trainable_from"), constant(source))

    # Training.

    def train(
        self,
        idents: Sequence[int],
        by: str,
        has_variables: bool,
        node: cst.Call,
        frame: Frame,
        columns: Sequence[Column] = (),
    ) -> None:
        """Something trains what was computed from these objects."""
        shown = (Evidence(f"`{frame.module.excerpt(node)}`", frame.module.span(node)),)
        facts = {
            "trained_by": Fact(by, "proven", shown),
            "var_list": Fact(has_variables, "proven", shown),
        }
        for ident in sorted(set(idents)):
            if ident in self._things:
                everything = [rows.fixed(facts), *columns]
                self._record("trained", self._things[ident], node, frame, everything)

    # Facts.

    def knows(self, ident: int) -> bool:
        """Whether an identity is that of a hub object."""
        return ident in self._things

    @property
    def idents(self) -> Iterable[int]:
        """The identities of all objects that were made so far."""
        return self._things.keys()

    def record(
        self,
        ident: int,
        kind: str,
        node: cst.CSTNode,
        frame: Frame,
        columns: Sequence[Column],
        guard: Guard = ALWAYS,
    ) -> None:
        """Records an event of a hub object, with facts of its own."""
        self._record(kind, self._things[ident], node, frame, columns, guard)

    def record_plain(
        self, kind: str, api: str, node: cst.CSTNode, frame: Frame, columns: Sequence[Column] = ()
    ) -> None:
        """Records an event of no hub object, such as tf.saved_model.save."""
        facts = {"api": Fact(api), "event": Fact(kind), "operation": Fact("creation")}
        self._write(kind, api, None, node, frame, [rows.fixed(facts), *columns])

    def _record(
        self,
        kind: str,
        thing: Thing,
        node: cst.CSTNode,
        frame: Frame,
        columns: Sequence[Column] = (),
        guard: Mapping[Any, Any] = ALWAYS,
        keywords: Set[str] = frozenset(),
    ) -> None:
        base = rows.fixed({"api": Fact(thing.api.name), "event": Fact(kind)})
        all_columns = [base, *self._object_columns(thing), *columns]
        self._write(kind, thing.api.name, thing, node, frame, all_columns, guard, keywords)

    def _write(
        self,
        kind: str,
        api: str,
        thing: Thing | None,
        node: cst.CSTNode,
        frame: Frame,
        columns: Sequence[Column],
        guard: Mapping[Any, Any] = ALWAYS,
        keywords: Set[str] = frozenset(),
    ) -> None:
        around = self._project.surroundings(frame.module)
        extra = [Option(guard, lambda held: {})] if guard else []
        everything = [*columns, *([extra] if extra else []), self._runtime_column(frame)]
        everything.append(self._expected_column(thing))
        everything.append(self._versions_column(around, frame))
        found = rows.combine(self._run.guards, everything)
        for row in found:
            row.setdefault("operation", _operation(row))
            if thing is not None:
                row.update(self._asked(row, thing, keywords))
        span = frame.module.span(node)
        call = thing.call if thing is not None else None
        self.recorder.record(kind, api, span, call, found, frame.uncalled, self._run.root)

    def _expected_column(self, thing: Thing | None) -> Column:
        """Whether the code around reckons with a failure of what happens here."""
        shown = [one.trace for one in self._run.contexts if one.kind == EXPECTS]

        def facts(guard: Guard) -> Facts:
            if shown or (thing is not None and found_callable(thing.ident, guard)):
                return {"expected": Fact(True)}
            return {}

        return (Option(ALWAYS, facts),)

    def _asked(self, row: Facts, thing: Thing, keywords: Set[str]) -> Facts:
        """Whether the model has what is asked of it, where its files say so."""
        handle = row.get("handle")
        if handle is None or not isinstance(handle.value, str):
            return {}
        model = self._project.local_model(handle.value, thing.module)
        facts = attribute_facts(row, model)
        if keywords and thing.api.name == "load":
            signatures = self._project.signatures(handle.value, thing.module)
            facts.update(keyword_facts(row, keywords, parameters(row, model, signatures)))
        if row["event"].value == "session-run":
            facts.update(needs_facts(row, model))
        if "signature" in row:
            facts.update(asked_facts(row, self._project.outputs(handle.value, thing.module)))
        if "has_signature" in row:  # the code itself has tested for it
            facts.pop("has_signature", None)
        return facts

    def around(self, guard: Guard, frame: Frame) -> Surroundings:
        """What surrounds a module, where its tests of versions have gone so."""
        around = self._project.surroundings(frame.module)
        for library in version_tests.unfollowed(guard):
            around = self._project.tested.any_release(around, library)
        if not any(version_tests.tests(guard)):
            return around
        return self._project.tested.left(around, frame.module, guard, self._shown_choice)

    def _shown_choice(self, choice: Hashable) -> Evidence | None:
        trace = self._run.choices.get(choice)
        if trace is None:
            return None
        code = trace.module.excerpt(trace.node, 40)
        return Evidence(f"`{code}` is tested on the way here", trace.module.span(trace.node))

    def _versions_column(self, around: Surroundings, frame: Frame) -> Column:
        alias = {"alias": _alias(around)}
        return (Option(ALWAYS, lambda guard: {**self.around(guard, frame).versions, **alias}),)

    def _runtime_column(self, frame: Frame) -> Column:
        run = self._run
        switch = run.state.get((run.ambient, "switch")) or constant("none")
        contexts = [
            (item.kind, self._context_evidence(item.kind, item.trace)) for item in run.contexts
        ]

        def facts(item: Alternative, guard: Guard) -> Facts:
            own = self._own_runtime(item, guard, frame)
            return surrounded(own, contexts)

        return [Option(item.guard, partial(facts, item)) for item in switch]

    def _own_runtime(self, item: Alternative, guard: Guard, frame: Frame) -> dict[str, Fact]:
        """The runtime where a switch stands so, whatever is around."""
        word: Any = item.atom.value if isinstance(item.atom, Const) else "none"
        thrown = rows.evidence(item.why, "")
        around = self.around(guard, frame)
        own = runtime_facts(around, word, thrown, rows.certainty(item), frame.uncalled)
        choice = ("eagerly", word)
        asked = guard.get(choice)
        if asked is None:
            return own
        why = self._shown_choice(choice)
        execution = Fact("eager" if asked else "graph", "proven", (why,) if why else ())
        return {**own, "execution": execution}

    def executes_eagerly(self, node: cst.CSTNode, frame: Frame) -> Value:
        """What `tf.executing_eagerly()` says: what is known, or a choice."""
        run = self._run
        around = surrounded({"execution": Fact(None)}, [(one.kind, None) for one in run.contexts])
        if around["execution"].value is not None:
            return constant(around["execution"].value == "eager")
        found = []
        for item in run.state.get((run.ambient, "switch")) or constant("none"):
            for guard in run.guards:
                held = both(guard, item.guard)
                if held is None:
                    continue
                fact = self._own_runtime(item, held, frame)["execution"]
                word = item.atom.value if isinstance(item.atom, Const) else "none"
                choice = ("eagerly", word)
                if fact.value is not None and fact.certainty == "proven":
                    found.append(Alternative(Const(fact.value == "eager"), held))
                    continue
                run.choices[choice] = Trace("", frame.module, node)
                reason = "nobody knows whether it runs eagerly"
                found.append(Alternative(Truth(choice, True, reason), held))
        return capped(tuple(found)) or constant(True)

    def _context_evidence(self, kind: str, trace: Trace | None) -> Evidence | None:
        if trace is None:
            return None
        code = trace.module.excerpt(trace.node, 40)
        texts = {
            "graph": f"it runs in a graph: `{code}`",
            "session": f"it runs in a session's graph: `{code}`",
            "function": f"it runs in a tf.function: `{code}`",
            "keras": f"Keras runs it: `{code}`",
            "lambda": f"Keras runs it: `{code}`",
            "eager": f"it runs eagerly: `{code}`",
        }
        text = texts.get(kind)
        return Evidence(text, trace.module.span(trace.node)) if text else None

    def _object_columns(self, thing: Thing) -> list[Column]:
        """The columns of what the object was made from, and of what it is by now."""
        columns = [self._handle_column(thing)]
        for name, role in thing.api.parameters.items():
            if role == "graph variant":
                value = self._argument(thing, name)
                columns.append(rows.column(value, rows.tags_facts, self._trace(thing, name)))
            elif role == "load options":
                value = self._argument(thing, name)
                columns.append(rows.column(value, options_facts, self._trace(thing, name)))
            elif role == "signature":
                columns.append(self._signature_column(thing, name))
        trainable = self._run.state.get((thing.ident, "trainable"))
        if trainable is not None:
            name = thing.api.parameter("fine-tune") or "trainable"
            shown = self._trace(thing, name)
            columns.append(rows.column(trainable, rows.boolean_fact("trainable"), shown))
            source = self._run.state.get((thing.ident, "trainable_from")) or constant("constructor")
            columns.append(rows.column(source, rows.word_fact("trainable_from")))
        return columns

    def _signature_column(self, thing: Thing, name: str) -> Column:
        value = self._argument(thing, name)
        shown = self._trace(thing, name)
        if name == "signature_outputs_as_dict":
            return rows.column(value, rows.boolean_fact("as_dict"), shown)
        return rows.column(value, rows.text_fact(name), shown)

    def _handle_column(self, thing: Thing) -> Column:
        name = thing.api.parameter("handle")
        if name is None:
            return rows.fixed({})
        options: list[Option] = []
        for item in self._argument(thing, name):
            options.extend(self._handle_options(thing, item))
        return options

    def _handle_options(self, thing: Thing, item: Alternative) -> list[Option]:
        atom = item.atom
        kind = _argument_kind(atom, self._things)
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
        maker = self._things[atom.ident].api.name if isinstance(atom, HubObject) else ""
        own = _made_from(thing, kind, maker)
        if kind in ("unknown", "text"):
            reason = rows.unknown("the handle", atom).missing
            facts = {name: Fact(None, missing=reason) for name in ("handle", "format", *own)}
            if kind == "text":
                facts.update(own)
            return [Option(item.guard, lambda guard: {**facts, **self._looked_for(atom, guard)})]
        return [Option(item.guard, lambda guard: own)]

    def _saved_options(self, thing: Thing, item: Alternative, saved: Value) -> list[Option]:
        """The facts of a model that this program has written itself."""
        atom, own = item.atom, _made_from(thing, "handle", "")
        if isinstance(atom, Const):
            own["handle"] = _shown_handle(str(atom.value), rows.evidence(item.why, ""), item)
        else:
            own["handle"] = rows.unknown("the handle", atom)
        return [
            Option(guard, lambda held, one=one: {**self._run.saved.facts(one), **own})  # type: ignore[misc]
            for one in saved
            if (guard := both(item.guard, one.guard)) is not None
        ]

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
        thing = self._things[atom.ident]
        return thing if thing.api.parameter("handle") is not None else None

    def _model_options(self, thing: Thing, item: Alternative, handle: str) -> list[Option]:
        models = self._project.model_facts(handle, thing.module)
        shown = rows.evidence(item.why, f"the handle is {handle}")
        own = _made_from(thing, "handle", "")
        options = []
        for number, model in enumerate(models):
            guard = dict(item.guard)
            if len(models) > 1:
                guard["format", handle] = number
            known = model["format"].value if "format" in model else None
            if known is not None and format_guards.choice(item.atom) in self._run.choices:
                guard[format_guards.choice(item.atom)] = known == "tf1-hub"
            facts = {
                **self._project.handle_facts(handle),
                **self._project.variant_facts(handle, thing.module),
                **model,
                **own,
                "handle": _shown_handle(handle, shown, item),
            }
            if item.assumed:
                facts = {name: _assumed(fact) for name, fact in facts.items()}
            options.append(Option(guard, self._as_looked_for(item.atom, facts)))
        return options

    def _as_looked_for(self, handle: Atom, facts: Facts) -> Callable[[Guard], Facts]:
        """The facts of a model; a format that nobody knows is what a test for it leaves."""
        if "format" in facts and facts["format"].value is not None:
            return lambda held: facts
        return lambda held: {**facts, **self._looked_for(handle, held)}


def _named_column(signature: Signature) -> Column:
    """Which signature is called, and whether the code has tested that the model has it."""
    named = rows.text_fact("signature")

    def facts(item: Alternative, guard: Guard) -> Facts:
        atom = resolved(item, guard)
        return {**named(atom, item), **found_facts(signature.ident, atom, guard)}

    return tuple(Option(item.guard, partial(facts, item)) for item in signature.name)


def _attribute(name: str) -> Column:
    return rows.fixed({"attribute": Fact(name)})


def _with(option: Option, more: Facts) -> Callable[[Guard], Facts]:
    return lambda held: {**option.facts(held), **more}


def _shown_handle(handle: str, shown: tuple[Evidence, ...], item: Alternative) -> Fact:
    return Fact(handle, "assumed" if item.assumed else "proven", shown)


def _assumed(fact: Fact) -> Fact:
    return fact if fact.value is None else replace(fact, certainty="assumed")


# What hub.Module is made from, by the API that made that.
_SPECS = {
    "create_module_spec": "module-fn",
    "ModuleSpec": "module-fn",
    "create_module_spec_from_saved_model": "saved-model",
}
_TF1_BY_DEFINITION = (Evidence("what a module_fn defines is a model of the TF1 Hub format"),)


def _made_from(thing: Thing, kind: str, source: str) -> dict[str, Fact]:
    """What stands where the handle belongs, in the words of the vocabulary."""
    if thing.api.name == "Module":
        spec = Fact(_SPECS.get(source, "handle"))
        made: dict[str, Fact] = {"spec": spec}
        if spec.value == "module-fn":
            made["format"] = Fact("tf1-hub", why=_TF1_BY_DEFINITION)
        return made
    if thing.api.name in ("load", "KerasLayer"):
        words: dict[str, str | None] = {"text": "handle", "unknown": None}
        return {"argument": Fact(words.get(kind, kind))}
    return {}


def _argument_kind(atom: Atom, things: Mapping[int, Thing]) -> str:
    if isinstance(atom, Const) and isinstance(atom.value, str):
        return "handle"
    if isinstance(atom, Unknown) and atom.text:
        return "text"
    if isinstance(atom, HubObject):
        api = things[atom.ident].api.name
        return {"load": "loaded-object", "Module": "module", "KerasLayer": "loaded-object"}.get(
            api, "spec"
        )
    if isinstance(atom, External) and atom.name == LOADED:
        return "loaded-object"
    if isinstance(atom, (Function, Method, Signature, Instance)):
        return "function"
    return "unknown"


def _operation(row: Facts) -> Fact:
    api = row["api"].value
    if api in _CREATING or row["event"].value == "exported":
        return Fact("creation")
    trainable = row.get("trainable")
    if row["event"].value == "trained":
        return Fact("fine-tuning")
    if "spec" in row and row["spec"].value in _SPECS.values():
        return Fact("creation")
    if trainable is None or trainable.value is False:
        return Fact("inference")
    if trainable.value is None:
        return Fact(None, missing=trainable.missing)
    return Fact("fine-tuning", trainable.certainty, trainable.why)


def _alias(around: Surroundings) -> Fact:
    shown = around.markers.imported
    return Fact(around.markers.alias, "proven", (shown,) if shown is not None else ())


def _module_syntax(arguments: Arguments) -> tuple[Column, ...]:
    """What a hub.Module is asked for when it is called."""
    return (
        rows.column(arguments.get("signature", 1) or constant(None), rows.text_fact("signature")),
        rows.column(arguments.get("as_dict", 2) or constant(False), rows.boolean_fact("as_dict")),
    )


def _input_column(arguments: Arguments) -> Column:
    """What is passed to a call, and how, where that is seen: nothing, several, a tensor, a list."""
    named = [
        value
        for name, value in arguments.keywords.items()
        if name not in ("training", "signature", "as_dict", "mask")
    ]
    if arguments.open:
        return rows.fixed({})
    if not arguments.positional and not named:
        return rows.fixed({"input": Fact("none")})
    by = Fact("position" if arguments.positional else "keyword")
    if len(arguments.positional) > 1:
        return rows.fixed({"input": Fact("several"), "input_by": by})
    plain = [value for value in named if _is_plain(value)]
    given = arguments.positional[0] if arguments.positional else (plain or named)[0]

    def facts(atom: Atom, item: Alternative) -> Facts:
        word = _input_word(atom)
        if word is None:
            return {}
        shown = rows.evidence(item.why, f"the input is a {word}")
        return {"input": Fact(word, "proven", shown), "input_by": by}

    return rows.column(given, facts)


def _is_plain(value: Value) -> bool:
    return all(_input_word(item.atom) in ("list", "ndarray") for item in value)


def _input_word(atom: Atom) -> str | None:
    if isinstance(atom, Collection):
        return "list"
    if isinstance(atom, (Dictionary, SignatureResult)):
        return "dict"
    if isinstance(atom, Const) and isinstance(atom.value, str):
        return "list"
    if isinstance(atom, KerasTensor) or (isinstance(atom, Unknown) and atom.sources):
        return "tensor"
    if isinstance(atom, External) and atom.name.endswith("()"):
        for word in ("tensor", "ndarray"):
            if atom.key == word:
                return word
    return None
