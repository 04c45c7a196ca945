"""Which settings hold, as TOML, with where each comes from?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby

from hublint.settings.config import Override, Settings

# What is told elsewhere, or not as a key and a value.
_TOLD_APART = ("root", "selection", "suppressions", "active", "overrides", "origins")


def render_settings(settings: Settings, shown: str) -> str:
    """The settings that hold for a path, `shown` so; one line each, its origin as a comment."""
    lines = [(f"# the settings for {shown}", ""), (f"# paths count from {settings.root}", "")]
    lines += _selection(settings)
    for name in Settings._fields:
        if name not in _TOLD_APART:
            lines += _lines(name.replace("_", "-"), getattr(settings, name), settings)
    for override in settings.overrides:
        lines += _override(override, settings.origin("overrides"))
    width = max(len(line) for line, origin in lines if origin)
    return "".join(
        f"{line:<{width}}  # {origin}\n" if origin else f"{line}\n" for line, origin in lines
    )


def _selection(settings: Settings) -> Iterator[tuple[str, str]]:
    def source(choice: tuple[str, str]) -> tuple[str, str]:
        verb, word = choice
        return verb, settings.origin(f"{verb}.{word}")

    for (verb, origin), choices in groupby(settings.selection, source):
        yield f"{verb} = {_value([word for _, word in choices])}", origin


def _lines(key: str, value: object, settings: Settings) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for entry, item in value.items():
            yield f"{key}.{_key(entry)} = {_value(item)}", settings.origin(f"{key}.{entry}")
    elif value is not None:
        yield f"{key} = {_value(value)}", settings.origin(key)


def _override(override: Override, origin: str) -> Iterator[tuple[str, str]]:
    yield "", ""
    yield "[[overrides]]", origin
    for name in Override._fields:
        value = getattr(override, name)
        if isinstance(value, Mapping):
            for entry, item in value.items():
                yield f"{name}.{_key(entry)} = {_value(item)}", ""
        elif value:
            yield f"{name} = {_value(value)}", ""


def _key(entry: str) -> str:
    return entry if entry.replace("_", "").replace("-", "").isalnum() else _value(entry)


def _value(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
