"""`hublint facts PATH...`: what is known of every hub event, and why?"""

from __future__ import annotations

import os
import sys

from hublint.commands.check import configurations, files_to_read
from hublint.engine import facts_of
from hublint.report.facts import render_facts
from hublint.report.outlet import emit
from hublint.report.style import Style, wants_colour
from hublint.run import batches
from hublint.settings.options import Options


def run(options: Options, started: float) -> int:
    """Print the events of the files with all their facts; 2 if a path can't be read."""
    cwd = os.getcwd()
    configs = configurations(options, cwd)
    found = files_to_read(options, cwd, configs)
    made, problems = batches(options, cwd, configs, found, bytes)
    by_file = [pair for batch in made for pair in facts_of(batch.settings, batch.files)]
    events = [event for _, of_file in by_file for event in of_file]
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    emit(render_facts(events, style) or "no use of TensorFlow Hub\n", sys.stdout)
    silent = [
        f"note: {path}: mentions hub, but no event is known\n" for path, own in by_file if not own
    ]
    emit("".join((*silent, *(f"error: {problem}\n" for problem in problems))), sys.stderr)
    return 2 if problems else 0
