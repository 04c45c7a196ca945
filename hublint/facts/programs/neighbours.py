"""Which TensorFlow does a module run with that doesn't say so? What its programs show tells.

A program shows TensorFlow 1 where a name is read that only that has: in what leads to hub in it, or
is imported there. What lies farther off is often written for any TensorFlow. A module that shows
nothing runs with it, too; and also in programs that show nothing themselves, where another one
that runs the same module does: people run one project with one TensorFlow. Only notebooks, which
are often older or younger than the rest, show nothing for other programs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable, Set
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.facts.project.along import Along
from hublint.facts.versions.markers import name_of_tf2
from hublint.model import Evidence, Fact
from hublint.sources.source import NOTEBOOK

if TYPE_CHECKING:
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.project.modules import Module

# What a text reads of TensorFlow, by the names that it usually goes by.
_READ = re.compile(r"\b(?:tf|tensorflow)\.(\w+(?:\.\w+)*)")
_IMPORTED_WHOLE = re.compile(r"^[ \t]*import tensorflow(?![.\w])", re.MULTILINE)
_IMPORTED_FROM = "from tensorflow import "
_CONTRIB = "tensorflow.contrib"

Find = Callable[["Module"], "Evidence | None"]
Names = Callable[[str], bool]


class Neighbours:
    """What the programs of a project show, for their modules that show nothing."""

    def __init__(self, project: Project) -> None:
        self._project = project
        symbols = project.symbols
        self._tf1 = self._shown(symbols.is_tf1_only, self._name_of_tf1)
        self._tf2 = self._shown(symbols.is_tf2_only, lambda one: name_of_tf2(one, symbols))
        self._others: dict[Module, Fact | None] = {}

    def shown_by(self, start: Module) -> Hashable:
        """What decides of a program which TensorFlow its silent modules run with, as evidence."""
        tf1, tf2 = self.shows_tf1(start), self.shows_tf2(start)
        return tf2 is not None if tf1 is None else (tf1, tf2)

    def shows_tf1(self, start: Module) -> Evidence | None:
        """What shows that a program runs with TensorFlow 1, by the module that starts it."""
        return self._tf1.by(os.fspath(start.file))

    def shows_tf2(self, start: Module) -> Evidence | None:
        """What shows that it runs with TensorFlow 2."""
        return self._tf2.by(os.fspath(start.file))

    def runtime(self, module: Module, start: Module) -> Fact | None:
        """Which TensorFlow a silent module runs with in the program that starts there.

        None where nothing shows TensorFlow 1; unknown where something shows 2 as well.
        """
        shown = self.shows_tf1(start)
        if shown is not None:
            return _fact(shown, self.shows_tf2(start), _told(shown, module))
        if module not in self._others:
            self._others[module] = self._of_others(module)
        found = self._others[module]
        return None if found is None or self.shows_tf2(start) is not None else found

    def _of_others(self, module: Module) -> Fact | None:
        """Which TensorFlow a silent module runs with, as far as any of its programs shows."""
        starts = self._project.programs(module)[0]
        scripts = [one for one in starts if one.file.suffix != NOTEBOOK]
        shown = next(filter(None, map(self.shows_tf1, scripts)), None)
        if shown is None:
            return None
        other = next(filter(None, map(self.shows_tf2, scripts)), None)
        return _fact(shown, other, "another program that runs this module runs that")

    def _name_of_tf1(self, module: Module) -> Evidence | None:
        """The first name that only TensorFlow 1 has, unless it is known that it runs with 2."""
        shown = self._project.markers(module).tf1_only
        is_so = shown is not None and self._project.surroundings(module).runs_tf1
        return shown if is_so else None

    @cached_property
    def _near(self) -> Set[str]:
        """The files that lead to hub, and those that they import directly."""
        index = self._project.index
        leading = index.reaching(index.hub_files)
        return {*leading, *(imported for one in leading for imported in index.imports(one))}

    def _shown(self, is_wanted: Names, find: Find) -> Along[Evidence]:
        def in_file(path: str) -> Evidence | None:
            module = self._project.modules.at(Path(path)) if path in self._near else None
            modules = () if module is None else (module, *module.beside.values())
            asked = (one for one in modules if _may_show(one.text, is_wanted))
            return next(filter(None, (_read(one, find) for one in asked)), None)

        return Along(self._project.index, in_file)


def _read(module: Module, find: Find) -> Evidence | None:
    """What is found in a module, which keeps no tree for that if it had none."""
    with module.woken():
        return None if module.refused is not None else find(module)


def _may_show(text: str, is_wanted: Names) -> bool:
    """Whether a text may read a name of TensorFlow that is wanted: seen without parsing it.

    Names of compat.v1 show nothing, but for those of contrib.
    """
    if "tensorflow" not in text:
        return False
    if not _IMPORTED_WHOLE.search(text):
        is_contrib = ".contrib" in text and is_wanted(_CONTRIB)
        return is_contrib or _IMPORTED_FROM in text
    return any(is_wanted(f"tensorflow.{name}") for name in set(_READ.findall(text)))


def _told(shown: Evidence, module: Module) -> str:
    """What the place that shows something has to do with a module of the same program."""
    is_same_file = shown.span is not None and shown.span.path == module.display
    return "it stands in the same notebook" if is_same_file else "the same program runs that"


def _fact(tf1: Evidence, tf2: Evidence | None, told: str) -> Fact:
    """TensorFlow 1, assumed for what shows it; unknown, if something shows the other."""
    if tf2 is not None:
        return Fact(None, missing=f"{tf1.text}, {tf2.text}, and {told}")
    return Fact("tf1", "assumed", (Evidence(f"{tf1.text}, and {told}", tf1.span),))
