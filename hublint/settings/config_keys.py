"""Which keys may a configuration have, and which values may each take?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from hublint.files.patterns import pattern_problem
from hublint.spelling import did_you_mean

RUNTIMES = ("tf1", "tf1-compat", "tf2")
SEVERITIES = ("error", "warning", "info")
FAIL_ON = (*SEVERITIES, "undecided")

Reader = Callable[[object], Any]


class KeyProblemError(Exception):
    """A key that nobody knows, or a value that it can't take; `key` is its dotted path."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key
        self.message = message

    def below(self, parent: str) -> KeyProblemError:
        """The same problem, seen from the table `parent` around the key."""
        dot = "" if not self.key or self.key.startswith("[") else "."
        return KeyProblemError(f"{parent}{dot}{self.key}", self.message)


def read_table(table: object, keys: Mapping[str, Reader]) -> dict[str, Any]:
    """Check a table's keys and values; gives the values by key, raises KeyProblemError."""
    if not isinstance(table, dict):
        raise KeyProblemError("", "must be a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in keys:
            raise KeyProblemError(key, f"unknown key{did_you_mean(key, keys)}")
        try:
            values[key] = keys[key](value)
        except KeyProblemError as problem:
            raise problem.below(key) from None
    return values


def check_target(library: str, version: str) -> tuple[str, str]:
    """A library's name as the vocabulary spells it, with its version or range ("2.15", ">=2.4")."""
    name = library.strip().lower().replace("-", "_")
    known = libraries()
    if name not in known:
        raise KeyProblemError(library, f"unknown library{did_you_mean(name, known)}")
    if not _is_version(version.strip()):
        raise KeyProblemError(library, f'"{version}" is neither a version nor a range of versions')
    return name, version.strip()


def libraries() -> list[str]:
    """The libraries whose versions count, by the vocabulary's names."""
    from hublint.vocabulary import FACTS

    return [name for name, word in FACTS.items() if word.kind == "version"]


def _is_version(text: str) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        Version(text) if text[:1].isdigit() else SpecifierSet(text)
    except (InvalidVersion, InvalidSpecifier):
        return False
    return bool(text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise KeyProblemError("", "must be a string")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KeyProblemError("", "must be a list of strings")
    return tuple(value)


def _text_or_texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _texts(value)


def _patterns(value: object) -> tuple[str, ...]:
    for line in _texts(value):
        if problem := pattern_problem(line):
            raise KeyProblemError("", problem)
    return _texts(value)


def _at_least(least: int, what: str) -> Reader:
    """A reader of a whole number."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise KeyProblemError("", f"must be {what}, {least} or more")
        return value

    return read


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise KeyProblemError("", "must be true or false")
    return value


def one_of(words: Sequence[str]) -> Reader:
    """A reader of one word out of these."""

    def read(value: object) -> str:
        text = _text(value)
        if text not in words:
            near = did_you_mean(text, words)
            raise KeyProblemError("", f'"{text}" is none of {", ".join(words)}{near}')
        return text

    return read


def _table_of(words: Callable[[], Iterable[str]]) -> Reader:
    """A reader of a table whose values are each one of these words."""

    def read(value: object) -> dict[str, Any]:
        reader = one_of(tuple(words()))
        return read_table(value, dict.fromkeys(value, reader) if isinstance(value, dict) else {})

    return read


def _targets(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise KeyProblemError("", "must be a table of libraries and versions")
    for library, version in value.items():
        if not isinstance(version, str):
            raise KeyProblemError(library, 'must be a string, such as "2.15"')
    return dict(check_target(library, version) for library, version in value.items())


def _formats() -> Iterable[str]:
    from hublint.vocabulary import FACTS

    return FACTS["format"].values


def _apis() -> Iterable[str]:
    from hublint.vocabulary import APIS

    return APIS


def _overrides(value: object) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, list):
        raise KeyProblemError("", "must be a list of tables, each [[overrides]]")
    overrides = []
    for number, table in enumerate(value, start=1):
        try:
            values = read_table(table, OVERRIDE_KEYS)
        except KeyProblemError as problem:
            raise KeyProblemError(f"[{number}].{problem.key}", problem.message) from None
        if not values.get("paths"):
            raise KeyProblemError(
                f"[{number}].paths", "says which files it speaks of, and is missing"
            )
        overrides.append(values)
    return tuple(overrides)


OVERRIDE_KEYS: Mapping[str, Reader] = {
    "paths": _patterns,
    "runtime": one_of(RUNTIMES),
    "targets": _targets,
    "ignore": _texts,
    "severity": _table_of(lambda: SEVERITIES),
}

KEYS: Mapping[str, Reader] = {
    "extend": _text_or_texts,
    "rules": _texts,
    "select": _texts,
    "extend-select": _texts,
    "ignore": _texts,
    "severity": _table_of(lambda: SEVERITIES),
    "fail-on": one_of(FAIL_ON),
    "max-warnings": _at_least(0, "a number"),
    "require-reason": _flag,
    "baseline": _text,
    "exclude": _patterns,
    "max-file-size": _at_least(1, "a number of bytes"),
    "runtime": one_of(RUNTIMES),
    "targets": _targets,
    "python": _text,
    "handles": _table_of(_formats),
    "entry-points": _texts,
    "wrappers": _table_of(_apis),
    "overrides": _overrides,
}
