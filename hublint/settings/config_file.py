"""What does a configuration file say?"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from hublint.files.display import display_path
from hublint.files.paths import PROJECT_CONFIG
from hublint.gate import read_bytes
from hublint.judging.rule_names import means_a_rule, no_such_rule, rule_names
from hublint.settings import ConfigError
from hublint.settings.config import COMMAND_LINE, NO_ENVIRONMENT, Override, Settings, settle
from hublint.settings.config_keys import KEYS, KeyProblemError, read_table

# A file's keys have no order, so their verbs have: the last that means a rule wins.
_VERBS = ("select", "extend-select", "ignore")


def read_settings(path: str | None, root: str, given: Mapping[str, Any], cwd: str) -> Settings:
    """The settings that a file (None: no file) and the command line's values make.

    `root` is what patterns count from, also those of files that are extended. Raises
    ConfigError, also for a word that should mean a rule and doesn't.
    """
    files = _layers(path, cwd, ()) if path is not None else []
    settings = settle(root, [*files, (COMMAND_LINE, given)])
    _check_rules(settings)
    return settings


def has_our_table(data: bytes) -> bool:
    """Whether a pyproject.toml of these bytes configures hublint, or means to and is broken."""
    try:
        return "hublint" in _parsed(data, PROJECT_CONFIG).get("tool", {})
    except ConfigError:
        return b"[tool.hublint" in data


def _check_rules(settings: Settings) -> None:
    words = list(settings.rule_words())
    rules = rule_names(settings.rules) if words else []
    for word, where in words:
        if not means_a_rule(word, rules):
            raise ConfigError(f"{where}: {no_such_rule(word, rules)}")


def _layers(path: str, cwd: str, above: tuple[str, ...]) -> list[tuple[str, Mapping[str, Any]]]:
    """What a file says and, before it, what those say that it extends, the farthest first.

    `above` are the files that lead to this one by extending it.
    """
    origin = display_path(path, cwd)
    if path in above:
        raise ConfigError(f"{origin}: extend: extends itself")
    values = _values(path, origin)
    folder = os.path.dirname(path)
    if "rules" in values:
        values["rules"] = tuple(
            os.path.abspath(os.path.join(folder, os.path.expanduser(name)))
            for name in values["rules"]
        )
    if values.get("python", NO_ENVIRONMENT) != NO_ENVIRONMENT:
        named = os.path.expanduser(values["python"])
        values["python"] = os.path.abspath(os.path.join(folder, named))
    if above and values.get("baseline"):
        values["baseline"] = os.path.abspath(os.path.join(folder, values["baseline"]))
    layers: list[tuple[str, Mapping[str, Any]]] = []
    for name in values.pop("extend", ()):
        base = os.path.abspath(os.path.join(folder, os.path.expanduser(name)))
        if not os.path.isfile(base):
            raise ConfigError(f"{origin}: extend: there is no file {display_path(base, cwd)}")
        layers += _layers(base, cwd, (*above, path))
    return [*layers, (origin, values)]


def _values(path: str, origin: str) -> dict[str, Any]:
    """The file's values by field of Settings; raises ConfigError."""
    try:
        document = _parsed(read_bytes(path), origin)
    except OSError as error:
        raise ConfigError(f"{origin}: {error.strerror}") from None
    table, prefix = document, ""
    if os.path.basename(path) == PROJECT_CONFIG or "hublint" in document.get("tool", {}):
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
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document: dict[str, Any] = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{shown}: no valid TOML: {error}") from None
    return document
