"""`hublint PATH...`: which uses of TensorFlow Hub are unsupported in these files?"""

from __future__ import annotations

import os
import sys
import time

from hublint.config_file import Configurations
from hublint.engine import check
from hublint.options import Options
from hublint.report import Look, renderer_of
from hublint.report.outlet import emit, write_file
from hublint.report.progress import Progress
from hublint.report.style import wants_colour
from hublint.run import Outcome, batches, check_all, configurations, files_to_read
from hublint.source import display_path


def run(options: Options, started: float) -> int:
    """Check the files and report; `started` is when, by time.perf_counter."""
    cwd = os.getcwd()
    configs = configurations(options, cwd)
    if options.show_files:
        return _show_files(options, cwd, configs)
    outcome = _outcome(options, cwd, configs)
    look = Look(
        colour=not options.output_file and wants_colour(options.color, sys.stdout, os.environ),
        quiet=options.quiet,
        verbose=options.verbose,
        statistics=options.statistics,
        seconds=time.perf_counter() - started,
    )
    text = renderer_of(options.output_format)(outcome.report, look)
    if options.output_file:
        write_file(text, options.output_file)
    else:
        emit(text, sys.stdout)
    _tell(outcome.problems)
    return outcome.exit_code(options.exit_zero)


def _outcome(options: Options, cwd: str, configs: Configurations) -> Outcome:
    made, problems = batches(options, cwd, configs, sys.stdin.buffer.read)
    if options.quiet or not sys.stderr.isatty():
        return check_all(made, problems, check)
    progress = Progress(sys.stderr)
    try:
        return check_all(made, problems, check, progress)
    finally:
        progress.close()


def _show_files(options: Options, cwd: str, configs: Configurations) -> int:
    found = files_to_read(options, cwd, configs)
    emit("".join(f"{display_path(file, cwd)}\n" for file in found.files), sys.stdout)
    _tell(found.problems)
    return 2 if found.problems else 0


def _tell(problems: tuple[str, ...]) -> None:
    emit("".join(f"error: {problem}\n" for problem in problems), sys.stderr)
