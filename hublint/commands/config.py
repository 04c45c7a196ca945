"""`hublint config PATH`: which settings hold for this file or folder, and from where?"""

from __future__ import annotations

import os
import sys

from hublint.commands.check import configurations
from hublint.files.display import display_path
from hublint.report.outlet import emit
from hublint.report.settings import render_settings
from hublint.settings.options import Options


def run(options: Options, started: float) -> int:
    """Print the settings; raises ConfigError."""
    cwd = os.getcwd()
    path = os.path.abspath(options.paths[0] if options.paths else cwd)
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    settings = configurations(options, cwd).in_folder(folder).at(path)
    shown = "this folder" if path == cwd else display_path(path, cwd)
    emit(render_settings(settings, shown), sys.stdout)
    return 0
