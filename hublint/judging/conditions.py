"""Does a condition of a rule page hold of one row of facts: yes, no, or does nobody know?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from hublint.model import Fact, Missing, Row, VersionRange
from hublint.spelling import did_you_mean
from hublint.vocabulary import FACTS, Word

Wanted = str | bool

_SHORT_LIST = 12
_SPECIFIER = re.compile(r"\s*(~=|===?|!=|<=|>=|<|>)\s*[\w.*+!-]+\s*")


class RulebookError(ValueError):
    """A rule page, or a choice of rules, that cannot be followed: says file, key and what."""

    def __init__(self, file: str, key: str, text: str) -> None:
        super().__init__(": ".join(part for part in (file, key, text) if part))
        self.file = file
        self.key = key
        self.text = text


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a `when` or `unless` table: a fact and the values of which it must have one.

    For a version fact there is one wanted value, a version specifier such as ">=0.16".
    """

    fact: str
    wanted: tuple[Wanted, ...]

    def holds(self, row: Row) -> bool | None:
        """Say whether the row meets this; a fact that is absent does not, unknown is None."""
        fact = row.get(self.fact)
        if fact is None:
            return False
        value = fact.value
        if value is None:
            return None
        if isinstance(value, VersionRange):
            return _admits(value, str(self.wanted[0]))
        if FACTS[self.fact].kind == "glob":
            return any(fnmatchcase(str(value), str(wanted)) for wanted in self.wanted)
        return value in self.wanted

    def is_sure(self, fact: Fact) -> bool:
        """Say whether this condition, where it holds, rests on nothing that is assumed."""
        if isinstance(fact.value, VersionRange):
            from hublint.facts.versions.running import is_sure

            return is_sure(fact, str(self.wanted[0]))
        return fact.certainty == "proven"

    def missing(self, fact: Fact) -> Missing:
        """Say what would have to be known of a fact of which this condition is unknown."""
        if isinstance(fact.value, VersionRange):
            reason = f"{fact.value.text} has releases on both sides of {self.wanted[0]}"
            return Missing(self.fact, reason)
        return Missing(self.fact, fact.missing or "nothing in view says it")


def all_hold(conditions: Sequence[Condition], row: Row) -> bool | None:
    """Three-valued and: one condition that fails decides, whatever is unknown of the others."""
    unknown = False
    for condition in conditions:
        truth = condition.holds(row)
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def read_conditions(table: object, file: str, key: str) -> tuple[Condition, ...]:
    """Take a `when` or `unless` table of a page and give its conditions, in its order.

    Raises RulebookError for a word that is not of the vocabulary.
    """
    if not isinstance(table, Mapping) or not table:
        raise RulebookError(file, key, "must be a table with at least one fact")
    return tuple(_condition(fact, value, file, f"{key}.{fact}") for fact, value in table.items())


def nearest(word: str, words: Sequence[str]) -> str:
    """Give the end of an error message: the closest known spelling, or all of a short list."""
    near = did_you_mean(word, words)
    return near or (f", known are {', '.join(words)}" if len(words) <= _SHORT_LIST else "")


def _condition(fact: str, value: object, file: str, key: str) -> Condition:
    word = FACTS.get(fact)
    if word is None:
        raise RulebookError(file, key, f"no such fact{nearest(fact, tuple(FACTS))}")
    values: list[object] = value if isinstance(value, list) else [value]
    if not values:
        raise RulebookError(file, key, "an empty list is never true")
    wanted = tuple(_wanted(one, word, file, key) for one in values)
    if word.kind == "version" and len(values) != 1:
        raise RulebookError(file, key, "a version fact takes one specifier, such as '>=1.15,<2'")
    return Condition(fact, wanted)


def _wanted(value: object, word: Word, file: str, key: str) -> Wanted:
    if word.kind == "boolean":
        if not isinstance(value, bool):
            raise RulebookError(file, key, f"must be true or false, not {value!r}")
        return value
    if not isinstance(value, str):
        raise RulebookError(file, key, f"must be a string, not {value!r}")
    if word.kind == "words" and value not in word.values:
        raise RulebookError(file, key, f"{value!r} is no value{nearest(value, word.values)}")
    if word.kind == "version" and not all(map(_SPECIFIER.fullmatch, value.split(","))):
        raise RulebookError(file, key, f"{value!r} is no version specifier such as '>=1.15,<2'")
    return value


def _admits(versions: VersionRange, specifier: str) -> bool | None:
    # Only a rule that reads a version pays for the library of versions.
    from hublint.facts.versions.running import satisfies

    return satisfies(versions, specifier)
