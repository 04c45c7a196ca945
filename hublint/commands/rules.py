"""`hublint rules`: which rules are there, hublint's own and those of the project here?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from hublint.commands.check import configurations
from hublint.judging.rulebook import Rule, load_rulebook
from hublint.report.outlet import emit
from hublint.report.style import Style, wants_colour
from hublint.settings.options import Options


def run(options: Options, started: float) -> int:
    """List the rules by code, with their levels and repairs.

    Raises ConfigError, and RulebookError for a page of the project that can't be followed.
    """
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    emit("\n".join(table(rules_here(options), style)) + "\n", sys.stdout)
    return 0


def rules_here(options: Options) -> Sequence[Rule]:
    """The rules that a run in the current folder has, by code; raises as `run` does."""
    cwd = os.getcwd()
    own = configurations(options, cwd).in_folder(cwd).rules
    return load_rulebook(tuple(map(Path, own))).rules


def table(rules: Sequence[Rule], style: Style) -> Iterator[str]:
    """One line for each rule: code, name, levels, repairs; and what it speaks of, if it says so."""
    cells = [(rule.name, "/".join(rule.levels) or "-", _fixes(rule)) for rule in rules]
    widths = [max(map(len, column), default=0) for column in zip(*cells, strict=True)]
    for rule, row in zip(rules, cells, strict=True):
        name, levels, fixes = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        level = style(rule.levels[0], levels) if rule.levels else levels
        off = "" if rule.default else " (only if selected)"
        yield f"{style('bold', rule.code)} {name} {level} {fixes} {rule.summary}{off}".rstrip()


def _fixes(rule: Rule) -> str:
    return ", ".join(rule.fixes) or "-"
