"""`hublint what-if PATH... --env NAME=VERSION,...`: what breaks when the libraries change?"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Mapping

from hublint.commands.check import configurations, files_to_read
from hublint.engine import check
from hublint.model import Report
from hublint.report.outlet import emit
from hublint.report.style import Style, wants_colour
from hublint.report.what_if import Environment, render_what_if
from hublint.run import batches, check_all
from hublint.settings.options import Options

# From the last of TF1 to the newest: where the answers change.
LADDER: tuple[Mapping[str, str], ...] = (
    {"tensorflow": "1.15.5", "tensorflow_hub": "0.12.0"},
    {"tensorflow": "2.4.4", "tensorflow_hub": "0.12.0"},
    {"tensorflow": "2.15.1", "tensorflow_hub": "0.15.0"},
    {"tensorflow": "2.15.1", "tensorflow_hub": "0.16.1"},
    {"tensorflow": "newest", "tensorflow_hub": "newest"},
)


def run(options: Options, started: float) -> int:
    """Print one line for each call and one column for each environment; 2 if a path can't be read.

    The exit code says nothing of what breaks: this is a question, not a check.
    """
    cwd = os.getcwd()
    problems: dict[str, None] = {}
    environments = []
    for targets in options.environments or LADDER:
        report, found = _report(options, cwd, targets)
        problems.update(dict.fromkeys(found))
        environments.append(Environment(targets, report))
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    emit(render_what_if(environments, style), sys.stdout)
    emit("".join(f"error: {problem}\n" for problem in problems), sys.stderr)
    return 2 if problems else 0


def _report(
    options: Options, cwd: str, targets: Mapping[str, str]
) -> tuple[Report, tuple[str, ...]]:
    asked = copy.copy(options)
    asked.targets = {**options.targets, **targets}
    configs = configurations(asked, cwd)
    made, problems = batches(asked, cwd, configs, files_to_read(asked, cwd, configs), bytes)
    outcome = check_all(made, problems, check)
    return outcome.report, outcome.problems
