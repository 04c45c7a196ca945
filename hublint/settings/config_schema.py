"""What may an editor offer in a configuration? The keys and their values, as JSON Schema.

Usage: python -m hublint.settings.config_schema writes the schema of hublint.toml to standard
output.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hublint.gate import MAX_SIZE
from hublint.settings.config_keys import (
    FAIL_ON,
    KEYS,
    OVERRIDE_KEYS,
    RUNTIMES,
    SEVERITIES,
    libraries,
)
from hublint.vocabulary import APIS, FACTS

_Json = dict[str, Any]

_SAYS: Mapping[str, str] = {
    "extend": "Configurations to start from, counted from this file; what stands here wins.",
    "select": "These rules alone: codes, beginnings of codes, names.",
    "extend-select": "These rules too.",
    "ignore": "Not these rules.",
    "severity": "Levels by code, beginning of a code, or name.",
    "fail-on": "The mildest that makes a run fail.",
    "max-warnings": "So many warnings don't make a run fail.",
    "require-reason": "Whether a suppression that names rules must say why.",
    "baseline": "The file of findings that are known, counted from this file.",
    "exclude": "Patterns as in .gitignore of what is left out, counted from this file.",
    "max-file-size": "The bytes that a file may have to be read.",
    "runtime": "The runtime of the code, whatever the code says.",
    "targets": "Versions or ranges of libraries, whatever pins say.",
    "python": "The environment that the code runs in: its folder, its interpreter, or none.",
    "handles": "The formats of models that the catalogue does not know.",
    "entry-points": "Files that start a program.",
    "wrappers": "Functions of your own, by dotted name, that do what an API does.",
    "rules": "Folders of rule pages of your own, counted from this file.",
    "overrides": "What holds for some paths alone; the last that means a path wins.",
    "paths": "Patterns as in .gitignore of the paths that this table speaks of.",
}


def schema() -> _Json:
    """The schema of hublint.toml, and of [tool.hublint] in pyproject.toml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "hublint",
        "description": "Settings of hublint: hublint.toml, or [tool.hublint] in pyproject.toml.",
        **_table({key: _value(key) for key in KEYS}),
    }


def _table(keys: Mapping[str, _Json]) -> _Json:
    properties = {key: {"description": _SAYS[key], **value} for key, value in keys.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _value(key: str) -> _Json:
    """The values that a key takes, wherever it stands."""
    text: _Json = {"type": "string"}
    texts: _Json = {"type": "array", "items": text}
    values: Mapping[str, _Json] = {
        "extend": {"anyOf": [text, texts]},
        "severity": {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}},
        "fail-on": {"enum": list(FAIL_ON), "default": "warning"},
        "max-warnings": {"type": "integer", "minimum": 0},
        "require-reason": {"type": "boolean", "default": False},
        "baseline": text,
        "max-file-size": {"type": "integer", "minimum": 1, "default": MAX_SIZE},
        "runtime": {"enum": list(RUNTIMES)},
        "targets": _targets(),
        "python": text,
        "handles": _words_by_name(FACTS["format"].values),
        "wrappers": _words_by_name(APIS),
        "overrides": {"type": "array", "items": _overrides() if key == "overrides" else {}},
    }
    return values.get(key, texts)


def _overrides() -> _Json:
    table = _table({key: _value(key) for key in OVERRIDE_KEYS})
    return {**table, "required": ["paths"]}


def _targets() -> _Json:
    """Libraries by the vocabulary's names; a hyphen counts as an underscore."""
    names = [spelling for name in libraries() for spelling in {name, name.replace("_", "-")}]
    properties = {name: {"type": "string"} for name in sorted(names)}
    return {"type": "object", "properties": properties}


def _words_by_name(words: tuple[str, ...]) -> _Json:
    return {"type": "object", "additionalProperties": {"enum": list(words)}}


def render() -> str:
    """The schema as text, as it lies in the project."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    print(render(), end="")
