"""`hublint --fix`, `--diff`: what comes of repairing files that may use hub?"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from hublint.editing.repair_choice import Ask, Choice
from hublint.editing.repair_job import RepairJob
from hublint.files.paths import Found
from hublint.model import Note
from hublint.report import Look, renderer_of
from hublint.report.outlet import emit, write_file
from hublint.report.style import counted, wants_colour
from hublint.run import Outcome, batches, fails, together
from hublint.settings.configurations import Configurations
from hublint.settings.options import Options
from hublint.silencing.baseline import Baselines


def repair(
    options: Options, cwd: str, configs: Configurations, found: Found, started: float
) -> int:
    """Repair the files and standard input, report what is left, and give the exit code."""
    choice = Choice.of(options, _asker() if options.interactive else None)
    made, problems = batches(options, cwd, configs, found, sys.stdin.buffer.read)
    jobs = [RepairJob(batch, choice, cwd) for batch in made]
    if options.diff:
        return _show_diff(jobs, problems)
    for job in jobs:
        problems += job.write()
    stdin = next((job.stdin_after for job in jobs if job.stdin_after is not None), None)
    if stdin is not None:
        sys.stdout.buffer.write(stdin)
        sys.stdout.buffer.flush()
    outcome = _outcome(jobs, problems, cwd)
    if not options.fix_only:
        _tell(outcome, options, started, is_stdin=stdin is not None)
    _complain(problems)
    code = outcome.exit_code(options.exit_zero or options.fix_only)
    was_fixed = any(job.done.fixed for job in jobs)
    return code or int(options.exit_non_zero_on_fix and was_fixed)


def _show_diff(jobs: Sequence[RepairJob], problems: Sequence[str]) -> int:
    """Print what would change: 1 if anything would."""
    text = "".join(job.diff() for job in jobs)
    emit(text, sys.stdout)
    _complain(problems)
    return 2 if problems else int(bool(text))


def _outcome(jobs: Sequence[RepairJob], problems: Sequence[str], cwd: str) -> Outcome:
    """What is left after the repairs."""
    baselines = Baselines(cwd)
    reports = [baselines.without_known(job.batch.settings, job.done.report) for job in jobs]
    report = together(reports)
    notes = [*(note for job in jobs for note in job.done.notes), *baselines.notes()]
    fixed = [finding for job in jobs for finding in job.done.fixed]
    if fixed:
        files = len({finding.span.path for finding in fixed})
        text = f"repaired {counted(len(fixed), 'finding')} in {counted(files, 'file')}"
        notes.append(Note(text))
    failing = any(
        fails(report, job.batch.settings.fail_on, job.batch.settings.max_warnings)
        for job, report in zip(jobs, reports, strict=True)
    )
    return Outcome(replace(report, notes=(*report.notes, *notes)), failing, tuple(problems))


def _tell(outcome: Outcome, options: Options, started: float, is_stdin: bool) -> None:
    stream = sys.stderr if is_stdin else sys.stdout
    look = Look(
        colour=not options.output_file and wants_colour(options.color, stream, os.environ),
        quiet=options.quiet,
        verbose=options.verbose,
        statistics=options.statistics,
        seconds=time.perf_counter() - started,
    )
    text = renderer_of(options.output_format)(outcome.report, look)
    if options.output_file:
        write_file(text, options.output_file)
    else:
        emit(text, stream)


def _complain(problems: Sequence[str]) -> None:
    emit("".join(f"error: {problem}\n" for problem in problems), sys.stderr)


def _asker() -> Ask:
    from hublint.editing.interactive import Asker

    return Asker(sys.stdin, sys.stderr).ask
