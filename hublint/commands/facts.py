"""`hublint facts PATH...`: what is known of every hub event, and why?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from hublint.commands.check import configurations, files_to_read
from hublint.display import display_path
from hublint.engine import facts_of
from hublint.model import Event
from hublint.options import Options
from hublint.report.facts import render_facts
from hublint.report.outlet import emit
from hublint.report.style import Style, wants_colour
from hublint.run import Batch, batches
from hublint.syntax import SyntaxRefused


def run(options: Options, started: float) -> int:
    """Print the events of the files with all their facts; 2 if a file can't be read."""
    cwd = os.getcwd()
    configs = configurations(options, cwd)
    made, problems = batches(options, cwd, configs, files_to_read(options, cwd, configs), bytes)
    events = list(_events(made, cwd, problems))
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    emit(render_facts(events, style) or "no use of TensorFlow Hub\n", sys.stdout)
    emit("".join(f"error: {problem}\n" for problem in problems), sys.stderr)
    return 2 if problems else 0


def _events(made: Sequence[Batch], cwd: str, problems: list[str]) -> Iterator[Event]:
    for batch in made:
        for path in batch.files:
            try:
                for _, events in facts_of(batch.settings, (path,)):
                    yield from events
            except SyntaxRefused as refused:
                problems.append(f"{display_path(path, cwd)}:{refused.line}: {refused.reason}")
