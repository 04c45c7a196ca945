"""What comes of files that may use hub?"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from hublint.files.disk import Place
from hublint.files.paths import Found
from hublint.files.roots import marked_root
from hublint.model import Report
from hublint.report import Look, renderer_of
from hublint.report.nothing import FOR_PEOPLE
from hublint.report.outlet import emit, write_file
from hublint.report.progress import Progress
from hublint.report.style import wants_colour
from hublint.run import Check, Outcome, ShowProgress, batches, check_all
from hublint.settings.config import Settings
from hublint.settings.configurations import Configurations
from hublint.settings.options import Options
from hublint.silencing.baseline import Baselines
from hublint.timing import stage


def lint(options: Options, cwd: str, configs: Configurations, found: Found, started: float) -> int:
    """Check the files and standard input, report, and give the exit code."""
    if options.write_baseline or options.prune_baseline:
        from hublint.commands.baseline import renew

        return renew(options, cwd, lambda check: _outcome(options, cwd, configs, found, check))
    baselines = Baselines(cwd)
    outcome = _outcome(options, cwd, configs, found, baselines.around(_check_of(options, cwd)))
    if options.add_noqa:
        return _add_noqa(outcome, cwd)
    report = replace(outcome.report, notes=(*outcome.report.notes, *baselines.notes()))
    look = Look(
        colour=not options.output_file and wants_colour(options.color, sys.stdout, os.environ),
        quiet=options.quiet,
        verbose=options.verbose,
        statistics=options.statistics,
        seconds=time.perf_counter() - started,
    )
    with stage("report"):
        text = renderer_of(options.output_format)(report, look)
        if options.output_file:
            write_file(text, options.output_file)
        elif report.files or not (outcome.problems and options.output_format in FOR_PEOPLE):
            emit(text, sys.stdout)  # where nothing could be read, the problems say all
    emit("".join(f"error: {problem}\n" for problem in outcome.problems), sys.stderr)
    return outcome.exit_code(options.exit_zero)


def _check_of(options: Options, cwd: str) -> Check:
    """The engine's check, behind the cache if there is to be one."""
    checking = partial(_check, jobs=options.jobs)
    if options.no_cache:
        return checking
    from hublint.cache import Cache
    from hublint.files.disk import CACHE_FOLDER

    if options.cache_dir:
        os.makedirs(options.cache_dir, exist_ok=True)
    folder = options.cache_dir or os.path.join(marked_root(cwd) or cwd, CACHE_FOLDER)
    return Cache(os.path.abspath(folder)).around(checking)


def _check(
    settings: Settings,
    files: Sequence[Place],
    stdin: tuple[str, bytes] | None,
    progress: ShowProgress | None,
    jobs: int | None,
) -> Report:
    from hublint.engine import check  # not imported if the cache knows all

    return check(settings, files, stdin, progress, jobs=jobs)


def _add_noqa(outcome: Outcome, cwd: str) -> int:
    from hublint.commands.add_noqa import add_noqa

    emit("".join(f"error: {problem}\n" for problem in outcome.problems), sys.stderr)
    return max(add_noqa(outcome.report, cwd), 2 if outcome.problems else 0)


def _outcome(
    options: Options, cwd: str, configs: Configurations, found: Found, check: Check
) -> Outcome:
    made, problems = batches(options, cwd, configs, found, sys.stdin.buffer.read)
    if options.quiet or not sys.stderr.isatty():
        return check_all(made, problems, check)
    progress = Progress(sys.stderr)
    try:
        return check_all(made, problems, check, progress)
    finally:
        progress.close()
