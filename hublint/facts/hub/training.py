"""What of a hub object can be trained, and what trains it?"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.hub.events import Events
from hublint.facts.libraries.own_variables import may_be_meant
from hublint.facts.values import rows
from hublint.facts.values.atoms import Const, HubObject, Instance, KerasModel
from hublint.facts.values.rows import Column
from hublint.facts.values.state import Key
from hublint.facts.values.value import Trace, Value, constant, just
from hublint.model import Evidence, Fact

if TYPE_CHECKING:
    from hublint.facts.values.frames import Frame


class Training(Events):
    """What trains the hub objects of one program."""

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


def _is_same(before: Value | None, now: Value) -> bool:
    """Whether a value is the constant that it was before."""
    if before is None or len(before) != 1 or len(now) != 1:
        return False
    return isinstance(now[0].atom, Const) and before[0].atom == now[0].atom
