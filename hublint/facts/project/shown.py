"""Which TensorFlow does a program show? By names that only one has, in all that it imports."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hublint.facts.project.imports import ImportIndex
    from hublint.model import Evidence

# What a text reads of TensorFlow, by the names that it usually goes by.
_READ = re.compile(r"\b(?:tf|tensorflow)\.(\w+(?:\.\w+)*)")
_IMPORTED_WHOLE = re.compile(r"^[ \t]*import tensorflow(?![.\w])", re.MULTILINE)
_IMPORTED_FROM = "from tensorflow import "
_CONTRIB = "tensorflow.contrib"


class Shown:
    """What programs show; of a file that shows nothing, that is known for all that import it."""

    def __init__(self, index: ImportIndex, find: Callable[[str], Evidence | None]) -> None:
        """`find` gives what a file shows by itself; it is asked once of each."""
        self._index = index
        self._find = find
        self._own: dict[str, Evidence | None] = {}
        self._by: dict[str, Evidence | None] = {}

    def by(self, path: str) -> Evidence | None:
        """What a file shows, else the nearest that it imports, at whatever remove; None if none.

        So it is the same whatever was asked before.
        """
        if path not in self._by:
            self._by[path] = self._nearest(path)
        return self._by[path]

    def _nearest(self, path: str) -> Evidence | None:
        seen = {path: None}
        queue = [path]
        for current in queue:
            if current not in self._own:
                self._own[current] = self._find(current)
            shown = self._own[current]
            if shown is not None:
                return shown
            for imported in self._index.imports(current):
                if imported not in seen and not self._is_silent(imported):
                    seen[imported] = None
                    queue.append(imported)
        self._by.update(seen)  # what is reached from here shows nothing
        return None

    def _is_silent(self, path: str) -> bool:
        """Whether it is known that a file shows nothing, nor what it imports."""
        return path in self._by and self._by[path] is None


def may_show(text: str, is_wanted: Callable[[str], bool]) -> bool:
    """Whether a text may read a name of TensorFlow that is wanted: seen without parsing it.

    Names of compat.v1 show nothing, but for those of contrib.
    """
    if "tensorflow" not in text:
        return False
    if not _IMPORTED_WHOLE.search(text):
        is_contrib = ".contrib" in text and is_wanted(_CONTRIB)
        return is_contrib or _IMPORTED_FROM in text
    return any(is_wanted(f"tensorflow.{name}") for name in set(_READ.findall(text)))
