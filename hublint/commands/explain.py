"""`hublint explain CODE|NAME`: what does this rule say, why, and what is to be done?"""

from __future__ import annotations

import os
import sys

from hublint.commands.rules import rules_here
from hublint.judging.executed import executed
from hublint.judging.rule_names import no_such_rule
from hublint.report.outlet import emit
from hublint.report.page import render_page
from hublint.report.style import Style, wants_colour
from hublint.settings.options import Options


def run(options: Options, started: float) -> int:
    """Print the rule's page, or what an exception means; raises as `hublint rules` does."""
    if options.traceback is not None:
        from hublint.commands.traceback import explain_traceback

        return explain_traceback(options)
    rules = rules_here(options)
    asked = options.rule.lower()
    rule = next((rule for rule in rules if asked in (rule.code.lower(), rule.name)), None)
    if rule is None:
        emit(f"error: {no_such_rule(options.rule, rules)}\n", sys.stderr)
        return 2
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    heading, _, body = rule.page.partition("\n")
    repairs = f"; repair: {', '.join(rule.fixes)}" if rule.fixes else ""
    says = f"{rule.summary}\n\nlevel: {', '.join(rule.levels)}{repairs}"
    lines = "\n".join(f"- {line}" for line in executed(rule))
    proof = f"\n## Executed\n\n{lines}\n" if lines else ""
    emit(render_page(f"{heading}\n\n{says}\n{body}{proof}", style), sys.stdout)
    return 0
