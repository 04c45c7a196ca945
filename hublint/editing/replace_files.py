"""How do new contents get into files without harm? Whole, all together or not at all.

A new content is written beside the file and takes its name in one step, so that whoever reads
it, or finds it after a run that was killed, has the old content or the new.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass


class ReplaceProblem(Exception):
    """A file that was left as it is: `path`, and why in a few words."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Change:
    """The content that a file had when it was read, and the one that it shall have."""

    path: str
    before: bytes
    after: bytes


def replace_files(changes: Sequence[Change]) -> None:
    """Gives each file its new content, keeping permissions; a symbolic link stays one.

    Raises ReplaceProblem if one of them changed meanwhile or can't be written; then none is
    changed.
    """
    written: list[str] = []
    done: list[Change] = []
    change = None
    try:
        for change in changes:
            written.append(_written_beside(change.path, change.after))
        for change, beside in zip(changes, written, strict=True):
            _refuse_changed(change)
            os.replace(beside, os.path.realpath(change.path))
            done.append(change)
    except BaseException as error:  # an interrupted run, too, leaves nothing half done
        for beside in written[len(done) :]:
            with suppress(OSError):
                os.unlink(beside)
        for earlier in done:
            _restore(earlier)
        if isinstance(error, OSError) and change is not None:
            raise ReplaceProblem(change.path, error.strerror or str(error)) from error
        raise


def _written_beside(path: str, data: bytes) -> str:
    """A new file in the same folder as the real file, with its permissions."""
    real = os.path.realpath(path)
    before = os.stat(real)
    if not stat.S_ISREG(before.st_mode):
        raise ReplaceProblem(path, "it is no regular file")
    if not os.access(real, os.W_OK):
        raise ReplaceProblem(path, "it is read-only")
    descriptor, beside = tempfile.mkstemp(prefix=".hublint-", dir=os.path.dirname(real))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError, AttributeError):  # only its owner or root may; Windows has none
            os.chown(beside, before.st_uid, before.st_gid)
        os.chmod(beside, stat.S_IMODE(before.st_mode))
    except BaseException:
        os.unlink(beside)
        raise
    return beside


def _refuse_changed(change: Change) -> None:
    with open(change.path, "rb") as file:
        if file.read() != change.before:
            raise ReplaceProblem(change.path, "it changed while it was being read")


def _restore(change: Change) -> None:
    """Takes a change back that went through before another failed."""
    with suppress(OSError, ReplaceProblem):
        os.replace(_written_beside(change.path, change.before), os.path.realpath(change.path))
