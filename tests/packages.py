"""How do tests get a package that the tests' own environment can't hold? Once, into the cache."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def installed(requirement: str, config: pytest.Config, *options: str) -> Path:
    """A folder with the package in it, for PYTHONPATH; pip gets it if it isn't there yet."""
    cache = config.cache
    assert cache is not None
    folder: Path = cache.mkdir(requirement.replace("==", "-"))
    if not any(folder.iterdir()):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
        subprocess.run([*pip, *options, requirement], check=True)
    return folder
