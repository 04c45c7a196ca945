"""`hublint PATH...`: which uses of TensorFlow Hub are unsupported in these files?

Most runs meet none, and end here; what the others need is imported when the gate has opened.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable

from hublint.configurations import ConfigError, Configurations
from hublint.display import display_path
from hublint.gate import may_concern_hub
from hublint.options import STDIN, Options
from hublint.paths import Found, find_files
from hublint.report.nothing import nothing_line
from hublint.report.outlet import emit
from hublint.report.style import Style, wants_colour

# The formats that say no more of files without hub than how many there are.
_SHORT_FORMATS = ("text", "concise")


def run(options: Options, started: float) -> int:
    """Check the files and report; `started` is when, by time.perf_counter."""
    cwd = os.getcwd()
    configs = configurations(options, cwd)
    found = files_to_read(options, cwd, configs)
    if options.show_files:
        return _show_files(found, cwd)
    folders = {os.path.dirname(file) for file in found.files} or {cwd}
    if _is_settled(options, configs, found, folders) and not may_concern_hub(found.files):
        if not options.quiet:
            style = Style(wants_colour(options.color, sys.stdout, os.environ))
            seconds = time.perf_counter() - started
            emit(nothing_line(len(found.files), seconds, style) + "\n", sys.stdout)
        return 0
    if options.repairs:
        from hublint.commands.repair import repair

        return repair(options, cwd, configs, found, started)
    from hublint.commands.lint import lint

    return lint(options, cwd, configs, found, started)


def configurations(options: Options, cwd: str) -> Configurations:
    """The settings that hold in each folder."""
    return Configurations(options.given(), cwd, only=options.config, isolated=options.isolated)


def files_to_read(options: Options, cwd: str, configs: Configurations) -> Found:
    """The files that the paths of the command line mean; without any, those of this folder."""
    return find_files(
        [path for path in options.paths or (".",) if path != STDIN],
        cwd=cwd,
        exclude=options.exclude,
        force=options.force_exclude,
        excludes_in=configs.excludes_in,
    )


def _is_settled(
    options: Options, configs: Configurations, found: Found, folders: Iterable[str]
) -> bool:
    """Whether all is said if no file mentions hub: nothing else is to be read or told."""
    return (
        options.output_format in _SHORT_FORMATS
        and not options.output_file
        and not found.problems
        and STDIN not in options.paths
        and _are_sound(options, configs, folders)
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
