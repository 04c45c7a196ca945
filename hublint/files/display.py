"""How do people see a path?"""

from __future__ import annotations

import os


def display_path(path: str | os.PathLike[str], cwd: str) -> str:
    """An absolute path as seen from `cwd` if it lies below, else whole; always with "/"."""
    text = os.fspath(path)
    inside = cwd.rstrip(os.sep) + os.sep
    if text.startswith(inside):
        text = text[len(inside) :]
    return text.replace(os.sep, "/")
