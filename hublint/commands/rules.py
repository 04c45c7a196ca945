"""`hublint rules`: which rules are there?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from hublint.options import Options
from hublint.report.outlet import emit
from hublint.report.style import Style, wants_colour
from hublint.rulebook import Rule, load_rulebook


def run(options: Options, started: float) -> int:
    """List the rules by code, with their levels and repairs."""
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    emit("\n".join(table(load_rulebook().rules, style)) + "\n", sys.stdout)
    return 0


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
