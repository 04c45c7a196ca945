"""What is made of TF Hub, and what happens to it? The events of hub objects, with their facts."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from hublint.facts.hub import rows
from hublint.facts.hub.api_age import age_fact
from hublint.facts.hub.asked_object import attribute_facts, keyword_facts, parameters
from hublint.facts.hub.asked_signature import asked_facts
from hublint.facts.hub.origins import SPECS, Origins, Thing
from hublint.facts.hub.recorder import Recorder
from hublint.facts.hub.rows import Column, Facts, Option
from hublint.facts.hub.whereabouts import Whereabouts
from hublint.facts.interpreter.arguments import Arguments
from hublint.facts.interpreter.expectations import EXPECTS, TRIES, found_callable
from hublint.facts.interpreter.repeating import load_fact, module_fact
from hublint.facts.keras.models import is_symbolic, symbolic_family
from hublint.facts.libraries.graphs import OUTSIDE, graph_around
from hublint.facts.libraries.own_variables import may_be_meant
from hublint.facts.libraries.session_names import is_session
from hublint.facts.libraries.session_needs import is_whole, needs_facts
from hublint.facts.values.object_tests import named, was_asked
from hublint.facts.values.signature_tests import found_facts
from hublint.facts.values.state import Key
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
    Signature,
    SignatureResult,
    Signatures,
    Trace,
    Unknown,
    Value,
    constant,
    identity,
    just,
    resolved,
    sources_in,
)
from hublint.model import Evidence, Fact, HubCall

if TYPE_CHECKING:
    from hublint.facts.interpreter.expressions import Frame
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.libraries.call import LibraryCall
    from hublint.facts.libraries.symbols import HubApi
    from hublint.facts.project.surroundings import Project

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
_CREATING = frozenset(
    {"create_module_spec", "ModuleSpec", "register_module_for_export", "LatestModuleExporter"}
    | {"add_signature", "attach_message", "attach_image_module_info"}
)


class HubObjects:
    """The hub objects of one program."""

    def __init__(self, interpreter: Interpreter, project: Project, recorder: Recorder) -> None:
        self._run = interpreter
        self._project = project
        self.recorder = recorder
        self.whereabouts = Whereabouts(interpreter, project)
        self._origins = Origins(interpreter, project)
        self._things = self._origins.things

    # Making.

    def make(self, api: HubApi, arguments: Arguments, node: ast.Call, frame: Frame) -> Value:
        """A hub API is called."""
        if self._run.is_mocked:
            return self._run.unknown("a test's own thing", (id(node), frame.ident))
        call = HubCall(api.name, frame.module.span(node))
        thing = Thing(self._run.fresh(), api, call, arguments, frame.module)
        self._things[thing.ident] = thing
        self._remember_place(thing.ident)
        trainable = api.parameter("fine-tune")
        if trainable is not None:
            self._set_trainable(
                thing.ident, self._origins.argument(thing, trainable), "constructor"
            )
        if api.name == "create_module_spec":
            self._run_module_fn(arguments, node, frame)
        versions = self._run.surroundings(frame.module).versions
        made = {"too_new": age_fact(api, arguments, versions), **self._where(frame)}
        handle = api.parameter("handle")
        if handle is not None:
            made["loop"] = self._repeated(thing, handle, node, frame)
        self._record("made", thing, node, frame, [rows.fixed(made)])
        if api.name == "resolve" and handle is not None:
            return self._origins.argument(thing, handle)
        return just(HubObject(thing.ident))

    def name(self, dotted: str, node: ast.AST, frame: Frame) -> None:
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

    def _repeated(self, thing: Thing, name: str, node: ast.Call, frame: Frame) -> Fact:
        """What loads the model again and again; a test may do so."""
        place = list(thing.api.parameters).index(name)
        handle = (thing.arguments.argument(name, place), self._origins.argument(thing, name))
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

    def _run_module_fn(self, arguments: Arguments, node: ast.Call, frame: Frame) -> None:
        """create_module_spec runs the function in a graph of its own."""
        function = arguments.get("module_fn", 0)
        if function is not None:
            with self._run.inside("graph", frame.module, node, "module_fn"):
                given = Arguments(open=True, passed_by=frame.module.excerpt(node.func))
                self._run.apply(function, given, node, frame)

    # Calling.

    def call(self, atom: Any, arguments: Arguments, node: ast.Call, frame: Frame) -> Value:
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
            key = named(("signatures", id(node), frame.ident), [just(atom.owner)])
            return self._run.unknown(reason, key, *inputs)
        if isinstance(atom, Method) and isinstance(atom.owner, (KerasModel, Instance)):
            self._run.keras.call(atom, arguments, node, frame)
            return self._output(self._run.keras.layers(atom.owner), arguments, node, frame)
        return self._output((), arguments, node, frame)

    def _output(
        self, idents: Sequence[int], arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        """A tensor computed from the inputs and from these objects."""
        inputs = sources_in(*arguments.positional, *arguments.keywords.values())
        key = ("output", id(node), frame.ident)
        family = symbolic_family(arguments)
        if family:
            return just(KerasTensor(family, key, inputs | frozenset(idents)))
        return just(Unknown("what a model gives", key, inputs | frozenset(idents)))

    def _call_object(
        self, thing: Thing, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        columns = [
            *self._call_syntax(arguments),
            *(self._module_columns(arguments, node, frame) if thing.api.name == "Module" else ()),
            _input_column(arguments),
            self._graph_column(thing.ident),
            self._run.keras.met_by_call(thing.ident, arguments, frame),
        ]
        own = "signature" in thing.api.parameters
        named = self._origins.argument(thing, "signature") if own else arguments.get("signature", 1)
        self._ask(thing, named or constant(None))
        self._record("called", thing, node, frame, columns, keywords=arguments.keywords.keys())
        return self._output((thing.ident,), arguments, node, frame)

    def _module_columns(
        self, arguments: Arguments, node: ast.Call, frame: Frame
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
        self, signature: Signature, arguments: Arguments, node: ast.Call, frame: Frame
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

    def use_as_tensor(self, value: Value, node: ast.AST, frame: Frame) -> None:
        """A value stands where a tensor belongs: what a signature gave is a dict."""
        for item in value:
            if isinstance(item.atom, SignatureResult):
                thing = self._things[item.atom.ident]
                self._record("used-as-tensor", thing, node, frame, (), item.guard)

    def _call_method(
        self, thing: Thing, method: Method, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        if method.name == "export":
            self._record("exported", thing, node, frame)
            trace = Trace(f"`{frame.module.excerpt(node)}` writes it", frame.module, node)
            self._run.saved.write_module(arguments.get("path", 0), trace)
        return self._output((thing.ident,), arguments, node, frame)

    def use_columns(self, value: Value, node: ast.Call, frame: Frame) -> None:
        """Feature columns are made into a layer's inputs: a model is loaded and called here."""
        for item in value:
            if isinstance(item.atom, HubObject):
                self._record("called", self._things[item.atom.ident], node, frame)
            elif isinstance(item.atom, Collection):
                for one in item.atom.items:
                    self.use_columns(one, node, frame)

    def run_in_session(self, ident: int, word: str, node: ast.Call, frame: Frame) -> None:
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

    def see(self, atom: HubObject, node: ast.AST, frame: Frame) -> None:
        """An expression gives this object, whatever is done with it there."""
        self.recorder.see(self._things[atom.ident].call, node, frame.module)

    # Attributes.

    def read(self, atom: Any, name: str, node: ast.AST, frame: Frame) -> Value:
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

    def _read_object(self, thing: Thing, name: str, node: ast.AST, frame: Frame) -> Value:
        given = self._run.state.get((thing.ident, f".{name}"))
        if given is not None:
            return given
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
            return self._run.keras.listed(model)
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
        node: ast.AST,
        frame: Frame,
    ) -> None:
        """An attribute of a hub object or of a model, also one of the code's own, is assigned."""
        if name != "trainable":
            if isinstance(atom, HubObject):
                self._run.state.set((atom.ident, f".{name}"), value)
            return
        trace = Trace(f"`{frame.module.excerpt(node)}` is assigned here", frame.module, node)
        shown = tuple(replace(item, why=(trace,)) for item in value)
        if isinstance(atom, HubObject):
            self._set_and_record(atom.ident, shown, "layer", node, frame)
        else:
            for ident in self._run.keras.layers(atom):
                self._set_and_record(ident, shown, "model", node, frame)

    def set_part(self, idents: Iterable[int], name: str) -> None:
        """An attribute is assigned of what is one of these objects, or a layer beside them."""
        for ident in idents if name == "trainable" else ():
            unknown = self._run.unknown("which layer it is is not known", ("part", ident))
            self._set_trainable(ident, unknown, "layer")

    def _set_and_record(
        self, ident: int, value: Value, source: str, node: ast.AST, frame: Frame
    ) -> None:
        if not _is_same(self._run.state.get((ident, "trainable")), value):
            self._run.state.set((ident, "trainable set"), constant(self._run.fresh()))
        self._set_trainable(ident, value, source)
        thing = self._things[ident]
        if thing.api.parameter("fine-tune") is None:
            return  # an attribute like any other, which hub doesn't look at
        self._record("trainable-set", thing, node, frame)

    def _set_trainable(self, ident: int, value: Value, source: str) -> None:
        self._run.state.set((ident, "trainable"), value)
        self._run.state.set((ident, "trainable_from"), constant(source))

    # Training.

    def fill_collection(self, node: ast.AST, frame: Frame) -> None:
        """Variables are put into the collection that is trained where no others are named."""
        trace = Trace("", frame.module, node)
        self._run.state.set(self._filled, just(Const(True), (trace,)))

    @property
    def _filled(self) -> Key:
        return (self._run.ambient, "collection filled")

    def train(
        self,
        idents: Sequence[int],
        by: str,
        has_variables: bool,
        node: ast.Call,
        frame: Frame,
        columns: Sequence[Column] = (),
    ) -> None:
        """Something trains what was computed from these objects."""
        shown = (Evidence(f"`{frame.module.excerpt(node)}`", frame.module.span(node)),)
        listed = Fact(has_variables, "proven", shown)
        if not has_variables and self._run.state.get(self._filled) is not None:
            listed = Fact(None, missing="the code itself puts variables into a collection")
        facts = {"trained_by": Fact(by, "proven", shown), "var_list": listed}
        for ident in sorted(set(idents)):
            thing = self._things.get(ident)
            if thing is not None:
                told = dict(facts)
                if not has_variables and may_be_meant(self._run, thing.api.name):
                    told["var_list"] = Fact(None, missing="there are others that may be meant")
                self._record("trained", thing, node, frame, [rows.fixed(told), *columns])

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
        node: ast.AST,
        frame: Frame,
        columns: Sequence[Column],
        guard: Guard = ALWAYS,
    ) -> None:
        """Records an event of a hub object, with facts of its own."""
        self._record(kind, self._things[ident], node, frame, columns, guard)

    def record_plain(
        self, kind: str, api: str, node: ast.AST, frame: Frame, columns: Sequence[Column] = ()
    ) -> None:
        """Records an event of no hub object, such as tf.saved_model.save."""
        facts = {"api": Fact(api), "event": Fact(kind), "operation": Fact("creation")}
        self._write(kind, api, None, node, frame, [rows.fixed(facts), *columns])

    def _record(
        self,
        kind: str,
        thing: Thing,
        node: ast.AST,
        frame: Frame,
        columns: Sequence[Column] = (),
        guard: Mapping[Any, Any] = ALWAYS,
        keywords: Set[str] = frozenset(),
    ) -> None:
        base = rows.fixed({"api": Fact(thing.api.name), "event": Fact(kind)})
        all_columns = [base, *self._origins.columns(thing), *columns]
        self._write(kind, thing.api.name, thing, node, frame, all_columns, guard, keywords)

    def _write(
        self,
        kind: str,
        api: str,
        thing: Thing | None,
        node: ast.AST,
        frame: Frame,
        columns: Sequence[Column],
        guard: Mapping[Any, Any] = ALWAYS,
        keywords: Set[str] = frozenset(),
    ) -> None:
        around = self._run.surroundings(frame.module)
        extra = [Option(guard, lambda held: {})] if guard else []
        everything = [*columns, *([extra] if extra else []), self.whereabouts.runtime_column(frame)]
        everything.append(self._expected_column(kind, thing))
        everything.append(self.whereabouts.versions_column(around, frame))
        found = rows.combine(self._run.guards, everything)
        for row in found:
            row.setdefault("operation", _operation(row))
            if thing is not None:
                row.update(self._asked(row, thing, keywords))
        span = frame.module.span(node)
        call = thing.call if thing is not None else None
        self.recorder.record(kind, api, span, call, found, frame.uncalled, self._run.root)

    def _expected_column(self, kind: str, thing: Thing | None) -> Column:
        """Whether the code around reckons with a failure of what happens here."""
        shown = [one.trace for one in self._run.contexts if one.kind == EXPECTS]

        def facts(guard: Guard) -> Facts:
            if shown or (thing is not None and _is_reckoned_with(kind, thing.ident, guard)):
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


