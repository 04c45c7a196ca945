"""Where does this name of a module lead? From name to name, and from module to module.

A name leads to all that its definition mentions, and to what that mentions in turn. So it is
seen without running anything which names can ever come to one of the goals.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from hublint.facts.project.modules import Module, Modules
from hublint.facts.project.outline import Chain, Imported, Outline, outline
from hublint.sources.refusal import SyntaxRefused

# So many imports of an import are followed.
_MAX_STEPS = 8


class Name(NamedTuple):
    """A name of a module, as its outline has it."""

    module: Module
    name: str


class Outlines:
    """The outlines of a project's modules, each read once."""

    def __init__(self, texts: Collection[str]) -> None:
        """A text that holds one of `texts` is mentioned like a name."""
        self._texts = tuple(texts)
        self._known: dict[Module, Outline | None] = {}

    def of(self, module: Module) -> Outline | None:
        """The outline of a module; None where it can't be read."""
        if module not in self._known:
            try:
                self._known[module] = outline(module, self._texts)
            except SyntaxRefused:
                self._known[module] = None
        return self._known[module]


class Reach:
    """Which names of a project lead to a goal: a library, by its name, or a word."""

    def __init__(
        self,
        modules: Modules,
        outline_of: Callable[[Module], Outline | None],
        library: str,
        words: Collection[str],
        leading: Callable[[Module], bool],
    ) -> None:
        """The goals are the library, and the words at either end of a chain.

        `leading` says of a module whether it or one that it imports can have a goal at all.
        """
        self._modules = modules
        self._library = library
        self._words = frozenset((*words, library))
        self._leading = leading
        self._outline = outline_of
        self._known: dict[Name, bool] = {}

    def leads(self, name: Name) -> bool:
        """Whether a name leads to a goal, or nobody knows what it mentions."""
        if name in self._known:
            return self._known[name]
        seen, queue = {name: None}, [name]
        for current in queue:
            if self._known.get(current) or self._ends(current):
                self._known[name] = self._known[current] = True
                return True
            for following in self._following(current):
                if following not in seen and self._known.get(following, True):
                    seen[following] = None
                    queue.append(following)
        self._known.update(dict.fromkeys(seen, False))
        return False

    def _ends(self, name: Name) -> bool:
        """Whether a name mentions a goal itself."""
        found = self._outline(name.module)
        if found is None:
            return True
        return any(self._is_goal(chain, found) for chain in found.mentions.get(name.name, ()))

    def _is_goal(self, chain: Chain, outline: Outline) -> bool:
        if chain[-1] in self._words or chain[0] in self._words:
            return True
        homes = (one.home for one in outline.imports.get(chain[0], ()) if not one.level)
        return any(home.partition(".")[0] == self._library for home in homes)

    def _following(self, name: Name) -> Iterator[Name]:
        """The names that one mentions."""
        found = self._outline(name.module)
        if found is not None and self._leading(name.module):
            for chain in found.mentions.get(name.name, ()):
                yield from self._meant(name.module, chain, 0)

    def _meant(self, module: Module, chain: Chain, steps: int) -> Iterator[Name]:
        """The names of the project's modules that a chain means in a module."""
        found = self._outline(module)
        if found is None:
            yield Name(module, chain[0])
            return
        if steps > _MAX_STEPS:
            return
        if chain[0] in found.mentions:
            yield Name(module, chain[0])
        for imported in found.imports.get(chain[0], ()):
            yield from self._imported(module, imported, chain[1:], steps)
        if chain[0] not in found.imports and chain[0] not in found.mentions:
            for star in found.stars:
                home = self._module(star.level, star.home, module)
                if home is not None and home is not module:
                    yield from self._meant(home, chain, steps + 1)

    def _imported(
        self, importer: Module, imported: Imported, rest: Chain, steps: int
    ) -> Iterator[Name]:
        """What a chain means whose first name is imported: a module's name, or one below it."""
        home = self._module(imported.level, imported.home, importer)
        if home is not None:
            yield from self._below(home, (imported.name, *rest) if imported.name else rest, steps)
        elif imported.name:
            whole = f"{imported.home}.{imported.name}".strip(".")
            below = self._module(imported.level, whole, importer)
            if below is not None:
                yield from self._below(below, rest, steps)

    def _below(self, module: Module, chain: Chain, steps: int) -> Iterator[Name]:
        """What a chain means that begins in a module: one of its names, or a module below it."""
        if not chain or steps > _MAX_STEPS:
            return
        found = self._outline(module)
        if found is not None and (chain[0] in found.mentions or chain[0] in found.imports):
            yield from self._meant(module, chain, steps + 1)
            return
        below = self._modules.relative(1, chain[0], module) if module.is_package else None
        if below is not None:
            yield from self._below(below, chain[1:], steps + 1)
        else:
            yield from self._meant(module, chain, steps + 1)

    def _module(self, level: int, dotted: str, importer: Module) -> Module | None:
        if level:
            return self._modules.relative(level, dotted, importer)
        return self._modules.find(dotted, importer)
