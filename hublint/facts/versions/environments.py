"""In which Python environment does the code of a folder run? Told by its files, never run.

The one that the user names; else the nearest of the project's own, in `.venv` or `venv`; else the
one that is active. What each is believed is said in trust.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hublint.facts.versions.installed import (
    CONFIG,
    Environment,
    environment_folder,
    read_environment,
)
from hublint.facts.versions.requirements import Requirement, Source
from hublint.files import disk

_OWN = (".venv", "venv")


class Environments:
    """The environments of a run, each read once."""

    def __init__(self, named: str | None, active: str, display: Callable[[Path], str]) -> None:
        """`named` and `active` are paths, "" where there is none.

        `named` is None where no environment is to count. `display` gives a path as the reader of
        the report shall see it.
        """
        self._named = named
        self._active = active
        self._display = display
        self._read: dict[tuple[Path, Source], Environment] = {}

    def requirements(self, folder: Path, root: Path) -> tuple[Requirement, ...]:
        """What is installed where the code of a folder runs; empty where nobody can say."""
        if self._named is None:
            return ()
        if self._named:
            return self.named.requirements
        folders = (folder, *folder.parents) if root in (folder, *folder.parents) else (folder,)
        for above in folders:
            for name in _OWN:
                if disk.is_file(above / name / CONFIG):
                    own = self._at(above / name, "installed")
                    if own.requirements:
                        return own.requirements
            if above == root:
                break
        return self._at(Path(self._active), "active").requirements if self._active else ()

    @property
    def named(self) -> Environment:
        """What the environment has that the user names; empty where none is named."""
        if not self._named:
            return Environment()
        return self._at(environment_folder(Path(self._named)), "named")

    def _at(self, folder: Path, source: Source) -> Environment:
        if (folder, source) not in self._read:
            self._read[folder, source] = read_environment(folder, self._display, source)
        return self._read[folder, source]
