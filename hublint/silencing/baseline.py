"""Which findings are old, and known? Those that a file holds, by content and facts.

Neither the line's number counts nor the rest of the file. An entry is used once; one whose file
is gone stands for a finding that moved to another.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from hublint.files.display import display_path
from hublint.gate import read_bytes
from hublint.model import FileReport, Finding, Note, Report
from hublint.report.fingerprint import fingerprint
from hublint.report.outlet import write_file
from hublint.report.snippet import SourceLines
from hublint.report.style import counted
from hublint.settings import ConfigError
from hublint.settings.config import Settings

DEFAULT_NAME = "hublint-baseline.json"

VERSION = 1

# What is never old: that hublint itself failed.
_ALWAYS_NEW = frozenset({"HUB000"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A known finding; `path` counts from the folder of the baseline, with forward slashes."""

    path: str
    code: str
    name: str
    fingerprint: str
    message: str


class Baseline:
    """One baseline during a run: what it held, what of it was found, what else there is."""

    def __init__(self, path: str, cwd: str, entries: Sequence[Entry]) -> None:
        self.path = path
        self.shown = display_path(path, cwd)
        self._cwd = cwd
        self._folder = os.path.dirname(path)
        self._left = list(entries)
        self._checked: set[str] = set()
        self._codes: set[str] = set()
        self.found: list[Entry] = []
        self.used: list[Entry] = []

    @property
    def stale(self) -> list[Entry]:
        """The entries that nothing stands for any more, as far as this run has looked."""
        return [
            entry
            for entry in self._left
            if entry.code in self._codes and (entry.path in self._checked or self._is_gone(entry))
        ]

    @property
    def kept(self) -> list[Entry]:
        """The entries that are not stale."""
        stale = self.stale
        return [*self.used, *(entry for entry in self._left if entry not in stale)]

    def without_known(self, report: Report, codes: Iterable[str]) -> Report:
        """The report without the findings that the baseline holds, which count as suppressed.

        `codes` are those of the rules that may speak in it.
        """
        self._codes.update(codes)
        lines = SourceLines(report)
        return replace(report, files=tuple(self._without(file, lines) for file in report.files))

    def _without(self, file: FileReport, lines: SourceLines) -> FileReport:
        self._checked.add(self._place(file.path))
        new = [finding for finding in file.findings if not self._take(finding, lines)]
        old = len(file.findings) - len(new)
        return replace(file, findings=tuple(new), suppressed=file.suppressed + old)

    def _take(self, finding: Finding, lines: SourceLines) -> bool:
        if finding.code in _ALWAYS_NEW:
            return False
        entry = self._entry(finding, lines)
        self.found.append(entry)
        known = self._known(entry)
        if known is None:
            return False
        self._left.remove(known)
        self.used.append(entry)
        return True

    def _known(self, entry: Entry) -> Entry | None:
        alike = [one for one in self._left if one.fingerprint == entry.fingerprint]
        here = (one for one in alike if one.path == entry.path)
        return next(here, None) or next(filter(self._is_gone, alike), None)

    def _entry(self, finding: Finding, lines: SourceLines) -> Entry:
        name = fingerprint(finding, lines.first_line(finding.span))
        path = self._place(finding.span.path)
        return Entry(path, finding.code, finding.name, name, finding.message)

    def _place(self, display: str) -> str:
        return display_path(os.path.abspath(os.path.join(self._cwd, display)), self._folder)

    def _is_gone(self, entry: Entry) -> bool:
        return not os.path.exists(os.path.join(self._folder, entry.path))


class Baselines:
    """The baselines of a run, by the settings of its files; `ignoring` reads none."""

    def __init__(self, cwd: str, *, ignoring: bool = False, default: str = "") -> None:
        """`default` is the baseline where the settings name none."""
        self._cwd = cwd
        self._ignoring = ignoring
        self._default = default
        self._known: dict[str, Baseline] = {}

    @property
    def all(self) -> Iterable[Baseline]:
        """Every baseline that was asked for."""
        return self._known.values()

    def without_known(self, settings: Settings, report: Report) -> Report:
        """The report without what the settings' baseline holds. Raises ConfigError."""
        name = settings.baseline or self._default
        if not name:
            return report
        from hublint.judging.rulebook import load_rulebook  # most runs have no baseline

        path = os.path.abspath(os.path.join(settings.root, name))
        if path not in self._known:
            entries = () if self._ignoring else read_entries(path, display_path(path, self._cwd))
            self._known[path] = Baseline(path, self._cwd, entries)
        own = tuple(map(Path, settings.rules))
        codes = load_rulebook(own).selected(settings.selection).chosen
        return self._known[path].without_known(report, codes)

    def around(self, check: Callable[..., Report]) -> Callable[..., Report]:
        """A check, as the engine's, that leaves out what is known."""

        def check_beyond(settings: Settings, *others: object) -> Report:
            return self.without_known(settings, check(settings, *others))

        return check_beyond

    def notes(self) -> tuple[Note, ...]:
        """A line for each baseline that holds something: how much was found, what is stale."""
        return tuple(note for one in self.all for note in _notes(one))


def _notes(baseline: Baseline) -> Iterable[Note]:
    if baseline.used:
        yield Note(f"{counted(len(baseline.used), 'finding')} of {baseline.shown} left out")
    stale = baseline.stale
    if stale:
        first = f"{stale[0].code} in {stale[0].path}"
        number = "1 entry is" if len(stale) == 1 else f"{len(stale):,} entries are"
        text = f"{baseline.shown}: {number} found no more (first {first}), see --prune-baseline"
        yield Note(text)


def read_entries(path: str, shown: str) -> list[Entry]:
    """The entries of a baseline's file; raises ConfigError where it can't be read."""
    try:
        document = json.loads(read_bytes(path))
    except OSError as error:
        raise ConfigError(f"{shown}: {error.strerror}; --write-baseline makes one") from None
    except ValueError as error:
        raise ConfigError(f"{shown}: no valid JSON: {error}") from None
    names = [field.name for field in fields(Entry)]
    try:
        if document["version"] != VERSION:
            raise ConfigError(f"{shown}: version {document['version']} is not {VERSION}")
        return [Entry(*(str(one[name]) for name in names)) for one in document["findings"]]
    except (KeyError, TypeError):
        raise ConfigError(f"{shown}: no baseline: write it anew by --write-baseline") from None


def write_entries(path: str, entries: Iterable[Entry]) -> None:
    """Write a baseline, an entry a line, in an order that is always the same."""
    ordered = sorted(entries, key=lambda one: (one.path, one.code, one.fingerprint))
    lines = ",\n".join(f"  {json.dumps(asdict(entry))}" for entry in ordered)
    body = f"[\n{lines}\n]" if lines else "[]"
    write_file(f'{{"version": {VERSION}, "findings": {body}}}\n', path)
