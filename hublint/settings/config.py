"""Which settings are in force, and where does each come from?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hublint.files.patterns import Patterns
from hublint.gate import MAX_SIZE

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.model import Severity

Runtime = Literal["tf1", "tf1-compat", "tf2"]
FailOn = Literal["error", "warning", "info", "undecided"]

# What is said of a code, a prefix or a name, in the order in which it counts.
Choice = tuple[Literal["select", "extend-select", "ignore"], str]

COMMAND_LINE = "command line"
DEFAULT = "default"

# What `python` says where no environment is to count.
NO_ENVIRONMENT = "none"

_NOTHING: Mapping[str, Any] = MappingProxyType({})

# Settings whose entries are settled one by one: another `targets` table keeps the names it lacks.
_TABLES = ("targets", "handles", "severity", "wrappers")


class Override(NamedTuple):
    """What holds for some paths alone: patterns as in .gitignore, counted from the root."""

    paths: tuple[str, ...]
    runtime: Runtime | None = None
    targets: Mapping[str, str] = _NOTHING
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = _NOTHING


class Settings(NamedTuple):
    """The settings of some files, as `at` gives them for one of them.

    `root` is the absolute folder that patterns and relative paths count from. `selection` holds
    choices of rules, of which the last that means a rule wins; `rules` are the absolute folders
    of a user's own pages. `targets` are
    versions ("2.15") or ranges (">=2.4") by the vocabulary's names of libraries, `handles` words
    of `format` by handle, `wrappers` words of `api` by dotted name, `severity` levels by code,
    name or prefix. `python` is the absolute path of an environment or of its interpreter, or
    NO_ENVIRONMENT; `active` is the environment that VIRTUAL_ENV names. `baseline` is the file of
    known findings, "" for none, from `root`, and `suppressions` is whether the code's own comments
    count. `origins` says where
    a setting comes from, by its key ("runtime", "targets.tensorflow", "ignore.HUB101"); what it
    lacks is the default.
    """

    root: str
    selection: tuple[Choice, ...] = ()
    rules: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = _NOTHING
    fail_on: FailOn = "warning"
    max_warnings: int | None = None
    require_reason: bool = False
    baseline: str = ""
    suppressions: bool = True
    exclude: tuple[str, ...] = ()
    max_file_size: int = MAX_SIZE
    runtime: Runtime | None = None
    targets: Mapping[str, str] = _NOTHING
    handles: Mapping[str, str] = _NOTHING
    python: str = ""
    active: str = ""
    entry_points: tuple[str, ...] = ()
    wrappers: Mapping[str, str] = _NOTHING
    overrides: tuple[Override, ...] = ()
    origins: Mapping[str, str] = _NOTHING

    def at(self, path: Path | str) -> Settings:
        """The settings for one absolute path: overrides count, unless the command line spoke."""
        settings = self
        for override in self.overrides:
            if Patterns(self.root, override.paths).verdict(os.fspath(path)):
                settings = settings._overridden(override)
        return settings

    def severity_for(self, code: str, name: str) -> Severity | None:
        """The level that was asked for a rule, by name, code or longest prefix; None: its own."""
        exact = self.severity.get(name) or self.severity.get(code)
        prefixes = (word for word in self.severity if code.startswith(word.upper()))
        return exact or self.severity.get(max(prefixes, key=len, default=""))

    @property
    def environment(self) -> str | None:
        """The environment that is named, "" where none is; None where none is to count."""
        return None if self.python == NO_ENVIRONMENT else self.python

    def origin(self, key: str) -> str:
        """Where a setting comes from: "command line", a configuration's path, "default"."""
        return self.origins.get(key, DEFAULT)

    def rule_words(self) -> Iterator[tuple[str, str]]:
        """Every word that must mean a rule, and where it stands, for a message about it."""
        for verb, word in self.selection:
            yield word, f"{self.origin(f'{verb}.{word}')}: {verb}"
        for word in self.severity:
            yield word, f"{self.origin(f'severity.{word}')}: severity"
        for number, override in enumerate(self.overrides, start=1):
            for word in (*override.ignore, *override.severity):
                yield word, f"{self.origin('overrides')}: overrides[{number}]"

    def _overridden(self, override: Override) -> Settings:
        origin = f"{self.origin('overrides')} (overrides)"
        values: dict[str, Any] = {"targets": override.targets, "severity": override.severity}
        if override.runtime:
            values["runtime"] = override.runtime
        if override.ignore:
            values["selection"] = tuple(("ignore", word) for word in override.ignore)
        return _under(self, values, origin)


def settle(root: str, layers: Sequence[tuple[str, Mapping[str, Any]]]) -> Settings:
    """The settings that these layers make, each an origin and values by field; the last wins."""
    settings = Settings(root)
    for origin, values in layers:
        settings = _under(settings, values, origin)
    return settings


def _under(settings: Settings, values: Mapping[str, Any], origin: str) -> Settings:
    """Settings with these values in place of those that the command line did not give."""
    origins = dict(settings.origins)
    changes: dict[str, Any] = {}
    for name, value in values.items():
        key = name.replace("_", "-")
        if name == "selection":
            # Who selects, starts anew: what others chose before does not count beside it.
            anew = any(verb == "select" for verb, _ in value)
            changes[name] = value if anew else (*settings.selection, *value)
            origins.update((f"{verb}.{word}", origin) for verb, word in value)
        elif name in _TABLES:
            kept = {
                entry: item
                for entry, item in value.items()
                if origins.get(f"{key}.{entry}") != COMMAND_LINE
            }
            changes[name] = {**getattr(settings, name), **kept}
            origins.update((f"{key}.{entry}", origin) for entry in kept)
        elif origins.get(key) != COMMAND_LINE:
            changes[name] = value
            origins[key] = origin
    return settings._replace(**changes, origins=origins)
