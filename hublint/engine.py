"""What does a run say of these files? From bytes to the report, file by file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.model import FileReport, Finding, Note, Report, Span
from hublint.source import Source, Unreadable, display_path, read_source, source_of

if TYPE_CHECKING:
    from hublint.config import Settings
    from hublint.facts.project import Project
    from hublint.model import Event
    from hublint.rulebook import Rulebook

Progress = Callable[[int, int], None]

INTERNAL_ERROR = "HUB000"
UNREADABLE_FILE = "HUB001"


def check(
    settings: Settings,
    files: Sequence[Path],
    stdin: tuple[str, bytes] | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report of a run: one entry for each file, in the order given.

    `stdin` is a name and the bytes that stand for it. Raises RulebookError if a rule's page
    can't be followed.
    """
    return Run(settings).report(files, stdin, progress)


def facts_of(
    settings: Settings, files: Sequence[Path]
) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    """Every hub event of each file that has any, with all its facts."""
    run = Run(settings)
    found = []
    for path in files:
        read = run.read(path)
        if isinstance(read, Source) and read.mentions_hub:
            found.append((read.display, run.events(read)))
    return tuple(found)


def check_sources(settings: Settings, sources: Mapping[str, str], folder: Path) -> Report:
    """The report of a small project that lies in a folder: its Python files, by their names."""
    files = [folder / name for name in sorted(sources) if name.endswith(".py")]
    return check(settings, files)


class Run:
    """One run: its settings, and what it has read so far."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cwd = os.getcwd()
        self._sources: dict[str, str] = {}
        self._projects: dict[Path, Project] = {}
        self._rules: Rulebook | None = None

    def report(
        self, files: Sequence[Path], stdin: tuple[str, bytes] | None, progress: Progress | None
    ) -> Report:
        """Checks each file; see `check`."""
        reports: list[FileReport] = []
        for number, path in enumerate(files, start=1):
            reports.append(self._check(self.read(path)))
            if progress is not None:
                progress(number, len(files))
        if stdin is not None:
            name, data = stdin
            path = Path(os.path.abspath(name))
            size = self._settings.max_file_size
            reports.append(self._check(source_of(path, name, data, size)))
        return self._finished(reports)

    def read(self, path: Path) -> Source | Unreadable:
        """Reads one file."""
        return read_source(path, display_path(path, self._cwd), self._settings.max_file_size)

    def _check(self, read: Source | Unreadable) -> FileReport:
        if isinstance(read, Unreadable):
            return self._unreadable(read)
        if not read.mentions_hub:
            return FileReport(read.display)
        return self._check_hub_file(read)

    def _check_hub_file(self, source: Source) -> FileReport:
        from hublint.judge import judge
        from hublint.syntax import SyntaxRefused

        self._sources[source.display] = source.text
        try:
            judgement = judge(self.events(source), self._rulebook(source.path))
        except SyntaxRefused as refused:
            text = f"this file can't be read as Python 3: {refused.reason}"
            return self._said(source.display, UNREADABLE_FILE, text, refused.line)
        except Exception as error:
            text = f"hublint itself failed on this file: {type(error).__name__}: {error}"
            return self._said(source.display, INTERNAL_ERROR, text, 1)
        return FileReport(
            source.display,
            parsed=True,
            findings=self._levelled(source.path, judgement.findings),
            calls=judgement.calls,
        )

    def events(self, source: Source) -> tuple[Event, ...]:
        """The hub events of one file. Raises SyntaxRefused if it can't be read."""
        from hublint.facts.interpreter import Interpreter
        from hublint.facts.recorder import Recorder

        project = self._project(source.path)
        module = project.modules.add(source.path, source.display, source.text)
        recorder = Recorder()
        recorder.begin()
        Interpreter(project, recorder).run(module)
        return tuple(event for event in recorder.events() if event.span.path == source.display)

    def _root(self, path: Path | str) -> Path:
        from hublint.facts.project import project_root

        return project_root(Path(self._cwd, path), Path(self._cwd))

    def _project(self, path: Path) -> Project:
        root = self._root(path)
        project = self._projects.get(root)
        if project is None:
            project = self._projects[root] = self._open_project(root)
        return project

    def _open_project(self, root: Path) -> Project:
        from hublint.facts.dependency_files import DependencyReader
        from hublint.facts.formats import FormatReader
        from hublint.facts.modules import Modules
        from hublint.facts.project import Configured, Project
        from hublint.facts.symbols import Symbols

        settings = self._settings

        def configured(path: Path) -> Configured:
            at = settings.at(path)
            return Configured(at.runtime, at.targets, at.origins.get("runtime", ""))

        cache = os.environ.get("TFHUB_CACHE_DIR")
        formats = FormatReader(settings.handles, Path(cache) if cache else None, (root,))
        dependencies = DependencyReader(lambda path: display_path(path, self._cwd))
        return Project(Modules(root), Symbols(), formats, dependencies, configured)

    def _rulebook(self, path: Path | None = None) -> Rulebook:
        if self._rules is None:
            from hublint.rulebook import load_rulebook

            self._rules = load_rulebook()
        settings = self._settings if path is None else self._settings.at(path)
        return self._rules.selected(settings.selection)

    def _levelled(self, path: Path, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        settings = self._settings.at(path)
        return tuple(
            replace(finding, severity=level) if level is not None else finding
            for finding in findings
            for level in (settings.severity_for(finding.code, finding.name),)
        )

    def _unreadable(self, read: Unreadable) -> FileReport:
        if read.kind == "too-large":
            return FileReport(read.display, notes=(Note(read.reason, read.display),))
        if read.kind == "missing" or read.mentions_hub:
            text = f"this file can't be read: {read.reason}"
            return self._said(read.display, UNREADABLE_FILE, text, read.line)
        return FileReport(read.display)

    def _said(self, display: str, code: str, text: str, line: int) -> FileReport:
        """What hublint says of a file on its own account."""
        rules = self._rulebook()
        if not rules.decides(code):
            return FileReport(display)
        rule = rules.find(code)
        span = Span(display, line, 1, line, 1)
        finding = Finding(span, code, rule.name, rule.levels[0], "proven", text)
        return FileReport(display, findings=(finding,))

    def _finished(self, reports: Sequence[FileReport]) -> Report:
        """The report, with what rests on an assumed version told once for each project."""
        if any(finding.assumes for report in reports for finding in report.findings):
            reports = self._told_once(reports)
        return Report(tuple(reports), (), self._sources)

    def _told_once(self, reports: Sequence[FileReport]) -> list[FileReport]:
        from hublint.judge import merge_assumed_versions

        projects: dict[Path, list[Finding]] = {}
        for report in reports:
            if report.findings:
                projects.setdefault(self._root(report.path), []).extend(report.findings)
        kept: dict[str, list[Finding]] = {}
        for findings in projects.values():
            for finding in merge_assumed_versions(findings):
                kept.setdefault(finding.span.path, []).append(finding)
        return [
            replace(report, findings=tuple(kept.get(report.path, ())))
            if report.findings
            else report
            for report in reports
        ]
