"""Which files does this run read? One walk, in an order that is always the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hublint.files.patterns import Patterns

# What a folder is searched for. A file that is named on the command line is read whatever it is.
SUFFIXES = (".py", ".pyi", ".ipynb")

# Folders that hold no code of the project's own.
_VERSION_CONTROL = {".git", ".hg", ".svn", ".bzr", ".jj"}
_ENVIRONMENTS = {".venv", "venv", ".env", ".direnv", ".nox", ".tox", ".pixi", "site-packages"}
_OTHERS_CODE = {"node_modules", "bower_components", "__pypackages__", ".eggs"}
_BUILT = {"build", "_build", "dist", "buck-out", "__pycache__", ".ipynb_checkpoints"}
_CACHES = {".hublint_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".pytype", ".cache"}
_EDITORS = {".idea", ".vscode", ".hypothesis"}
USUALLY_EXCLUDED = frozenset(
    _VERSION_CONTROL | _ENVIRONMENTS | _OTHERS_CODE | _BUILT | _CACHES | _EDITORS
)

OWN_CONFIG, PROJECT_CONFIG = "hublint.toml", "pyproject.toml"
CONFIG_NAMES = frozenset({OWN_CONFIG, PROJECT_CONFIG})


class Found(NamedTuple):
    """The files to read, absolute and each once, and a line for each path that can't be."""

    files: tuple[str, ...]
    problems: tuple[str, ...]


class _Layers(NamedTuple):
    """What holds in a folder: `.gitignore` files and exclusions, the outermost first."""

    ignores: tuple[Patterns, ...] = ()
    excludes: tuple[Patterns, ...] = ()

    def skip(self, path: str) -> bool:
        """Whether to leave `path` out; a folder's path ends with a separator."""
        if any(layer.verdict(path) for layer in self.excludes):
            return True
        verdicts = (layer.verdict(path) for layer in reversed(self.ignores))
        return next((verdict for verdict in verdicts if verdict is not None), False)

    def excluding(self, excludes: Sequence[Patterns], folder: str) -> _Layers:
        """These, and those of `excludes` that count from `folder`."""
        own = (layer for layer in excludes if layer.base == folder and layer not in self.excludes)
        return _Layers(self.ignores, (*self.excludes, *own))

    def ignoring(self, folder: str) -> _Layers:
        """These, and the folder's `.gitignore`; one that can't be read says nothing."""
        path = os.path.join(folder, ".gitignore")
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = tuple(file.read().splitlines())
        except OSError:
            return self
        return _Layers((*self.ignores, Patterns(folder, lines)), self.excludes)


def no_excludes(folder: str) -> Sequence[Patterns]:
    """Exclude nothing: what a run without configuration passes to `find_files`."""
    return ()


def find_files(
    starts: Sequence[str],
    *,
    cwd: str,
    exclude: Sequence[str] = (),
    force: bool = False,
    excludes_in: Callable[[str], Sequence[Patterns]] = no_excludes,
) -> Found:
    """Find what the paths of a command line mean.

    `exclude` holds patterns that count from `cwd`; `excludes_in` says what the configuration
    nearest to an absolute folder excludes. What is named is read even if a pattern or
    `.gitignore` leaves it out; `force` lets the exclusions win.
    """
    given = (Patterns(cwd, tuple(exclude)),) if exclude else ()
    files: dict[str, None] = {}
    problems: list[str] = []
    for start in starts:
        path = os.path.abspath(os.path.join(cwd, start))
        folder = path if os.path.isdir(path) else os.path.dirname(path)
        excludes = (*given, *excludes_in(folder))
        if force and is_excluded(path, cwd, excludes):
            continue
        if folder != path:
            if os.path.exists(path):
                files[path] = None
            else:
                problems.append(f"{start}: no such file or folder")
            continue
        layers = _layers_from_above(folder, excludes)
        files.update(dict.fromkeys(_walk(folder, layers, excludes_in, problems)))
    return Found(tuple(files), tuple(problems))


def is_excluded(path: str, cwd: str, excludes: Sequence[Patterns]) -> bool:
    """Whether the exclusions, the usual folders among them, leave out an absolute path."""
    inside = cwd.rstrip(os.sep) + os.sep
    parts = path[len(inside) :].split(os.sep) if path.startswith(inside) else []
    if not USUALLY_EXCLUDED.isdisjoint(parts):
        return True
    shown = path + os.sep if os.path.isdir(path) else path
    return any(layer.verdict(shown) for layer in excludes)


def _walk(
    start: str,
    layers: _Layers,
    excludes_in: Callable[[str], Sequence[Patterns]],
    problems: list[str],
) -> Iterator[str]:
    """Yield a folder's files, then those of its folders, by name. Links to folders are no way."""
    pending = [(start, layers)]
    while pending:
        folder, layers = pending.pop()
        try:
            files, folders, marks = _entries(folder)
        except OSError as error:
            problems.append(f"{folder}: {error.strerror}")
            continue
        if marks & CONFIG_NAMES:
            layers = layers.excluding(excludes_in(folder), folder)
        if ".gitignore" in marks:
            layers = layers.ignoring(folder)
        plain = not (layers.ignores or layers.excludes)
        yield from (path for path in files if plain or not layers.skip(path))
        kept = (path for path in folders if plain or not layers.skip(path + os.sep))
        pending.extend((path, layers) for path in sorted(kept, reverse=True))


def _entries(folder: str) -> tuple[list[str], list[str], set[str]]:
    """The files to read, the folders to enter, and the names that change what holds here."""
    files, folders, marks = [], [], set()
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(SUFFIXES):
                if entry.is_file():
                    files.append(entry.path)
                    continue
            elif name == ".gitignore" or name in CONFIG_NAMES:
                marks.add(name)
                continue
            if entry.is_dir(follow_symlinks=False) and name not in USUALLY_EXCLUDED:
                folders.append(entry.path)
    files.sort()
    return files, folders, marks


def _layers_from_above(folder: str, excludes: Sequence[Patterns]) -> _Layers:
    """What already holds where a walk starts: `.gitignore` counts from its repository's top.

    A layer that leaves out the start itself says nothing of it, since the start was named.
    """
    layers = _Layers()
    for above in reversed(_folders_of_repository(folder)):
        layers = layers.ignoring(above)
    named = folder + os.sep
    return _Layers(
        () if layers.skip(named) else layers.ignores,
        tuple(layer for layer in excludes if not layer.verdict(named)),
    )


def _folders_of_repository(folder: str) -> list[str]:
    """The folders above this one, up to the one that holds .git; none if there is no such."""
    above: list[str] = []
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        above.append(parent)
        folder = parent
    return above
