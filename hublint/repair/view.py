"""What may a repair look at? The files of the project, and what happened to its hub objects."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from hublint.facts.hub.recorder import Record
from hublint.facts.models.signatures import Signatures
from hublint.facts.programs.surroundings import Project
from hublint.facts.project.modules import Module
from hublint.model import Event, HubCall, Span
from hublint.repair.nodes import Nodes

Found = TypeVar("Found")

# So many files keep their nodes: repairs go file by file, and a file has few neighbours.
MAX_FILES = 16


class View:
    """One project, as its programs ran."""

    def __init__(self, record: Record, project: Project, cwd: Path) -> None:
        """`cwd` is the folder from which people see paths."""
        self.record = record
        self._project = project
        self._cwd = cwd
        self._nodes: dict[str, Nodes | None] = {}
        self._known: dict[Hashable, object] = {}

    def once(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What was found under a key before, else what `make` finds: many findings ask the same."""
        if key not in self._known:
            self._known[key] = make()
        return cast("Found", self._known[key])

    def nodes(self, path: str) -> Nodes | None:
        """The nodes of a file; None for one that can't be read."""
        if path not in self._nodes:
            if len(self._nodes) >= MAX_FILES:
                self._nodes.clear()
            module = self.module(path)
            is_read = module is not None and module.refused is None
            self._nodes[path] = Nodes(module) if module is not None and is_read else None
        return self._nodes[path]

    def module(self, path: str) -> Module | None:
        """The module of a path as people see it."""
        return self._project.modules.at(self._cwd / path)

    def is_main(self, nodes: Nodes) -> bool:
        """Whether a file says what to do when it is the main program."""
        return self._project.index.is_main(os.fspath(nodes.module.path))

    def is_public(self, nodes: Nodes) -> bool:
        """Whether somebody may import the module: one of the project, or whoever installs it."""
        return self.is_imported(nodes) or (bool(nodes.module.package) and not self.is_main(nodes))

    def is_imported(self, nodes: Nodes) -> bool:
        """Whether a module of the project imports this one."""
        return bool(self._project.index.importers(os.fspath(nodes.module.path)))

    def entry_of(self, path: str) -> str | None:
        """The only module that starts programs with this one; None if several or unknown do."""
        module = self.module(path)
        if module is None:
            return None
        starts, is_all = self._project.programs(module)
        return starts[0].display if len(starts) == 1 and is_all else None

    def is_own_import(self, nodes: Nodes, statement: ast.stmt) -> bool:
        """Whether an import of a module's names a module of the project."""
        index, path = self._project.index, os.fspath(nodes.module.path)
        if isinstance(statement, ast.ImportFrom):
            dotted = statement.module or ""
            names = [dotted, *(f"{dotted}.{one.name}".strip(".") for one in statement.names)]
            return any(any(index.resolve(path, statement.level, name)) for name in names)
        if isinstance(statement, ast.Import):
            return any(any(index.resolve(path, 0, one.name)) for one in statement.names)
        return False

    @property
    def hub_names(self) -> Collection[str]:
        """Every name that some tensorflow_hub has."""
        return self._project.symbols.hub.keys()

    def tf2_version(self, handle: str) -> str | None:
        """The handle of the newest TF2 version of the same model, where the catalogue has one."""
        return self._project.public_models.tf2_version(handle)

    def newest_version(self, handle: str) -> str | None:
        """The newest version of a public model whose handle names none."""
        return self._project.public_models.newest_version(handle)

    def parent_handle(self, handle: str) -> str | None:
        """The handle of the model that an asset of another kind was made from."""
        return self._project.public_models.parent(handle)

    def nearest_handle(self, handle: str) -> str | None:
        """The handle of the only public model of that version with a name like this one."""
        return self._project.public_models.nearest_handle(handle)

    def events_of(self, call: HubCall) -> Sequence[Event]:
        """What happens to one hub object."""
        return self._by_call.get(call, ())

    def calls_at(self, span: Span) -> Sequence[HubCall]:
        """The hub calls whose object stands at a place."""
        return self._calls_at.get(span, ())

    def events_at(self, span: Span) -> Sequence[Event]:
        """What happens at one place."""
        return self._by_span.get(span, ())

    def signatures(self, events: Sequence[Event]) -> Signatures:
        """The signatures that all models have alike with which these events may happen."""
        found: list[Signatures] = []
        for event in events:
            module = self.module((event.call or event).span.path)
            for row in event.rows:
                fact = row.get("handle")
                if module is None or fact is None or not isinstance(fact.value, str):
                    return {}
                found.append(self._project.signatures(fact.value, module))
        first = found[0] if found else {}
        return {name: one for name, one in first.items() if all(one == x.get(name) for x in found)}

    def input_types(self, events: Sequence[Event], signature: str) -> Mapping[str, str]:
        """The types of a signature's inputs by their names, where they are known."""
        known = self.signatures(events).get(signature)
        return known.inputs if known is not None else {}

    def places_of(self, nodes: Nodes) -> frozenset[Span]:
        """Where in a file any hub object is named."""
        return self._places.get(nodes.module.display, frozenset())

    @cached_property
    def _by_call(self) -> Mapping[HubCall, Sequence[Event]]:
        found: dict[HubCall, list[Event]] = {}
        for event in self.record.events:
            if event.call is not None:
                found.setdefault(event.call, []).append(event)
        return found

    @cached_property
    def _calls_at(self) -> Mapping[Span, Sequence[HubCall]]:
        found: dict[Span, list[HubCall]] = {}
        for call, spans in self.record.mentions.items():
            for span in spans | {call.span}:
                found.setdefault(span, []).append(call)
        return found

    @cached_property
    def _by_span(self) -> Mapping[Span, Sequence[Event]]:
        found: dict[Span, list[Event]] = {}
        for event in self.record.events:
            found.setdefault(event.span, []).append(event)
        return found

    @cached_property
    def _places(self) -> Mapping[str, frozenset[Span]]:
        found: dict[str, set[Span]] = {}
        for spans in self.record.mentions.values():
            for span in spans:
                found.setdefault(span.path, set()).add(span)
        return {path: frozenset(spans) for path, spans in found.items()}
