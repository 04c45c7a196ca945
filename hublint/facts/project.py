"""What surrounds a file? Its project: the modules, the dependency files, the models it names."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.facts.modules import Module, Modules
from hublint.facts.runtime import Markers, Surroundings, read_markers
from hublint.facts.symbols import Symbols
from hublint.model import Evidence, Fact, Row

if TYPE_CHECKING:
    from hublint.facts.dependency_files import DependencyReader
    from hublint.facts.formats import FormatReader

# A folder that holds one of these is a project's own.
ROOT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "hublint.toml")


class Project:
    """One project, as far as somebody has asked for it."""

    def __init__(
        self,
        modules: Modules,
        symbols: Symbols,
        formats: FormatReader,
        dependencies: DependencyReader,
        configured: Callable[[Path], Configured],
    ) -> None:
        self.modules = modules
        self.symbols = symbols
        self._formats = formats
        self._dependencies = dependencies
        self._configured = configured
        self._surroundings: dict[Module, Surroundings] = {}
        self._markers: dict[Module, Markers] = {}

    def surroundings(self, module: Module) -> Surroundings:
        """What is known of a module's runtime before it runs."""
        known = self._surroundings.get(module)
        if known is None:
            known = self._surroundings[module] = self._look_around(module)
        return known

    def _look_around(self, module: Module) -> Surroundings:
        from hublint.facts.versions import version_facts

        configured = self._configured(module.path)
        folder = module.path.parent
        required = self._dependencies.requirements(folder, self.modules.root)
        versions = version_facts(required, configured.targets)
        return Surroundings(versions, self.markers(module), configured.runtime)

    def markers(self, module: Module) -> Markers:
        """What a module shows of its own runtime."""
        known = self._markers.get(module)
        if known is None:
            known = self._markers[module] = read_markers(module, self.symbols)
        return known

    def model_facts(self, handle: str, module: Module) -> tuple[Row, ...]:
        """The rows of facts of the model that a handle names, seen from a module."""
        return self._formats.model_facts(handle, (module.path.parent, self.modules.root))


class Configured:
    """What the user says of a file: its runtime, and the versions it runs with."""

    def __init__(self, runtime: str | None, targets: Mapping[str, str], origin: str) -> None:
        self.targets = targets
        self.runtime = (
            Fact(runtime, "proven", (Evidence(f"runtime = {runtime} ({origin})"),))
            if runtime is not None
            else None
        )


def project_root(file: Path, start: Path) -> Path:
    """The nearest folder above a file that is a project's own; `start` where there is none.

    `start` is the folder that the run was given, or the one that holds the file it was given.
    """
    for folder in file.parents:
        if any(os.path.lexists(folder / mark) for mark in ROOT_MARKS):
            return folder
    return start if start in file.parents else file.parent
