"""What is one call of a library, and what does it give if nothing more is known?"""

from __future__ import annotations

import ast
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hublint.facts.values import object_tests, version_tests
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import External
from hublint.facts.values.sources import sources_in
from hublint.facts.values.value import Alternative, Trace, Value, just

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame


@dataclass(frozen=True, slots=True)
class LibraryCall:
    """One call of a library's name, and where it stands."""

    run: Interpreter
    name: str
    called: Alternative
    arguments: Arguments
    node: ast.Call
    frame: Frame
    detail: str = ""

    def argument(self, name: str, position: int | None = None) -> Value | None:
        """The value of one of the arguments."""
        return self.arguments.get(name, position)

    @property
    def inputs(self) -> tuple[Value, ...]:
        """Everything that is passed."""
        return (*self.arguments.positional, *self.arguments.keywords.values())

    def result(self, key: Any = None) -> Value:
        """What a library gives when nothing more is known: the call's own name."""
        sources = sources_in(*self.inputs, (self.called,))
        named = key or self._key()
        made = External(f"{self.name}()", named, sources)
        return just(made)

    def of_owner(self) -> Value:
        """What a method gives that is known by its object, not by the call.

        A graph's as_default() is such a thing, or what a parser of the command line gives.
        """
        owner = self.called.atom
        return self.result(owner.key if isinstance(owner, External) else None)

    def _key(self) -> Hashable:
        own = object_tests.named((id(self.node), self.frame.ident), self.inputs)
        atoms = (item.atom for value in (*self.inputs, (self.called,)) for item in value)
        library = next(filter(None, map(version_tests.source, atoms)), "")
        return version_tests.marked(library, own) if library else own

    def unknown(self, reason: str) -> Value:
        """An unknown value that depends on the inputs."""
        return self.run.unknown(reason, (id(self.node), self.frame.ident), *self.inputs)

    def written(self) -> Trace:
        """This call as evidence of what it writes."""
        return self.trace(f"`{self.frame.module.excerpt(self.node)}` writes it")

    def trace(self, text: str = "") -> Trace:
        """This call as evidence."""
        return Trace(text, self.frame.module, self.node)
