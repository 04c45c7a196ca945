"""`hublint PATH...`: which uses of TensorFlow Hub are unsupported in these files?

Most runs meet none, and end here; what the others need is imported when the gate has opened.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

from hublint.files.display import display_path
from hublint.files.paths import Found, find_files
from hublint.files.roots import may_meet_hub
from hublint.report.nothing import FOR_PEOPLE, FOR_PROGRAMS, nothing_line
from hublint.report.outlet import emit
from hublint.report.style import Style, wants_colour
from hublint.settings import ConfigError
from hublint.settings.configurations import Configurations
from hublint.settings.options import STDIN, Options


def run(options: Options, started: float) -> int:
    """Check the files and report; `started` is when, by time.perf_counter."""
    if not options.timing:
        return _run(options, started)
    from hublint.timing import Clock, measuring

    clock = Clock()
    with measuring(clock):
        code = _run(options, started)
    emit(clock.table(time.perf_counter() - started), sys.stderr)
    return code


def _run(options: Options, started: float) -> int:
    cwd = os.getcwd()
    configs = configurations(options, cwd)
    with _stage("walk", options):
        found = files_to_read(options, cwd, configs)
    if options.show_files:
        return _show_files(found, cwd)
    folders = {os.path.dirname(file) for file in found.files} or {cwd}
    starts = [os.path.abspath(os.path.join(cwd, path)) for path in options.paths or (".",)]
    if _is_settled(options, configs, found, folders):
        with _stage("gate", options):
            is_over = not may_meet_hub(found.files, starts, cwd)
        if is_over:
            _tell_nothing(options, len(found.files), started)
            return 0
    if options.repairs:
        from hublint.commands.repair import repair

        return repair(options, cwd, configs, found, started)
    from hublint.commands.lint import lint

    return lint(options, cwd, configs, found, started)


def _stage(name: str, options: Options) -> AbstractContextManager[None]:
    """A stage for `--timing`, whose module no other run needs."""
    if not options.timing:
        return nullcontext()
    from hublint.timing import stage

    return stage(name)


def configurations(options: Options, cwd: str) -> Configurations:
    """The settings that hold in each folder."""
    return Configurations(
        options.given(),
        cwd,
        only=options.config,
        isolated=options.isolated,
        active=os.environ.get("VIRTUAL_ENV", ""),
    )


def files_to_read(options: Options, cwd: str, configs: Configurations) -> Found:
    """The files that the paths of the command line mean; without any, those of this folder."""
    return find_files(
        [path for path in options.paths or (".",) if path != STDIN],
        cwd=cwd,
        exclude=options.exclude,
        force=options.force_exclude,
        excludes_in=configs.excludes_in,
    )


def _tell_nothing(options: Options, files: int, started: float) -> None:
    """Report a run over so many files without hub, as the format would that was asked for."""
    if options.output_format in FOR_PROGRAMS:
        text = FOR_PROGRAMS[options.output_format](files)
    elif options.quiet:
        text = ""
    else:
        style = Style(wants_colour(options.color, sys.stdout, os.environ))
        text = nothing_line(files, time.perf_counter() - started, style) + "\n"
    emit(text, sys.stdout)


def _is_settled(
    options: Options, configs: Configurations, found: Found, folders: Iterable[str]
) -> bool:
    """Whether all is said if no file mentions hub: nothing else is to be read or told."""
    return (
        (options.output_format in FOR_PROGRAMS or options.output_format in FOR_PEOPLE)
        and not options.output_file
        and not (options.write_baseline or options.prune_baseline)
        and not found.problems
        and STDIN not in options.paths
        and _are_sound(options, configs, folders)
        and not configs.have_wrappers(folders)
    )


def _are_sound(options: Options, configs: Configurations, folders: Iterable[str]) -> bool:
    """Whether the settings can be used; those that nobody gave can."""
    try:
        for folder in folders:
            if configs.path_for(folder) or options.given():
                configs.in_folder(folder)
    except ConfigError:
        return False
    return True


def _show_files(found: Found, cwd: str) -> int:
    emit("".join(f"{display_path(file, cwd)}\n" for file in found.files), sys.stdout)
    emit("".join(f"error: {problem}\n" for problem in found.problems), sys.stderr)
    return 2 if found.problems else 0
