"""`hublint matrix`: what do the specification's tables say, and which rule says it here?"""

from __future__ import annotations

import sys

from hublint.matrix import render_matrix
from hublint.options import Options
from hublint.report.outlet import emit
from hublint.rulebook import load_rulebook


def run(options: Options, started: float) -> int:
    """Print the tables."""
    emit(render_matrix(load_rulebook()), sys.stdout)
    return 0
