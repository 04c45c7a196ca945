"""What does one rule page say? Its heading and the conditions of its `toml` block."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Literal, TypeVar

from hublint.judging.conditions import Condition, RulebookError, all_hold, nearest, read_conditions
from hublint.model import Cell, Row, Severity
from hublint.vocabulary import FACTS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Per = Literal["event", "object"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
CELLS: tuple[Cell, ...] = ("unsupported", "partial", "supported")
PERS: tuple[Per, ...] = ("event", "object")

_HEADING = re.compile(r"# ([A-Z]+\d{3}) ([a-z0-9]+(?:-[a-z0-9]+)*)\s*\n")
_FENCE = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)

_PAGE_KEYS = ("summary", "supersedes", "per", "cell", "severity", "default", "case")
_CASE_KEYS = ("severity", "message", "repair", "fix", "proof", "cell", "when", "unless")

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Case:
    """One of the things a rule speaks of: when it holds, how grave it is, what is said."""

    severity: Severity
    message: str
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...] = ()
    repair: str | None = None
    fix: str | None = None
    proof: tuple[str, ...] = ()
    cell: Cell | None = None

    def holds(self, row: Row) -> bool | None:
        """Say whether this case is true of a row, false, or unknown (None)."""
        truth = all_hold(self.when, row)
        if truth is False or not self.unless:
            return truth
        excused = all_hold(self.unless, row)
        if excused is None:
            return None
        return False if excused else truth

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that this case reads: `when`, then `unless`."""
        return self.when + self.unless


@dataclass(frozen=True, slots=True)
class Rule:
    """One page of the rulebook; a page without cases documents what the engine itself says."""

    code: str
    name: str
    summary: str
    path: Path
    cases: tuple[Case, ...] = ()
    supersedes: tuple[str, ...] = ()
    per: Per = "event"
    default: bool = True
    severity: Severity | None = None

    @property
    def page(self) -> str:
        """The whole page, as it stands in the file (read now)."""
        return self.path.read_text(encoding="utf-8")

    @property
    def levels(self) -> tuple[Severity, ...]:
        """The levels its cases speak with, the gravest first."""
        spoken = {case.severity for case in self.cases} | {self.severity}
        return tuple(severity for severity in SEVERITIES if severity in spoken)

    @property
    def fixes(self) -> tuple[str, ...]:
        """The names of the repairs its cases refer to."""
        return tuple(dict.fromkeys(case.fix for case in self.cases if case.fix))


def read_page(path: Path) -> Rule:
    """Read one page. Raises RulebookError, with file and key, when it can't be followed."""
    file = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulebookError(str(path), "", f"cannot be read: {error}") from error
    heading = _HEADING.match(text)
    if heading is None:
        raise RulebookError(file, "heading", "the first line must be '# CODE123 name-of-the-rule'")
    table = _toml(text, file)
    _check_keys(table, _PAGE_KEYS, file, "")
    severity = _one_of(table, "severity", SEVERITIES, file)
    cell = _one_of(table, "cell", CELLS, file)
    cases = tuple(
        _case(case, file, f"case {number}", cell)
        for number, case in enumerate(_tables(table, file), start=1)
    )
    if not cases and severity is None:
        raise RulebookError(file, "severity", "a page without cases must say how grave it is")
    return Rule(
        code=heading[1],
        name=heading[2],
        summary=_text(table, "summary", file) or "",
        path=path,
        cases=cases,
        supersedes=_texts(table, "supersedes", file),
        per=_one_of(table, "per", PERS, file) or "event",
        default=_default(table, file),
        severity=severity,
    )


def placeholders(message: str) -> tuple[str, ...]:
    """The names in braces of a message, in its order."""
    return tuple(name for _, name, _, _ in Formatter().parse(message) if name is not None)


def _toml(text: str, file: str) -> Mapping[str, object]:
    fence = _FENCE.search(text)
    if fence is None:
        raise RulebookError(file, "toml", "the page has no ```toml block")
    try:
        table: dict[str, object] = tomllib.loads(fence[1])
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(file, "toml", f"the block is no TOML: {error}") from error
    return table


def _tables(table: Mapping[str, object], file: str) -> list[Mapping[str, object]]:
    cases = table.get("case", [])
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise RulebookError(file, "case", "cases are written as [[case]] tables")
    return cases


def _case(table: Mapping[str, object], file: str, key: str, cell: Cell | None) -> Case:
    _check_keys(table, _CASE_KEYS, file, key)
    severity = _one_of(table, "severity", SEVERITIES, file, key)
    if severity is None:
        raise RulebookError(file, f"{key}.severity", "is missing")
    return Case(
        severity=severity,
        message=_template(table, "message", file, key) or _lacks(file, f"{key}.message"),
        when=read_conditions(table.get("when"), file, f"{key}.when"),
        unless=(
            read_conditions(table["unless"], file, f"{key}.unless") if "unless" in table else ()
        ),
        repair=_template(table, "repair", file, key),
        fix=_text(table, "fix", file, key),
        proof=_texts(table, "proof", file, key),
        cell=_one_of(table, "cell", CELLS, file, key) or cell,
    )


def _lacks(file: str, key: str) -> str:
    raise RulebookError(file, key, "is missing")


def _check_keys(table: Mapping[str, object], known: tuple[str, ...], file: str, key: str) -> None:
    for name in table:
        if name not in known:
            full = f"{key}.{name}" if key else name
            raise RulebookError(file, full, f"no such key{nearest(name, known)}")


def _text(table: Mapping[str, object], name: str, file: str, key: str = "") -> str | None:
    value = table.get(name)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise RulebookError(file, f"{key}.{name}".lstrip("."), "must be a string with something in")
    return value if isinstance(value, str) else None


def _template(table: Mapping[str, object], name: str, file: str, key: str) -> str | None:
    text = _text(table, name, file, key)
    try:
        names = placeholders(text or "")
    except ValueError as error:
        raise RulebookError(file, f"{key}.{name}", f"its braces don't pair: {error}") from error
    for placeholder in names:
        if placeholder not in FACTS:
            hint = nearest(placeholder, tuple(FACTS))
            raise RulebookError(file, f"{key}.{name}", f"no fact {{{placeholder}}}{hint}")
    return text


def _texts(table: Mapping[str, object], name: str, file: str, key: str = "") -> tuple[str, ...]:
    values = table.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise RulebookError(file, f"{key}.{name}".lstrip("."), "must be a list of strings")
    return tuple(values)


def _one_of(
    table: Mapping[str, object], name: str, known: tuple[T, ...], file: str, key: str = ""
) -> T | None:
    value = table.get(name)
    if value is None:
        return None
    for word in known:
        if value == word:
            return word
    hint = nearest(str(value), known)
    raise RulebookError(file, f"{key}.{name}".lstrip("."), f"{value!r} is no {name}{hint}")


def _default(table: Mapping[str, object], file: str) -> bool:
    value = table.get("default", True)
    if not isinstance(value, bool):
        raise RulebookError(file, "default", f"must be true or false, not {value!r}")
    return value
