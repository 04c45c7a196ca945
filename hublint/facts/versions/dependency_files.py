"""Which requirements hold for the code of a folder? Those of the nearest dependency files.

For each library the nearest folder that speaks of it decides, from the code's own folder up to
the project's root; what one folder says of a library stays together, lock files before pins.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hublint.facts.versions.line_files import (
    Reference,
    ShellLine,
    read_conda_environment,
    read_dockerfile,
    read_requirements_txt,
)
from hublint.facts.versions.lock_files import read_pipfile_lock, read_toml_lock
from hublint.facts.versions.pip_commands import parse_shell_command
from hublint.facts.versions.project_files import read_pipfile, read_pyproject, read_setup_cfg
from hublint.facts.versions.requirements import (
    Declaration,
    Requirement,
    RequirementError,
    companions,
    parse_requirement,
)
from hublint.facts.versions.setup_script import read_setup_script
from hublint.files import disk
from hublint.model import Note, Span

Reader = Callable[[str], Iterable[Declaration | Reference | ShellLine]]

# The files of a folder, by name, and who reads them; the first that fits.
_READERS: tuple[tuple[str, Reader], ...] = (
    (r".*(requirements|constraints).*\.(txt|in)", read_requirements_txt),
    (r"pyproject\.toml", read_pyproject),
    (r"setup\.cfg", read_setup_cfg),
    (r"setup\.py", read_setup_script),
    (r"Pipfile", read_pipfile),
    (r"Pipfile\.lock", read_pipfile_lock),
    (r"(uv|poetry|pdm)\.lock|pylock(\..+)?\.toml", read_toml_lock),
    (r"(conda[-_.])?(environment|env|conda)[^/]*\.ya?ml", read_conda_environment),
    (r"(.*\.)?Dockerfile.*", read_dockerfile),
)
_ANY_OF_THEM = re.compile("|".join(pattern for pattern, _ in _READERS))
_REQUIREMENT_FOLDER = "requirements"
_CONSTRAINTS = "constraints"

# A file that mentions none of these is not parsed: each name of data/distributions.tsv has one.
_MENTIONS = ("tensorflow", "keras", "tf-", "tf_", "setuptools", "protobuf", "python")

_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class DependencyReader:
    """Reads dependency files, each folder once; meant to live as long as a run.

    `display` gives a path as the reader of the report shall see it.
    """

    def __init__(self, display: Callable[[Path], str]) -> None:
        self._display = display
        self._notes: dict[tuple[str, str], Note] = {}
        self._own: dict[tuple[Path, Path], tuple[Requirement, ...]] = {}
        self._nearest: dict[tuple[Path, Path], tuple[Requirement, ...]] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        """What could not be read so far: one note for a file or a line."""
        return tuple(self._notes.values())

    def requirements(self, folder: Path, root: Path) -> tuple[Requirement, ...]:
        """Give what the nearest files say, for each library on its own.

        Looks in `folder`, then in its parents up to `root`; where `root` is not above `folder`,
        in `folder` alone.
        """
        key = (folder, root)
        if key not in self._nearest:
            own = self._own_requirements(folder, root)
            inherited: tuple[Requirement, ...] = ()
            if folder != root and root in folder.parents:
                inherited = self.requirements(folder.parent, root)
            named = {requirement.package for requirement in own}
            rest = (one for one in inherited if one.package not in named)
            self._nearest[key] = (*own, *rest)
        return self._nearest[key]

    def _own_requirements(self, folder: Path, root: Path) -> tuple[Requirement, ...]:
        key = (folder, root)
        if key not in self._own:
            visited: set[str] = set()
            found = [
                (_CONSTRAINTS in path.name, requirement)
                for path, read in _dependency_files(folder)
                for requirement in self._file(path, read, root, visited)
            ]
            # A constraint installs nothing: it holds for what another file asks for, or brings.
            asked = {
                requirement.package for is_constraint, requirement in found if not is_constraint
            }
            asked |= {library for library, other in companions().items() if other in asked}
            self._own[key] = tuple(
                requirement
                for is_constraint, requirement in found
                if not is_constraint or requirement.package in asked
            )
        return self._own[key]

    def _file(
        self, path: Path, read: Reader, root: Path, visited: set[str]
    ) -> Iterator[Requirement]:
        real = disk.real_path(path)
        if real in visited:
            return
        visited.add(real)
        text = self._text(path)
        if text is None or not (_mentions_library(text) or read is read_requirements_txt):
            return
        lines = text.splitlines()
        for declared in self._declarations(path, read, text):
            span = _span(self._display(path), lines, declared)
            if isinstance(declared, Reference):
                yield from self._referenced(path, declared, root, visited)
            elif isinstance(declared, ShellLine):
                yield from parse_shell_command(declared.text, span, "pin")
            else:
                yield from self._requirement(declared, span)

    def _referenced(
        self, path: Path, reference: Reference, root: Path, visited: set[str]
    ) -> Iterator[Requirement]:
        target = path.parent / reference.path
        inside = Path(disk.real_path(root)) in Path(disk.real_path(target)).parents
        if inside and disk.is_file(target):
            yield from self._file(target, read_requirements_txt, root, visited)
        elif "://" not in reference.path:
            where = "is not in this project" if not inside else "does not exist"
            self._note(path, f"line {reference.line}: {reference.path} {where}; passed over")

    def _requirement(self, declared: Declaration, span: Span) -> Iterator[Requirement]:
        try:
            found = parse_requirement(declared.text, span, declared.source, declared.extra)
        except RequirementError as error:
            note = Note(f"line {declared.line}: {error}; passed over", span.path)
            self._notes[span.path, note.text] = note
            return
        if found:
            yield found

    def _declarations(
        self, path: Path, read: Reader, text: str
    ) -> list[Declaration | Reference | ShellLine]:
        try:
            return list(read(text))
        except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            self._note(path, f"can't be read: {reason}; passed over")
            return []

    def _text(self, path: Path) -> str | None:
        try:
            content = disk.read_bytes(path)
            encoding = "utf-16" if content.startswith(_BYTE_ORDER_MARKS) else "utf-8-sig"
            return content.decode(encoding)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
            self._note(path, f"can't be read: {reason}; passed over")
            return None

    def _note(self, path: Path, text: str) -> None:
        shown = self._display(path)
        self._notes[shown, text] = Note(text, shown)


def _mentions_library(text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in _MENTIONS)


def _dependency_files(folder: Path) -> Iterator[tuple[Path, Reader]]:
    for name, is_folder in _entries(folder):
        if is_folder:
            if name == _REQUIREMENT_FOLDER:
                inner = folder / name
                files = (inner / one for one, is_folder in _entries(inner) if not is_folder)
                yield from (
                    (p, read_requirements_txt) for p in files if p.suffix in (".txt", ".in")
                )
        elif _ANY_OF_THEM.fullmatch(name):  # of the names in a folder, hardly any
            reader = next(read for pattern, read in _READERS if re.fullmatch(pattern, name))
            yield folder / name, reader


def _entries(folder: Path) -> list[tuple[str, bool]]:
    try:
        return list(disk.names(folder))
    except OSError:
        return []


def _span(path: str, lines: list[str], declared: Declaration | Reference | ShellLine) -> Span:
    content = lines[declared.line - 1] if declared.line <= len(lines) else ""
    text = declared.text if isinstance(declared, Declaration) else content.strip()
    start = content.find(text)
    if start < 0:
        text = content.strip()
        start = content.find(text)
    return Span(path, declared.line, start + 1, declared.line, start + 1 + len(text))
