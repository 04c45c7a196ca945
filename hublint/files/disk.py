"""What lies on this disk? Every question that a run asks of it, and what the answers were.

Facts ask here and nowhere else. Who remembers the answers (see `remembering`) can ask the same
questions again later, and so knows whether a run over the same files would say the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from typing import Any

from hublint.files.paths import find_files
from hublint.files.roots import is_marked as _is_marked
from hublint.gate import read_bytes as _read_bytes

# Where the answers are kept, in a project's folder: it is none of the project's own.
CACHE_FOLDER = ".hublint_cache"

# Absolute paths, or those that the run's folder gives their meaning.
Place = str | os.PathLike[str]


def _names(folder: str) -> tuple[tuple[str, bool], ...]:
    with os.scandir(folder) as entries:
        found = [(e.name, e.is_dir()) for e in entries if e.is_dir() or e.is_file()]
    return tuple(sorted(one for one in found if one[0] != CACHE_FOLDER))


def _python_files(root: str) -> tuple[str, ...]:
    return find_files([root], cwd=root).files


_QUESTIONS: Mapping[str, Callable[[str], Any]] = {
    "content": _read_bytes,
    "size": os.path.getsize,
    "file": os.path.isfile,
    "folder": os.path.isdir,
    "names": _names,
    "real path": os.path.realpath,
    "marked": _is_marked,
    "Python files": _python_files,
}


class Answers:
    """What was asked, of which path, and a digest of the answer."""

    def __init__(self) -> None:
        self.digests: dict[tuple[str, str], str] = {}
        self.steady = True  # whether the same question always had the same answer

    def take(self, question: str, path: str, digest: str) -> None:
        """Remembers one answer."""
        if self.digests.setdefault((question, path), digest) != digest:
            self.steady = False


_REMEMBERED: ContextVar[Answers | None] = ContextVar("answers", default=None)


@contextmanager
def remembering(answers: Answers) -> Iterator[None]:
    """Within it, every answer of the disk is taken into `answers`."""
    token = _REMEMBERED.set(answers)
    try:
        yield
    finally:
        _REMEMBERED.reset(token)


def remember(answers: Answers) -> None:
    """Takes answers that were given elsewhere, as if they were given here."""
    kept = _REMEMBERED.get()
    if kept is not None:
        for (question, path), digest in answers.digests.items():
            kept.take(question, path, digest)
        kept.steady = kept.steady and answers.steady


def still_so(question: str, path: str, digest: str) -> bool:
    """Whether the disk answers a question today as it did when the digest was taken."""
    try:
        return _digest(_QUESTIONS[question](path)) == digest
    except OSError as error:
        return _refusal(error) == digest


def read_bytes(path: Place) -> bytes:
    """What a file holds. Raises OSError."""
    data: bytes = _ask("content", path)
    return data


def size(path: Place) -> int:
    """How many bytes a file has. Raises OSError."""
    return int(_ask("size", path))


def is_file(path: Place) -> bool:
    """Whether there is such a file."""
    return bool(_ask("file", path))


def is_folder(path: Place) -> bool:
    """Whether there is such a folder."""
    return bool(_ask("folder", path))


def names(folder: Place) -> tuple[tuple[str, bool], ...]:
    """The files and folders in a folder, by name, and which are folders. Raises OSError.

    The folder that keeps hublint's own reports is not told.
    """
    found: tuple[tuple[str, bool], ...] = _ask("names", folder)
    return found


def real_path(path: Place) -> str:
    """The path without symbolic links."""
    return str(_ask("real path", path))


def is_marked(folder: Place) -> bool:
    """Whether a folder is a project's own."""
    return bool(_ask("marked", folder))


def python_files(root: Place) -> tuple[str, ...]:
    """The Python files and notebooks of a project that git doesn't ignore."""
    found: tuple[str, ...] = _ask("Python files", root)
    return found


def _ask(question: str, place: Place) -> Any:
    path = os.fspath(place)
    answers = _REMEMBERED.get()
    if answers is None:
        return _QUESTIONS[question](path)
    try:
        answer = _QUESTIONS[question](path)
    except OSError as error:
        answers.take(question, path, _refusal(error))
        raise
    answers.take(question, path, _digest(answer))
    return answer


def _digest(answer: Any) -> str:
    if isinstance(answer, (bool, type(None))):
        return str(answer)
    data = answer if isinstance(answer, bytes) else repr(answer).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16).hexdigest()


def _refusal(error: OSError) -> str:
    return f"error {error.errno}"
