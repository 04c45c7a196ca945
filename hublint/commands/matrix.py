"""`hublint matrix`: what do the specification's tables say, and which rule says it here?"""

from __future__ import annotations

import sys

from hublint.judging.matrix import render_matrix
from hublint.judging.rulebook import load_rulebook
from hublint.report.outlet import emit
from hublint.settings.options import Options


def run(options: Options, started: float) -> int:
    """Print the tables."""
    emit(render_matrix(load_rulebook()), sys.stdout)
    return 0
