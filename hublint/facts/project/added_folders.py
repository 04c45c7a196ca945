"""Which file does an import mean that is found by a folder which code puts on `sys.path`?

Folders are written in many ways, so none is read: the module of that name is meant that is nearest
to the file. It is none of Python's own, and lies in no package: from there nobody imports without
the package's name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property

# What a file names that adds a folder.
SYS_PATH = "sys.path"

# Of more modules than these nobody is meant in particular.
MAX_MEANT = 3


class AddedFolders:
    """The folders of a project from which any of its modules may be imported."""

    def __init__(self, files: Set[str]) -> None:
        """`files` are the absolute paths of the project's Python files."""
        self._files = files

    def find(self, importer: str, parts: Sequence[str]) -> Sequence[str]:
        """The files that a dotted name may mean in a file: the nearest, or several as near."""
        is_own = parts[0] not in sys.stdlib_module_names
        folders = self._folders.get(parts[0], ()) if is_own else ()
        found = dict.fromkeys(filter(None, (self._in(folder, parts) for folder in folders)))
        near = {target: _shared(importer, target) for target in found}
        most = max(near.values(), default=0)
        nearest = [target for target, shared in near.items() if shared == most]
        return nearest if len(nearest) <= MAX_MEANT else ()

    def _in(self, folder: str, parts: Sequence[str]) -> str | None:
        target = os.path.join(folder, *parts)
        candidates = (target + ".py", os.path.join(target, "__init__.py"))
        return next((one for one in candidates if one in self._files), None)

    @cached_property
    def _folders(self) -> Mapping[str, Iterable[str]]:
        """The folders that hold a module or a package, by its name."""
        found: dict[str, dict[str, None]] = {}
        packages: set[str] = set()
        for path in self._files:
            folder, _, file = path.rpartition(os.sep)
            self._put(found, folder, file.removesuffix(".py"))
            packages.add(folder)
        for package in sorted(packages):
            above, _, name = package.rpartition(os.sep)
            self._put(found, above, name)
        return found

    def _put(self, found: dict[str, dict[str, None]], folder: str, name: str) -> None:
        if os.path.join(folder, "__init__.py") not in self._files:
            found.setdefault(name, {})[folder] = None


def _shared(one: str, other: str) -> int:
    """How many folders above two files are the same."""
    pairs = zip(one.split(os.sep), other.split(os.sep), strict=False)
    same = [first == second for first, second in pairs]
    return same.index(False) if False in same else len(same)
