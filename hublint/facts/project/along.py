"""What does a file hold, or anything that it imports? Asked along a project's imports."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from hublint.facts.project.imports import ImportIndex

Held = TypeVar("Held")


class Along(Generic[Held]):
    """What files hold; of one that holds nothing, that is known for all that import it."""

    def __init__(self, index: ImportIndex, find: Callable[[str], Held | None]) -> None:
        """`find` gives what a file holds itself, None for nothing; it is asked once of each."""
        self._index = index
        self._find = find
        self._own: dict[str, Held | None] = {}
        self._by: dict[str, Held | None] = {}

    def by(self, path: str) -> Held | None:
        """What a file holds, else the nearest that it imports, at whatever remove; None if none.

        So it is the same whatever was asked before.
        """
        if path not in self._by:
            self._by[path] = self._nearest(path)
        return self._by[path]

    def _nearest(self, path: str) -> Held | None:
        seen = {path: None}
        queue = [path]
        for current in queue:
            if current not in self._own:
                self._own[current] = self._find(current)
            held = self._own[current]
            if held is not None:
                return held
            for imported in self._index.imports(current):
                if imported not in seen and not self._is_empty(imported):
                    seen[imported] = None
                    queue.append(imported)
        self._by.update(seen)  # nothing is held by what is reached from here
        return None

    def _is_empty(self, path: str) -> bool:
        """Whether it is known that a file holds nothing, nor what it imports."""
        return path in self._by and self._by[path] is None
