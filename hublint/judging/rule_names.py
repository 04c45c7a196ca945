"""What are the rules called? Asked of the names of their pages, so that none need be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from hublint.spelling import did_you_mean


class Named(Protocol):
    """Whatever is called as a rule is."""

    @property
    def code(self) -> str:
        """HUB101."""

    @property
    def name(self) -> str:
        """module-in-eager."""


class RuleName(NamedTuple):
    """A rule's code and name."""

    code: str
    name: str


def rule_names(own: Sequence[str] = ()) -> list[RuleName]:
    """What the pages are called: HUB101-module-in-eager.md; also those in a user's own folders.

    A folder that isn't there has none.
    """
    folders = (rules_folder(), *(folder for folder in own if os.path.isdir(folder)))
    files = (file for folder in folders for file in sorted(os.listdir(folder)))
    stems = (file.removesuffix(".md") for file in files)
    pairs = (stem.partition("-") for stem in stems if stem.startswith("HUB"))
    return [RuleName(code, name) for code, _, name in pairs]


def means_a_rule(word: str, rules: Iterable[Named]) -> bool:
    """Whether a word is a name, a code or a code's prefix."""
    prefix = word.upper()
    return bool(word) and any(word == rule.name or rule.code.startswith(prefix) for rule in rules)


def no_such_rule(word: str, rules: Sequence[Named]) -> str:
    """The message about a word that means no rule."""
    near = did_you_mean(word, (spelling for rule in rules for spelling in (rule.code, rule.name)))
    return f"no rule is called `{word}`{near or '; `hublint rules` lists them'}"


def rules_folder() -> str:
    """The folder of hublint's own pages."""
    # The wheel carries the pages inside the package; a checkout has them beside it.
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")
