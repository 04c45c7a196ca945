"""What does one run read, and what comes of it?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from hublint.files.disk import Place
from hublint.files.paths import Found, is_excluded
from hublint.files.patterns import Patterns
from hublint.model import Report
from hublint.settings import ConfigError
from hublint.settings.config import FailOn, Settings
from hublint.settings.configurations import Configurations
from hublint.settings.options import STDIN, Options

NAMELESS = "<stdin>"
INTERNAL_ERROR = "HUB000"

ShowProgress = Callable[[int, int], None]
Check = Callable[
    [Settings, Sequence[Place], "tuple[str, bytes] | None", "ShowProgress | None"], Report
]


@dataclass(frozen=True, slots=True)
class Batch:
    """Files under the same settings, by their absolute paths.

    `stdin` is a name and the bytes that stand for it.
    """

    settings: Settings
    files: tuple[str, ...] = ()
    stdin: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gives: its report, whether it fails, a line for each thing that went wrong."""

    report: Report
    failing: bool
    problems: tuple[str, ...]

    def exit_code(self, exit_zero: bool) -> int:
        """0 clean, 1 failing findings are left, 2 something could not run or failed inside."""
        findings = (found for file in self.report.files for found in file.findings)
        if self.problems or any(found.code == INTERNAL_ERROR for found in findings):
            return 2
        return int(self.failing and not exit_zero)


def batches(
    options: Options,
    cwd: str,
    configs: Configurations,
    found: Found,
    read_stdin: Callable[[], bytes],
) -> tuple[list[Batch], list[str]]:
    """What to check, by its settings, and a line for each path or configuration that can't be."""
    problems = list(found.problems)
    groups: dict[str | None, list[str]] = {}
    for folder, files in groupby(found.files, os.path.dirname):
        groups.setdefault(configs.path_for(folder), []).extend(files)
    if not groups and STDIN not in options.paths:
        # Settings that can't be used are told, even if there is nothing to use them on.
        groups[configs.path_for(cwd)] = []
    made: list[Batch] = []
    for group in groups.values():
        try:
            settings = configs.in_folder(os.path.dirname(group[0]) if group else cwd)
        except ConfigError as error:
            problems.append(str(error))
        else:
            made.append(Batch(settings, tuple(group)))
    if STDIN in options.paths:
        try:
            made.extend(_stdin_batch(options, cwd, configs, read_stdin))
        except ConfigError as error:
            problems.append(str(error))
    return made, list(dict.fromkeys(problems))


def check_all(
    batches: Sequence[Batch],
    problems: Sequence[str],
    check: Check,
    progress: ShowProgress | None = None,
) -> Outcome:
    """Check every batch by `check`, the engine's; raises what that raises."""
    reports: list[Report] = []
    failing = False
    total = sum(len(batch.files) for batch in batches)
    for batch in batches:
        done = sum(len(report.files) for report in reports)
        report = check(batch.settings, batch.files, batch.stdin, _after(done, total, progress))
        failing = failing or fails(report, batch.settings.fail_on, batch.settings.max_warnings)
        reports.append(report)
    return Outcome(together(reports), failing, tuple(problems))


def fails(report: Report, fail_on: FailOn, max_warnings: int | None = None) -> bool:
    """Whether the report holds something as grave as `fail_on`; each level includes the graver.

    With `max_warnings`, so many warnings don't fail, and more of them do.
    """
    levels: Sequence[str] = ("error", "warning", "info")
    failing = levels[: levels.index(fail_on) + 1] if fail_on in levels else levels
    counts = Counter[str](finding.severity for file in report.files for finding in file.findings)
    if max_warnings is not None:
        failing = [level for level in failing if level != "warning"]
        if counts["warning"] > max_warnings:
            return True
    return any(counts[level] for level in failing) or (
        fail_on == "undecided"
        and any(call.verdict == "undecided" for file in report.files for call in file.calls)
    )


def _stdin_batch(
    options: Options, cwd: str, configs: Configurations, read_stdin: Callable[[], bytes]
) -> Iterator[Batch]:
    name = options.stdin_filename or NAMELESS
    path = os.path.abspath(os.path.join(cwd, name))
    folder = os.path.dirname(path) if options.stdin_filename else cwd
    given = (Patterns(cwd, tuple(options.exclude)),) if options.exclude else ()
    excludes = (*given, *configs.excludes_in(folder))
    if not (options.force_exclude and is_excluded(path, cwd, excludes)):
        yield Batch(configs.in_folder(folder), stdin=(name, read_stdin()))


def _after(done: int, total: int, progress: ShowProgress | None) -> ShowProgress | None:
    """Progress as seen over all batches."""
    return None if progress is None else lambda now, _: progress(done + now, total)


def together(reports: Sequence[Report]) -> Report:
    """One report out of several, by path."""
    if len(reports) == 1:
        return reports[0]
    files = sorted(
        (file for report in reports for file in report.files), key=lambda file: file.path
    )
    notes = tuple(note for report in reports for note in report.notes)
    sources = {path: text for report in reports for path, text in report.sources.items()}
    cells = {place: text for report in reports for place, text in report.cells.items()}
    return Report(tuple(files), notes, sources, cells)
