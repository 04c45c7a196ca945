"""`hublint --write-baseline`, `--prune-baseline`: what is known from now on?"""

from __future__ import annotations

import sys
from collections.abc import Callable

from hublint.engine import check
from hublint.report.outlet import emit
from hublint.report.style import counted
from hublint.run import Check, Outcome
from hublint.settings.options import Options
from hublint.silencing.baseline import DEFAULT_NAME, Baselines, write_entries


def renew(options: Options, cwd: str, run: Callable[[Check], Outcome]) -> int:
    """Write the baselines of a run anew and say what they hold; 2 if something went wrong."""
    writing = options.write_baseline
    baselines = Baselines(cwd, ignoring=writing, default=DEFAULT_NAME)
    outcome = run(baselines.around(check))
    emit("".join(f"error: {problem}\n" for problem in outcome.problems), sys.stderr)
    code = outcome.exit_code(exit_zero=True)
    if code:
        emit("error: no baseline was written\n", sys.stderr)
        return code
    for baseline in baselines.all:
        write_entries(baseline.path, baseline.found if writing else baseline.kept)
        if writing:
            told = f"{baseline.shown} holds {counted(len(baseline.found), 'finding')}"
        else:
            stale, kept = len(baseline.stale), len(baseline.kept)
            told = f"{baseline.shown} holds {counted(kept, 'finding')}, {stale:,} fewer"
        emit(f"{told}\n", sys.stdout)
    return 0
