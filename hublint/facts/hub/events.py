"""What is known where something happens to a hub object? The facts of its event."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from hublint.facts.hub.asked_object import attribute_facts, keyword_facts, parameters
from hublint.facts.hub.asked_signature import asked_facts
from hublint.facts.hub.origins import SPECS, Origins, Thing
from hublint.facts.hub.recorder import Recorder
from hublint.facts.hub.session_needs import needs_facts
from hublint.facts.hub.whereabouts import Whereabouts
from hublint.facts.values import rows
from hublint.facts.values.contexts import EXPECTS
from hublint.facts.values.guards import ALWAYS, Guard
from hublint.facts.values.object_tests import found_callable, was_asked
from hublint.facts.values.rows import Column, Facts, Option
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.values.frames import Frame

_CREATING = frozenset(
    {"create_module_spec", "ModuleSpec", "register_module_for_export", "LatestModuleExporter"}
    | {"add_signature", "attach_message", "attach_image_module_info"}
)


class Events:
    """The events of one program."""

    def __init__(self, interpreter: Interpreter, project: Project, recorder: Recorder) -> None:
        self._run = interpreter
        self._project = project
        self.recorder = recorder
        self.whereabouts = Whereabouts(interpreter, project)
        self._origins = Origins(interpreter, project)
        self._things = self._origins.things

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
        everything = [
            *columns,
            [rows.settled(guard, {})],
            self.whereabouts.runtime_column(frame),
            self._expected_column(kind, thing),
            self.whereabouts.versions_column(around, frame),
        ]
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
