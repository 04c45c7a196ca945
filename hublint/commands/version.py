"""`hublint --version`: what is this, and what does its judgement rest on?"""

from __future__ import annotations

import sys

from hublint import __version__
from hublint.options import Options
from hublint.report.outlet import emit


def run(options: Options, started: float) -> int:
    """Print the version; if verbose, also those of the catalogue, libcst and Python."""
    lines = [f"hublint {__version__}", *(_verbose() if options.verbose else ())]
    emit("".join(f"{line}\n" for line in lines), sys.stdout)
    return 0


def _verbose() -> list[str]:
    import platform
    from importlib.metadata import version

    from hublint.facts.catalogue import catalogue_source

    source = catalogue_source()
    return [
        f"catalogue of {source.date}, from {source.repository} at {source.commit}",
        f"libcst {version('libcst')}",
        f"Python {platform.python_version()}",
    ]
