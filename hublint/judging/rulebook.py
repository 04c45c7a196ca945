"""Which rules are there, which of them were chosen, and who speaks before whom?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from hublint.files import disk
from hublint.judging.conditions import RulebookError, nearest
from hublint.judging.page import Case, Rule, read_page
from hublint.judging.rule_names import rules_folder

__all__ = ["Case", "Choice", "Rule", "Rulebook", "RulebookError", "load_rulebook"]

# How the codes of a user's own rules begin.
OWN = "HUB9"

# What the command line or the configuration says of a code, a prefix or a name, in their order.
Choice = tuple[Literal["select", "ignore", "extend-select"], str]


@dataclass(frozen=True)
class Rulebook:
    """The pages in the order of their codes; `chosen` are the codes of those that may speak."""

    rules: tuple[Rule, ...]
    chosen: frozenset[str]

    @cached_property
    def speaking(self) -> tuple[Rule, ...]:
        """The chosen rules."""
        return tuple(rule for rule in self.rules if rule.code in self.chosen)

    def speaking_of(self, kind: str, api: str) -> tuple[Rule, ...]:
        """The chosen rules with cases that may be true of such an event of this API."""
        if (kind, api) not in self._spoken:
            rules = self._by_kind.get(kind, self._by_kind[""])
            self._spoken[kind, api] = tuple(
                rule for rule in rules if not {"", api}.isdisjoint(_named(rule, "api"))
            )
        return self._spoken[kind, api]

    @cached_property
    def _spoken(self) -> dict[tuple[str, str], tuple[Rule, ...]]:
        return {}

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Rule, ...]]:
        # By the word, or "" for those that speak of every kind: most rules name one or two.
        kinds = {rule.code: _named(rule, "event") for rule in self.speaking if rule.cases}
        words = {"", *(kind for of_rule in kinds.values() for kind in of_rule)}
        return {
            word: tuple(
                rule
                for rule in self.speaking
                if rule.code in kinds and (word in kinds[rule.code] or "" in kinds[rule.code])
            )
            for word in words
        }

    @cached_property
    def superseded(self) -> Mapping[str, frozenset[str]]:
        """The codes that each code silences where both hold of one event, also through others."""
        direct = {rule.code: rule.supersedes for rule in self.rules}
        return {code: _reach(code, direct) for code in direct}

    def find(self, word: str) -> Rule:
        """Give the rule of a code or name. Raises RulebookError with the nearest spelling."""
        for rule in self.rules:
            if word in (rule.name, rule.code) or word.upper() == rule.code:
                return rule
        hint = nearest(word, [*self._codes, *(rule.name for rule in self.rules)])
        raise RulebookError("", word, f"no such rule{hint}")

    def selected(self, choices: Iterable[Choice]) -> Rulebook:
        """Choose rules by code, prefix or name: the last choice that means a rule wins.

        With a `select` among the choices nothing else is on, otherwise what is on by default.
        Raises RulebookError for a word that means no rule.
        """
        choices = tuple(choices)
        chosen = set() if any(how == "select" for how, _ in choices) else set(self._by_default)
        for how, word in choices:
            meant = self._meant(word)
            chosen = chosen - meant if how == "ignore" else chosen | meant
        return replace(self, chosen=frozenset(chosen))

    def decides(self, code: str) -> bool:
        """Say whether a chosen rule counts for the verdict of a call: those on by default do."""
        return code in self.chosen and code in self._by_default

    @property
    def _codes(self) -> list[str]:
        return [rule.code for rule in self.rules]

    @cached_property
    def _by_default(self) -> frozenset[str]:
        return frozenset(rule.code for rule in self.rules if rule.default)

    def _meant(self, word: str) -> set[str]:
        prefix = word.strip().upper()
        codes = {code for code in self._codes if prefix and code.startswith(prefix)}
        return codes or {self.find(word.strip()).code}


def load_rulebook(own: Sequence[Path] = ()) -> Rulebook:
    """Load hublint's own pages, then those in the folders of a user.

    Raises RulebookError for a page that can't be followed, for a code or a name that two pages
    have, for a user's page whose code is hublint's to give, and for a page that supersedes a rule
    which there isn't.
    """
    paths = [path for folder in own for path in _own_pages(folder)]
    rules = [*_shipped(), *map(read_page, paths)]
    seen: dict[str, Rule] = {}
    for rule in rules:
        for key, word in (("code", rule.code), ("name", rule.name)):
            if word in seen:
                other = seen[word].path.name
                raise RulebookError(rule.path.name, key, f"{word} is taken by {other}")
            seen[word] = rule
    for rule in rules:
        if rule.path in paths and not rule.code.startswith(OWN):
            text = f"{rule.code} may be hublint's one day: own codes are {OWN}00 to {OWN}99"
            raise RulebookError(rule.path.name, "heading", text)
    codes = [rule.code for rule in rules]
    for rule in rules:
        for code in rule.supersedes:
            if code not in codes:
                hint = nearest(code, codes)
                raise RulebookError(rule.path.name, "supersedes", f"no rule {code}{hint}")
    ordered = tuple(sorted(rules, key=lambda rule: rule.code))
    return Rulebook(ordered, frozenset(rule.code for rule in ordered if rule.default))


@cache
def _shipped() -> tuple[Rule, ...]:
    """The rules of hublint's own pages, which stay what they are while a process runs."""
    return tuple(map(read_page, _pages(Path(rules_folder()))))


def _named(rule: Rule, fact: str) -> frozenset[str]:
    """The values of a fact that a rule's cases name; "" among them if a case names none."""
    return frozenset(
        str(word)
        for case in rule.cases
        for word in next((one.wanted for one in case.when if one.fact == fact), ("",))
    )


def _pages(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise RulebookError(str(folder), "", "no folder of rule pages")
    return sorted(path for path in folder.glob("*.md") if path.name != "README.md")


def _own_pages(folder: Path) -> list[Path]:
    """The pages of a user, whose contents a kept report rests on."""
    if not disk.is_folder(folder):
        raise RulebookError(str(folder), "", "no folder of rule pages")
    disk.names(folder)
    pages = _pages(folder)
    for path in pages:
        disk.read_bytes(path)
    return pages


def _reach(code: str, direct: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    reached: set[str] = set()
    waiting = list(direct[code])
    while waiting:
        other = waiting.pop()
        if other not in reached:
            reached.add(other)
            waiting.extend(direct[other])
    return frozenset(reached)
