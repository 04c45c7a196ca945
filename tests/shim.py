"""How is `hublint` run from this checkout, where a shell or a tool asks for it by its name?"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def environment_with_hublint(folder: Path) -> dict[str, str]:
    """The environment with a command `hublint` in its PATH, which is made in the folder."""
    command = folder / "hublint"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hublint "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join((str(folder), os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
