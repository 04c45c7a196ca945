"""`hublint --version`: what is this, and what does its judgement rest on?"""

from __future__ import annotations

import sys
from pathlib import Path

from hublint import __version__
from hublint.files.display import display_path
from hublint.report.outlet import emit
from hublint.settings.options import Options


def run(options: Options, started: float) -> int:
    """Print the version; if verbose, also all that a judgement in this folder rests on.

    Raises ConfigError.
    """
    lines = [f"hublint {__version__}", *(_verbose(options) if options.verbose else ())]
    emit("".join(f"{line}\n" for line in lines), sys.stdout)
    return 0


def _verbose(options: Options) -> list[str]:
    import platform
    from importlib.metadata import version

    from hublint.facts.models.catalogue import catalogue_source

    source = catalogue_source()
    return [
        f"catalogue of {source.date}, from {source.repository} at {source.commit}",
        f"libcst {version('libcst')}",
        f"Python {platform.python_version()}",
        _environment(options),
    ]


def _environment(options: Options) -> str:
    """The environment that counts for code in this folder, with the versions that it has."""
    from hublint.commands.check import configurations
    from hublint.facts.versions.environments import Environments
    from hublint.files.roots import marked_root

    cwd = Path.cwd()
    settings = configurations(options, str(cwd)).in_folder(str(cwd))
    known = Environments(
        settings.environment, settings.active, lambda path: display_path(path, str(cwd))
    )
    found = known.requirements(cwd, Path(marked_root(str(cwd)) or cwd))
    if not found:
        return "no environment with TensorFlow and tensorflow_hub is known of this folder"
    return f"environment {found[0].span.path}: {', '.join(one.written for one in found)}"
