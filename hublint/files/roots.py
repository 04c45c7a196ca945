"""Where is the root of the project that holds these files?

Asked before anything else is known, so this module imports next to nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from hublint.files.paths import SUFFIXES, find_files
from hublint.gate import may_concern_hub

# A folder that holds one of these is a project's own.
ROOT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "hublint.toml")


def is_marked(folder: str) -> bool:
    """Whether a folder is a project's own."""
    return any(os.path.lexists(os.path.join(folder, mark)) for mark in ROOT_MARKS)


class MarkedRoots:
    """The nearest folder, from an absolute one upwards, that is a project's own.

    Each folder is asked for by `is_marked` once.
    """

    def __init__(self, is_marked: Callable[[str], bool] = is_marked) -> None:
        self._is_marked = is_marked
        self._known: dict[str, str | None] = {}

    def of(self, folder: str) -> str | None:
        """That of a folder; None if there is none."""
        root, passed = None, []
        for above in _upwards(folder):
            passed.append(above)
            if above in self._known or self._is_marked(above):
                root = self._known.get(above, above)
                break
        self._known.update(dict.fromkeys(passed, root))
        return root


def marked_root(folder: str) -> str | None:
    """The nearest folder, from this absolute one upwards, that is a project's own."""
    return MarkedRoots().of(folder)


def common_folder(folders: Iterable[str]) -> str | None:
    """The innermost folder that holds all these absolute ones; None if there is none."""
    try:
        return os.path.commonpath(tuple(folders))
    except ValueError:  # there are none, or on several drives
        return None


def roots_beyond(starts: Sequence[str]) -> list[str]:
    """The folders of the projects that hold more than what these paths ask for."""
    found: dict[str, None] = {}
    for start in starts:
        root = marked_root(start if os.path.isdir(start) else os.path.dirname(start))
        if root is not None and root != start:
            found[root] = None
    return list(found)


def _beside(starts: Sequence[str]) -> list[str]:
    """The Python files in the folders of files that belong to no project."""
    folders = {os.path.dirname(start) for start in starts if not os.path.isdir(start)}
    return [
        os.path.join(folder, name)
        for folder in sorted(folders)
        if marked_root(folder) is None and os.path.isdir(folder)
        for name in sorted(os.listdir(folder))
        if name.endswith(SUFFIXES)
    ]


def may_meet_hub(files: Sequence[str], starts: Sequence[str], cwd: str) -> bool:
    """Whether a file mentions hub, or may be handed something of hub by another of its project.

    `files` are those that the paths in `starts` mean, all of them absolute.
    """
    if may_concern_hub(files) or may_concern_hub(_beside(starts)):
        return True
    roots = roots_beyond(starts)
    return bool(roots) and may_concern_hub(find_files(roots, cwd=cwd).files)


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above
