"""Which hub objects does a program make, and where?"""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING

from hublint.facts.hub.api_age import age_fact
from hublint.facts.hub.origins import Thing
from hublint.facts.hub.repeating import load_fact
from hublint.facts.hub.training import Training
from hublint.facts.libraries.graphs import graph_around
from hublint.facts.values import rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Const, HubObject
from hublint.facts.values.contexts import TRIES
from hublint.facts.values.rows import Facts
from hublint.facts.values.value import Value, constant, just
from hublint.model import Fact, HubCall

if TYPE_CHECKING:
    from hublint.facts.libraries.call import LibraryCall
    from hublint.facts.libraries.symbols import HubApi
    from hublint.facts.values.frames import Frame


class Making(Training):
    """What makes the hub objects of one program."""

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

    def _run_module_fn(self, arguments: Arguments, node: ast.Call, frame: Frame) -> None:
        """create_module_spec runs the function in a graph of its own."""
        function = arguments.get("module_fn", 0)
        if function is not None:
            with self._run.inside("graph", frame.module, node, "module_fn"):
                given = Arguments(open=True, passed_by=frame.module.excerpt(node.func))
                self._run.apply(function, given, node, frame)

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
                    (rows.settled(item.guard, facts),),
                    rows.column(tags or constant(None), rows.tags_facts),
                ]
                self.record_plain("made", api, call.node, call.frame, columns)
