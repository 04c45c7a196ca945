"""What does the nearest configuration file say?"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from hublint.config import COMMAND_LINE, Override, Settings, settle
from hublint.patterns import Patterns
from hublint.source import display_path, read_bytes

# The nearest folder with one of these decides; in one folder, the first of them does.
_OWN_FILE = "hublint.toml"
_PROJECT_FILE = "pyproject.toml"

# A file's keys have no order, so their verbs have: the last that means a rule wins.
_VERBS = ("select", "extend-select", "ignore")


class ConfigError(Exception):
    """A configuration that can't be used; the message has its file, its key and what is wrong."""


class Configurations:
    """The settings that hold in each folder, each file read once a run.

    `given` are the command line's own values by field of Settings, which win. `only` is the one
    file to read, `isolated` reads none.
    """

    def __init__(
        self, given: Mapping[str, Any], cwd: str, *, only: str | None = None, isolated: bool = False
    ) -> None:
        self._given = given
        self._cwd = cwd
        self._only = only
        self._isolated = isolated
        self._paths: dict[str, str | None] = {}
        self._settings: dict[str | None, Settings] = {}

    def in_folder(self, folder: str) -> Settings:
        """The settings in an absolute folder; raises ConfigError."""
        path = self.path_for(folder)
        if path not in self._settings:
            self._settings[path] = self._read(path)
        return self._settings[path]

    def path_for(self, folder: str) -> str | None:
        """The file that decides in an absolute folder, or None."""
        if self._isolated:
            return None
        if self._only is not None:
            return os.path.abspath(os.path.join(self._cwd, self._only))
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

    def excludes_in(self, folder: str) -> Sequence[Patterns]:
        """What the configuration there excludes; of a broken one others will speak."""
        try:
            settings = self.in_folder(folder)
        except ConfigError:
            return ()
        return (Patterns(settings.root, settings.exclude),) if settings.exclude else ()

    def _read(self, path: str | None) -> Settings:
        layers: list[tuple[str, Mapping[str, Any]]] = [(COMMAND_LINE, self._given)]
        root = self._cwd
        if path is not None:
            origin = display_path(path, self._cwd)
            layers.insert(0, (origin, _values(path, origin)))
            root = self._cwd if self._only else os.path.dirname(path)
        return settle(root, layers)


def _config_in(folder: str) -> str | None:
    own = os.path.join(folder, _OWN_FILE)
    if os.path.isfile(own):
        return own
    project = os.path.join(folder, _PROJECT_FILE)
    try:
        data = read_bytes(project)
    except OSError:
        return None
    return project if b"hublint" in data and _has_our_table(data) else None


def _has_our_table(data: bytes) -> bool:
    """Whether a pyproject.toml that names hublint configures it, or means to and is broken."""
    try:
        return "hublint" in _parsed(data, _PROJECT_FILE).get("tool", {})
    except ConfigError:
        return b"[tool.hublint" in data


def _values(path: str, origin: str) -> dict[str, Any]:
    """The file's values by field of Settings; raises ConfigError."""
    from hublint.config_keys import KEYS, KeyProblemError, read_table

    try:
        document = _parsed(read_bytes(path), origin)
    except OSError as error:
        raise ConfigError(f"{origin}: {error.strerror}") from None
    table, prefix = document, ""
    if os.path.basename(path) == _PROJECT_FILE or "hublint" in document.get("tool", {}):
        table, prefix = document.get("tool", {}).get("hublint", {}), "tool.hublint"
    try:
        return _fields(read_table(table, KEYS))
    except KeyProblemError as problem:
        key = problem.below(prefix).key if prefix else problem.key
        raise ConfigError(f"{origin}: {key}: {problem.message}") from None


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    """Keys become fields of Settings; the choices of rules count in the order of their verbs."""
    choices = tuple((verb, word) for verb in _VERBS for word in values.pop(verb, ()))
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    if choices:
        fields["selection"] = choices
    if "overrides" in fields:
        fields["overrides"] = tuple(Override(**table) for table in fields["overrides"])
    return fields


def _parsed(data: bytes, shown: str) -> dict[str, Any]:
    # Most runs have no configuration, and the parser takes as long to import as argparse.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        document: dict[str, Any] = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{shown}: no valid TOML: {error}") from None
    return document
