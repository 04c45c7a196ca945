"""Which programs stand in a rule's page, and on which of their lines does it say what fires?

A fenced block is a program, `main.py`, unless it names its file. Blocks that name files follow
each other to make one program, until a name comes again or a block without one. The claim stands
on the line itself: `# HUB104`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hublint.judging.page import Rule

_SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(python|text)(?: file=(\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CLAIM = re.compile(r"# ((?:[A-Z]+\d{3}(?:, )?)+)$")

Claim = tuple[str, int, str]


@dataclass(frozen=True)
class Program:
    """A small project: its files by name, and the claims of where which code fires."""

    rule: Rule
    section: str
    number: int
    files: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.rule.code} {self.section} {self.number}"

    @property
    def claims(self) -> list[Claim]:
        """(file, line, code) of each claim."""
        return sorted(
            (name, line, code)
            for name, text in self.files.items()
            for line, source in enumerate(text.splitlines(), start=1)
            for claim in [_CLAIM.search(source)]
            if claim
            for code in claim[1].split(", ")
        )

    def write(self, folder: Path) -> None:
        """Write the files into a folder."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def sections(rule: Rule) -> dict[str, str]:
    """The text of each section, by its heading."""
    return dict(_SECTION.findall(rule.page))


def programs(rule: Rule, section: str) -> Iterator[Program]:
    """The programs of a section, in order."""
    files: dict[str, str] = {}
    number = 1
    for _, name, text in _BLOCK.findall(sections(rule).get(section, "")):
        if files and (not name or name in files):
            yield Program(rule, section, number, files)
            files, number = {}, number + 1
        files[name or "main.py"] = text
        if not name:
            yield Program(rule, section, number, files)
            files, number = {}, number + 1
    if files:
        yield Program(rule, section, number, files)
