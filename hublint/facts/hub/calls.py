"""What is asked of a hub object where it is called, and what does it give?"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from hublint.facts.hub.inputs import input_column
from hublint.facts.hub.making import Making
from hublint.facts.hub.origins import Thing
from hublint.facts.hub.repeating import module_fact
from hublint.facts.hub.session_needs import is_whole
from hublint.facts.libraries.graphs import OUTSIDE, graph_around
from hublint.facts.libraries.session_names import is_session
from hublint.facts.values import rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Collection,
    Const,
    HubObject,
    Instance,
    KerasModel,
    KerasTensor,
    Method,
    Signature,
    SignatureResult,
    Signatures,
    Unknown,
)
from hublint.facts.values.choices import resolved
from hublint.facts.values.guards import Guard
from hublint.facts.values.object_tests import named
from hublint.facts.values.rows import Column, Facts, Option
from hublint.facts.values.signature_tests import found_facts
from hublint.facts.values.sources import sources_in
from hublint.facts.values.symbolic_inputs import symbolic_family
from hublint.facts.values.value import Alternative, Trace, Value, constant, just
from hublint.model import Evidence, Fact

if TYPE_CHECKING:
    from hublint.facts.values.frames import Frame


class Calls(Making):
    """The calls of the hub objects of one program."""

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
            input_column(arguments),
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

    def _graph_column(self, ident: int) -> Column:
        """Whether an object is applied in the graph that it was made in, where both are known."""
        here = graph_around(self._run.contexts)
        made = self._run.state.get((ident, "made in graph")) or ()
        places = {item.atom.value for item in made if isinstance(item.atom, Const)}
        if len(places) != 1 or None in (here, *places) or here == OUTSIDE:
            return rows.fixed({})
        return rows.fixed({"graph": Fact("same" if here in places else "other")})

    def _call_signature(
        self, signature: Signature, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        thing = self._things[signature.ident]
        self._ask(thing, signature.name)
        columns = [
            _named_column(signature),
            *self._call_syntax(arguments),
            input_column(arguments),
            self._graph_column(thing.ident),
        ]
        if arguments.indirect:  # by way of a partial, which may add to them
            columns.append(rows.fixed({"training": Fact(None, missing="it is called indirectly")}))
        names = arguments.keywords.keys()
        self._record("signature-called", thing, node, frame, columns, keywords=names)
        inputs = sources_in(*arguments.positional, *arguments.keywords.values())
        key = ("output", id(node), frame.ident)
        return just(SignatureResult(thing.ident, key, inputs | {thing.ident}))

    def _call_method(
        self, thing: Thing, method: Method, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value:
        if method.name == "export":
            self._record("exported", thing, node, frame)
            trace = Trace(f"`{frame.module.excerpt(node)}` writes it", frame.module, node)
            self._run.saved.write_module(arguments.get("path", 0), trace)
        return self._output((thing.ident,), arguments, node, frame)

    def use_as_tensor(self, value: Value, node: ast.AST, frame: Frame) -> None:
        """A value stands where a tensor belongs: what a signature gave is a dict."""
        for item in value:
            if isinstance(item.atom, SignatureResult):
                thing = self._things[item.atom.ident]
                self._record("used-as-tensor", thing, node, frame, (), item.guard)

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


def _named_column(signature: Signature) -> Column:
    """Which signature is called, and whether the code has tested that the model has it."""
    named = rows.text_fact("signature")

    def facts(item: Alternative, guard: Guard) -> Facts:
        atom = resolved(item, guard)
        return {**named(atom, item), **found_facts(signature.ident, atom, guard)}

    return tuple(Option(item.guard, partial(facts, item)) for item in signature.name)


def _module_syntax(arguments: Arguments) -> tuple[Column, ...]:
    """What a hub.Module is asked for when it is called."""
    return (
        rows.column(arguments.get("signature", 1) or constant(None), rows.text_fact("signature")),
        rows.column(arguments.get("as_dict", 2) or constant(False), rows.boolean_fact("as_dict")),
    )
