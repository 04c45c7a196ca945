"""Was this run made before? A folder keeps reports, each with all that it rests on.

A report rests on what was asked for (settings, files, the folder of the run), on hublint itself,
and on every answer that the disk gave while it was made: what files hold, what folders hold, what
is not there. All of that is asked again, and a report is only given where nothing has changed. So
an edit of one file makes its project's run anew, and nothing else has to be understood.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

from hublint.files.disk import Answers, Place, remembering, still_so
from hublint.model import Report
from hublint.plain import from_text, to_text
from hublint.timing import stage

if TYPE_CHECKING:
    import sqlite3

    from hublint.run import Check
    from hublint.settings.config import Settings

FILE_NAME = "reports-1.sqlite3"  # another number where the table is another

# The newest reports stay.
MAX_REPORTS = 32

# How long another process may write before we go on without, in seconds.
_PATIENCE = 2.0

_FAILED = "HUB000"

_TABLE = (
    "CREATE TABLE IF NOT EXISTS reports"
    " (key TEXT PRIMARY KEY, answers TEXT, report TEXT, seal TEXT, used REAL)"
)


class Cache:
    """The reports that a folder keeps. What is wrong with the folder costs the cache, no run."""

    def __init__(self, folder: str) -> None:
        """`folder` is made when there is something to keep."""
        self._folder = folder
        self._path = os.path.join(folder, FILE_NAME)

    def around(self, check: Check) -> Check:
        """A check that gives the report of an earlier run where it would be the same."""

        def cached(
            settings: Settings,
            files: Sequence[Place],
            stdin: tuple[str, bytes] | None = None,
            progress: Callable[[int, int], None] | None = None,
        ) -> Report:
            if stdin is not None:
                return check(settings, files, stdin, progress)
            with stage("cache"):
                key = _key(settings, files)
                known = self.get(key)
            if known is not None:
                return known
            answers = Answers()
            with remembering(answers):
                report = check(settings, files, None, progress)
            if answers.steady and not _has_failed(report):
                with stage("cache"):
                    self.put(key, answers, report)
            return report

        return cached

    def get(self, key: str) -> Report | None:
        """The report of an earlier run, if all that it rests on is as it was."""
        if not os.path.exists(self._path):
            return None
        row = self._safely(lambda base: base.execute(_GET, (key,)).fetchone())
        if row is None:
            return None
        try:
            return _report(*row)
        except (ValueError, TypeError, KeyError):
            self._discard()
            return None

    def put(self, key: str, answers: Answers, report: Report) -> None:
        """Keeps a report, and what it rests on."""
        asked = [(*question, digest) for question, digest in answers.digests.items()]
        told = json.dumps(asked), to_text(report)
        row = (key, *told, _seal(*told), time.time())
        with suppress(OSError):
            _make_folder(self._folder)
            self._safely(lambda base: _write(base, row))

    def _safely(self, work: Callable[[sqlite3.Connection], object]) -> tuple[str, ...] | None:
        """What some work gives; None where the database can't be used. A damaged one is removed."""
        try:
            import sqlite3
        except ImportError:  # Python can be built without
            return None
        try:
            base = sqlite3.connect(self._path, timeout=_PATIENCE)
            try:
                with base:
                    found = work(base)
            finally:
                base.close()
        except sqlite3.Error as error:
            # Locked, read-only, full: another time. All else is damage.
            if not isinstance(error, sqlite3.OperationalError) or "no such" in str(error):
                self._discard()
            return None
        return found if isinstance(found, tuple) else None

    def _discard(self) -> None:
        with suppress(OSError):
            os.remove(self._path)


_GET = "SELECT answers, report, seal FROM reports WHERE key = ?"
_PUT = "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?)"
_OLD = "DELETE FROM reports WHERE key NOT IN (SELECT key FROM reports ORDER BY used DESC LIMIT ?)"


def _report(answers: str, report: str, seal: str) -> Report | None:
    """The report of a row, if all that it rests on is as it was; ValueError for a damaged row."""
    if seal != _seal(answers, report):
        raise ValueError("damaged")
    if not all(still_so(*one) for one in json.loads(answers)):
        return None
    found = from_text(report)
    return found if isinstance(found, Report) else None


def _write(base: sqlite3.Connection, row: tuple[str | float, ...]) -> None:
    base.execute(_TABLE)
    base.execute(_PUT, row)
    base.execute(_OLD, (MAX_REPORTS,))


def _make_folder(folder: str) -> None:
    """Makes the folder, and tells git to pass it over."""
    os.makedirs(folder, exist_ok=True)
    mark = os.path.join(folder, ".gitignore")
    if not os.path.exists(mark):
        with open(mark, "w", encoding="utf-8") as file:
            file.write("*\n")


def _has_failed(report: Report) -> bool:
    return any(found.code == _FAILED for file in report.files for found in file.findings)


def _seal(answers: str, report: str) -> str:
    """What a row must hold beside these texts, so that a damaged one is noticed."""
    return _digest(f"{answers}\0{report}")


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _key(settings: Settings, files: Sequence[Place]) -> str:
    """What was asked for, and who answers."""
    asked = (
        to_text(settings),
        os.getcwd(),
        os.environ.get("TFHUB_CACHE_DIR", ""),
        sys.version,
        *_hublint_itself(),
        *(os.fspath(file) for file in files),
    )
    return _digest("\0".join(asked))


def _hublint_itself() -> Iterator[str]:
    """Every file of hublint, its rules and its tables: when it was written, and its size."""
    from hublint.judging.rule_names import rules_folder

    folders = dict.fromkeys((os.path.dirname(__file__), rules_folder()))
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                    continue
                about = entry.stat()
                yield f"{entry.path} {about.st_mtime_ns} {about.st_size}"
