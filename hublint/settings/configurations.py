"""Which configuration file decides in which folder?"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hublint.files.paths import OWN_CONFIG, PROJECT_CONFIG
from hublint.gate import read_bytes
from hublint.settings import ConfigError

if TYPE_CHECKING:
    from hublint.files.patterns import Patterns
    from hublint.settings.config import Settings


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
        """Whether functions stand for APIs of hub in some of these folders: their names count."""
        written = map(self._written, folders)
        return any(settings.wrappers for settings in written if settings is not None)

    def excludes_in(self, folder: str) -> Sequence[Patterns]:
        """What the configuration there excludes."""
        settings = self._written(folder)
        if settings is None or not settings.exclude:
            return ()
        from hublint.files.patterns import Patterns

        return (Patterns(settings.root, settings.exclude),)

    def _written(self, folder: str) -> Settings | None:
        """The settings of a folder that a file decides in; of a broken one others will speak."""
        if self.path_for(folder) is None:
            return None
        try:
            return self.in_folder(folder)
        except ConfigError:
            return None


def _config_in(folder: str) -> str | None:
    """The file that decides in this very folder: of two, hublint's own does."""
    own = os.path.join(folder, OWN_CONFIG)
    if os.path.isfile(own):
        return own
    project = os.path.join(folder, PROJECT_CONFIG)
    try:
        data = read_bytes(project)
    except OSError:
        return None
    if b"hublint" not in data:  # nearly every project's; it is not worth the parser's import
        return None
    from hublint.settings.config_file import has_our_table

    return project if has_our_table(data) else None
