"""What may a repair look at? The files of the project, and what happened to its hub objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from hublint.facts.modules import Module
from hublint.facts.signatures import Signatures
from hublint.model import Event, HubCall, Span
from hublint.repair.nodes import Nodes


class View:
    """One project, as its programs ran.

    `mentions` are the places that name each hub object. `module_at` gives the module of a path
    as people see it, `signatures` those of a handle's model, seen from a module;
    `is_main` says whether it is a program that nobody in the project imports.
    """

    def __init__(
        self,
        events: Sequence[Event],
        mentions: Mapping[HubCall, frozenset[Span]],
        module_at: Callable[[str], Module | None],
        is_main: Callable[[Module], bool],
        signatures: Callable[[str, Module], Signatures],
    ) -> None:
        self.events = events
        self.mentions = mentions
        self._module_at = module_at
        self._is_main = is_main
        self._signatures = signatures
        self._nodes: dict[str, Nodes | None] = {}

    def nodes(self, path: str) -> Nodes | None:
        """The nodes of a file; None for one that this Python can't read."""
        if path not in self._nodes:
            module = self._module_at(path)
            tree = module.python if module is not None and module.refused is None else None
            known = Nodes(module, tree) if module is not None and tree is not None else None
            self._nodes[path] = known
        return self._nodes[path]

    def is_main(self, nodes: Nodes) -> bool:
        """Whether a file is a program that nobody in the project imports."""
        return self._is_main(nodes.module)

    def events_of(self, call: HubCall) -> Sequence[Event]:
        """What happens to one hub object."""
        return self._by_call.get(call, ())

    def events_at(self, span: Span) -> Sequence[Event]:
        """What happens at one place."""
        return self._by_span.get(span, ())

    def signatures(self, events: Sequence[Event]) -> Signatures:
        """The signatures that all models have alike with which these events may happen."""
        found: list[Signatures] = []
        for event in events:
            module = self._module_at((event.call or event).span.path)
            for row in event.rows:
                fact = row.get("handle")
                if module is None or fact is None or not isinstance(fact.value, str):
                    return {}
                found.append(self._signatures(fact.value, module))
        first = found[0] if found else {}
        return {name: one for name, one in first.items() if all(one == x.get(name) for x in found)}

    def places_of(self, nodes: Nodes) -> frozenset[Span]:
        """Where in a file any hub object is named."""
        return self._places.get(nodes.module.display, frozenset())

    @cached_property
    def _by_call(self) -> Mapping[HubCall, Sequence[Event]]:
        found: dict[HubCall, list[Event]] = {}
        for event in self.events:
            if event.call is not None:
                found.setdefault(event.call, []).append(event)
        return found

    @cached_property
    def _by_span(self) -> Mapping[Span, Sequence[Event]]:
        found: dict[Span, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.span, []).append(event)
        return found

    @cached_property
    def _places(self) -> Mapping[str, frozenset[Span]]:
        found: dict[str, set[Span]] = {}
        for spans in self.mentions.values():
            for span in spans:
                found.setdefault(span.path, set()).add(span)
        return {path: frozenset(spans) for path, spans in found.items()}
