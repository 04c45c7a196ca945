"""Which configuration file decides in which folder?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hublint.gate import read_bytes

if TYPE_CHECKING:
    from hublint.files.patterns import Patterns
    from hublint.settings.config import Settings

# The nearest folder with one of these decides; in one folder, the first of them does.
OWN_FILE = "hublint.toml"
PROJECT_FILE = "pyproject.toml"


class ConfigError(Exception):
    """A configuration that can't be used; the message has its file, its key and what is wrong."""


class Configurations:
    """The settings that hold in each folder, each file read once a run.

    `given` are the command line's own values by field of Settings, which win. `only` is the one
    file to read, `isolated` reads none. What reads a file is imported when there is one. `active`
    is the environment that VIRTUAL_ENV names, "" for none.
    """

    def __init__(
        self,
        given: Mapping[str, Any],
        cwd: str,
        *,
        only: str | None = None,
        isolated: bool = False,
        active: str = "",
    ) -> None:
        self._given = given
        self._cwd = cwd
        self._only = os.path.abspath(os.path.join(cwd, only)) if only is not None else None
        self._isolated = isolated
        self._active = active
        self._paths: dict[str, str | None] = {}
        self._settings: dict[str | None, Settings] = {}

    def path_for(self, folder: str) -> str | None:
        """The file that decides in an absolute folder, or None."""
        if self._isolated or self._only:
            return self._only
        passed = []
        while folder not in self._paths:
            passed.append(folder)
            path = _config_in(folder)
            parent = os.path.dirname(folder)
            if path or parent == folder:
                self._paths[folder] = path
                break
            folder = parent
        self._paths.update(dict.fromkeys(passed, self._paths[folder]))
        return self._paths[folder]

    def in_folder(self, folder: str) -> Settings:
        """The settings in an absolute folder; raises ConfigError."""
        path = self.path_for(folder)
        if path not in self._settings:
            from hublint.settings.config_file import read_settings

            root = os.path.dirname(path) if path and not self._only else self._cwd
            settings = read_settings(path, root, self._given, self._cwd)
            self._settings[path] = settings._replace(active=self._active)
        return self._settings[path]

    def have_wrappers(self, folders: Iterable[str]) -> bool:
        """Whether functions stand for APIs of hub in some of these folders: their names count.

        Of a broken configuration others will speak.
        """
        configured = (folder for folder in folders if self.path_for(folder) is not None)
        try:
            return any(self.in_folder(folder).wrappers for folder in configured)
        except ConfigError:
            return False

    def excludes_in(self, folder: str) -> Sequence[Patterns]:
        """What the configuration there excludes; of a broken one others will speak."""
        if self.path_for(folder) is None:
            return ()
        from hublint.files.patterns import Patterns

        try:
            settings = self.in_folder(folder)
        except ConfigError:
            return ()
        return (Patterns(settings.root, settings.exclude),) if settings.exclude else ()


def _config_in(folder: str) -> str | None:
    own = os.path.join(folder, OWN_FILE)
    if os.path.isfile(own):
        return own
    project = os.path.join(folder, PROJECT_FILE)
    try:
        data = read_bytes(project)
    except OSError:
        return None
    if b"hublint" not in data:  # nearly every project's; it is not worth the parser's import
        return None
    from hublint.settings.config_file import has_our_table

    return project if has_our_table(data) else None