def _is_reckoned_with(kind: str, ident: int, guard: Guard) -> bool:
    """Whether the code has asked, on the way here, what the object is that it does this to."""
    return found_callable(ident, guard) or was_asked(kind, ident, guard)


def _named_column(signature: Signature) -> Column:
    """Which signature is called, and whether the code has tested that the model has it."""
    named = rows.text_fact("signature")

    def facts(item: Alternative, guard: Guard) -> Facts:
        atom = resolved(item, guard)
        return {**named(atom, item), **found_facts(signature.ident, atom, guard)}

    return tuple(Option(item.guard, partial(facts, item)) for item in signature.name)


def _is_same(before: Value | None, now: Value) -> bool:
    """Whether a value is the constant that it was before."""
    if before is None or len(before) != 1 or len(now) != 1:
        return False
    return isinstance(now[0].atom, Const) and before[0].atom == now[0].atom


def _attribute(name: str) -> Column:
    return rows.fixed({"attribute": Fact(name)})


def _operation(row: Facts) -> Fact:
    api = row["api"].value
    if api in _CREATING or row["event"].value == "exported":
        return Fact("creation")
    trainable = row.get("trainable")
    if row["event"].value == "trained":
        return Fact("fine-tuning")
    if "spec" in row and row["spec"].value in SPECS.values():
        return Fact("creation")
    if trainable is None or trainable.value is False:
        return Fact("inference")
    if trainable.value is None:
        return Fact(None, missing=trainable.missing)
    return Fact("fine-tuning", trainable.certainty, trainable.why)


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
        found = {"input": Fact(word, "proven", shown), "input_by": by}
        return (
            {**found, "symbolic_input": Fact(True, "proven", shown)} if is_symbolic(atom) else found
        )

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
