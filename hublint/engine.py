"""What does a run say of these files? From bytes to the report, file by file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.files import disk
from hublint.files.paths import SUFFIXES
from hublint.files.roots import MarkedRoots, common_folder
from hublint.garbage import seldom_collected
from hublint.gate import wrapped
from hublint.model import FileReport, Finding, Note, Report, Span
from hublint.outcomes import Outcome, run_projects
from hublint.sources.source import (
    NOTEBOOK,
    Quiet,
    Read,
    Source,
    Unreadable,
    display_path,
    source_of,
)
from hublint.timing import stage

if TYPE_CHECKING:
    from hublint.facts.hub.recorder import Record
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.project.modules import Module
    from hublint.facts.project.reading import Reader
    from hublint.facts.versions.environments import Environments
    from hublint.judging.rulebook import Rulebook
    from hublint.model import Event
    from hublint.repair.view import View
    from hublint.settings.config import Choice, Settings
    from hublint.sources.cells import Broken

Progress = Callable[[int, int], None]

INTERNAL_ERROR = "HUB000"
UNREADABLE_FILE = "HUB001"


def check(
    settings: Settings,
    files: Sequence[disk.Place],
    stdin: tuple[str, bytes] | None = None,
    progress: Progress | None = None,
    contents: Mapping[Path, bytes] | None = None,
    jobs: int | None = 1,
) -> Report:
    """The report of a run: one entry for each file, in the order given.

    `stdin` is a name and the bytes that stand for it; `contents` are bytes that count in the
    place of what these files hold. `jobs` are the processes to work on; None: as many as pay.
    Raises RulebookError if a rule's page can't be followed.
    """
    with seldom_collected(), wrapped(settings.wrappers):
        return Run(settings, contents or {}, jobs).report(files, stdin, progress)


def facts_of(
    settings: Settings, files: Sequence[disk.Place]
) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    """Every hub event of each file that has any, with all its facts."""
    run = Run(settings)
    with wrapped(settings.wrappers):
        reads = run.read(files)
        outcomes = run.outcomes([read for read in reads if isinstance(read, Source)])
    return tuple(
        (read.display, tuple(event for event in events if event.span.path == read.display))
        for read in reads
        if not isinstance(read, Unreadable) and os.fspath(read.path) in outcomes
        for events in (outcomes[os.fspath(read.path)].events,)
    )


def check_sources(settings: Settings, sources: Mapping[str, str], folder: Path) -> Report:
    """The report of a small project that lies in a folder: its Python files, by their names."""
    files = [folder / name for name in sorted(sources) if name.endswith((".py", NOTEBOOK))]
    return check(settings, files)


def _by_place(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings in the order in which a reader meets them."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (one.span.cell or 0, one.span.line, one.span.column, one.code),
        )
    )


def _python_files_in(folders: Iterable[str]) -> Iterator[str]:
    """The Python files right in some folders."""
    for folder in filter(disk.is_folder, folders):
        before = os.path.join(folder, "")
        for name, is_folder in disk.names(folder):
            if not is_folder and name.endswith(SUFFIXES):
                yield before + name


class Run:
    """One run: its settings, and what it has read so far."""

    def __init__(
        self,
        settings: Settings,
        contents: Mapping[Path, bytes] | None = None,
        jobs: int | None = 1,
    ) -> None:
        self._settings = settings
        self._jobs = jobs
        self._held = {os.fspath(path): data for path, data in (contents or {}).items()}
        self._cwd = os.getcwd()
        self._start = Path(self._cwd)
        self._asked: tuple[str, ...] = ()
        self._asked_in: Iterable[str] = ()
        self._sources: dict[str, str] = {}
        self._cells: dict[tuple[str, int], str] = {}
        self._roots: dict[str, Path] = {}
        self._marked_roots = MarkedRoots(disk.is_marked)
        self._projects: dict[Path, Project] = {}
        self._views: dict[Path, View] = {}
        self._selected: dict[tuple[Choice, ...], Rulebook] = {}

    def report(
        self,
        files: Sequence[disk.Place],
        stdin: tuple[str, bytes] | None,
        progress: Progress | None,
    ) -> Report:
        """Checks each file; see `check`."""
        with stage("read"):
            reads = self.read(files, stdin, progress)
        hub_files = [read for read in reads if isinstance(read, Source)]
        hub_files += self._handed_hub(reads)
        outcomes = self.outcomes(hub_files) if hub_files else {}
        reports = [self._check(read, outcomes) for read in reads]
        told = [self._silenced(report, outcomes) for report in reports]
        return self._finished([*told, *self._of_dependency_files(told, outcomes)])

    def _of_dependency_files(
        self, reports: Sequence[FileReport], outcomes: Mapping[str, Outcome]
    ) -> list[FileReport]:
        """What is to be said of the lines of dependency files, once for each line."""
        from hublint.judging.judge import judge

        asked = {report.path for report in reports}
        found: dict[tuple[Span, str], Event] = {}
        for outcome in outcomes.values():
            for event in outcome.required:
                if event.span.path not in asked:
                    found.setdefault((event.span, str(event.rows[0]["package"].value)), event)
        by_path: dict[str, list[Finding]] = {}
        for finding in judge(tuple(found.values()), self._rulebook()).findings:
            by_path.setdefault(finding.span.path, []).append(finding)
        told = (self._of_dependency_file(*one) for one in sorted(by_path.items()))
        return [self._silenced(report, outcomes, is_code=False) for report in told]

    def _of_dependency_file(self, display: str, findings: Sequence[Finding]) -> FileReport:
        path = Path(self._cwd, display)
        with contextlib.suppress(OSError, UnicodeDecodeError):
            self._sources[display] = disk.read_bytes(path).decode("utf-8-sig")
        return FileReport(display, findings=_by_place(self._levelled(path, findings)))

    def read(
        self,
        files: Sequence[disk.Place],
        stdin: tuple[str, bytes] | None = None,
        progress: Progress | None = None,
    ) -> list[Read]:
        """What the files hold. Those of no project are taken as one, in the folder of all."""
        reads: list[Read] = []
        for number, place in enumerate(files, start=1):
            reads.append(self._reader.read(os.fspath(place)))
            if progress is not None:
                progress(number, len(files))
        if stdin is not None:
            name, data = stdin
            path = os.path.abspath(name)
            reads.append(self._reader.take(path, name, self._held.get(path, data)))
        self._asked = tuple([os.fspath(read.path) for read in reads])
        self._asked_in = dict.fromkeys(map(os.path.dirname, self._asked))
        folder = common_folder(self._asked_in)
        self._start = Path(folder) if folder is not None else self._start
        self._roots.clear()
        return reads

    def _handed_hub(self, reads: Sequence[Read]) -> list[Source]:
        """Files that don't mention hub, but get it from files of their project not asked for."""
        quiet: dict[Path, list[str]] = {}
        paths = (read.path for read in reads if isinstance(read, Quiet))
        for folder, members in groupby(paths, os.path.dirname):
            quiet.setdefault(self._root_of(folder), []).extend(members)
        found: list[Source | Unreadable] = []
        for root, others in quiet.items():
            index = self._project(root).index
            if not index.hub_files <= set(self._asked):
                leading = index.reaching(index.hub_files)
                found += [self._reader.whole(path) for path in others if path in leading]
        return [read for read in found if isinstance(read, Source)]

    def outcomes(self, sources: Sequence[Source]) -> Mapping[str, Outcome]:
        """What happens in each of these files, in every program of its project that runs it.

        Other files are among them if something of hub happens there.
        """
        by_project: dict[Path, list[Source]] = {}
        for source in sources:
            by_project.setdefault(self._root(os.fspath(source.path)), []).append(source)
        projects = [(self._project(root), group) for root, group in by_project.items()]
        ran = run_projects(projects, self._jobs, self._prepare_to_judge)
        return {os.fspath(path): outcome for path, outcome in ran.items()}

    def _prepare_to_judge(self) -> None:
        """Reads what no file is judged without."""
        with stage("rules"):
            import hublint.judging.judge
            import hublint.repairs  # noqa: F401

            self._rulebook()

    def _check(self, read: Read, outcomes: Mapping[str, Outcome]) -> FileReport:
        if isinstance(read, Unreadable):
            return self._unreadable(read)
        outcome = outcomes.get(os.fspath(read.path))
        if outcome is None:
            return FileReport(read.display)
        if isinstance(read, Quiet):
            read = Source(Path(read.path), read.display, b"")  # its module knows its text
        self._remember(read, outcome.module)
        if outcome.refused is not None:
            kind = "as a notebook" if read.path.suffix == NOTEBOOK else "as Python 3"
            text = f"this file can't be read {kind}: {outcome.refused.reason}"
            return self._said(read.display, UNREADABLE_FILE, text, outcome.refused.line)
        if outcome.failure:
            text = f"hublint itself failed on this file: {outcome.failure}"
            return self._said(read.display, INTERNAL_ERROR, text, 1)
        if outcome.module is not None and not outcome.module.parts:
            return FileReport(read.display)
        return self._judged(read, outcome)

    def _remember(self, source: Source, module: Module | None) -> None:
        """Keeps what the reader of a report will want to see of a file."""
        if source.path.suffix != NOTEBOOK:
            self._sources[source.display] = source.text if module is None else module.text
        elif module is not None:
            for cell, text in module.cells.items():
                self._cells[source.display, cell] = text

    def _judged(self, source: Source, outcome: Outcome) -> FileReport:
        from hublint.judging.judge import judge
        from hublint.repairs import repaired

        asked = (one for one in outcome.required if one.span.path == source.display)
        with stage("rules", source.display):
            judgement = judge((*outcome.events, *asked), self._rulebook(source.path))
        broken = outcome.module.broken if outcome.module is not None else ()
        unread = (finding for cell in broken for finding in self._unread_cell(source, cell))
        record = outcome.record
        rulings = [one for one in judgement.rulings if one.finding.span.path == source.display]
        with stage("repairs", source.display):
            found = (
                list(repaired(rulings, lambda: self._view(source.path, record)))
                if record is not None
                else [ruling.finding for ruling in rulings]
            )
        return FileReport(
            source.display,
            parsed=True,
            findings=_by_place(self._levelled(source.path, (*unread, *found))),
            calls=tuple(one for one in judgement.calls if one.call.span.path == source.display),
        )

    def _view(self, path: Path, record: Record) -> View:
        """What repairs may look at in the project of a file."""
        root = self._root(os.fspath(path))
        view = self._views.get(root)
        if view is None or view.record is not record:
            from hublint.repair.view import View

            view = self._views[root] = View(record, self._project(root), Path(self._cwd))
        return view

    def _unread_cell(self, source: Source, broken: Broken) -> tuple[Finding, ...]:
        text = f"this cell can't be read as Python 3: {broken.reason}"
        told = self._said(source.display, UNREADABLE_FILE, text, broken.line, broken.cell)
        return told.findings

    def _silenced(
        self, report: FileReport, outcomes: Mapping[str, Outcome], is_code: bool = True
    ) -> FileReport:
        """The report of a file without what its own comments silence."""
        if not self._settings.suppressions or not (report.parsed or report.findings):
            return report
        from hublint.silencing.suppressions import may_suppress

        texts = self._texts_of(report.path)
        if not any(map(may_suppress, texts.values())):
            return report
        from hublint.silencing.suppress import Silencing, suppress, suppressions_in, unsure_places

        path = Path(self._cwd, report.path)
        rules, settings = self._rulebook(path), self._settings.at(path)
        outcome = outcomes.get(os.fspath(path))
        unsure = unsure_places(report, outcome.events if outcome else ())
        silencing = Silencing(rules, settings.require_reason, unsure)
        told = suppress(report, suppressions_in(texts, report.path, rules, is_code), silencing)
        return replace(told, findings=self._levelled(path, told.findings))

    def _texts_of(self, display: str) -> Mapping[int | None, str]:
        """What a report's reader will see of a file, by cell; nothing of one without hub."""
        if display in self._sources:
            return {None: self._sources[display]}
        return {cell: text for (path, cell), text in self._cells.items() if path == display}

    def _root(self, path: str) -> Path:
        """The root of the project of a file, by its path or as people see that."""
        return self._root_of(os.path.dirname(path))

    def _root_of(self, shown: str) -> Path:
        """The root of the project of a folder's files.

        Where no folder above is a project's own, it is that of all files that were asked for.
        """
        if shown not in self._roots:
            folder = Path(self._cwd, shown)
            marked = self._marked_roots.of(os.fspath(folder))
            is_below = self._start == folder or self._start in folder.parents
            around = self._start if is_below else folder
            self._roots[shown] = Path(marked) if marked is not None else around
        return self._roots[shown]

    def _project(self, root: Path) -> Project:
        project = self._projects.get(root)
        if project is None:
            project = self._projects[root] = self._open_project(root)
        return project

    def _open_project(self, root: Path) -> Project:
        from hublint.facts.libraries.symbols import shipped_symbols
        from hublint.facts.models.catalogue import public_models
        from hublint.facts.models.formats import FormatReader
        from hublint.facts.programs.surroundings import Configured, Project
        from hublint.facts.project.modules import Modules
        from hublint.facts.versions.dependency_files import DependencyReader
        from hublint.files.patterns import Patterns

        settings = self._settings

        def configured(path: Path) -> Configured:
            at = settings.at(path)
            return Configured(at.runtime, at.targets, at.origins.get("runtime", ""))

        cache = os.environ.get("TFHUB_CACHE_DIR")
        folder = Path(cache) if cache else None
        formats = FormatReader(settings.handles, folder, (root,), public_models)
        modules = Modules(root, self._display)
        for path, data in self._held.items():
            source = source_of(Path(path), display_path(path, self._cwd), data)
            if isinstance(source, Source) and root in source.path.parents:
                modules.hold(source.path, source.display, source.text)
        return Project(
            modules,
            shipped_symbols(),
            formats,
            DependencyReader(self._display),
            self._environments,
            configured,
            lambda: self._reader.gists(self._files_of(root)),
            wrappers=settings.wrappers,
            entry_points=Patterns(settings.root, settings.entry_points),
        )

    def _display(self, path: Path) -> str:
        return display_path(path, self._cwd)

    @cached_property
    def _environments(self) -> Environments:
        """The Python environments that the code may run in, once for all projects."""
        from hublint.facts.versions.environments import Environments

        return Environments(self._settings.environment, self._settings.active, self._display)

    @cached_property
    def _reader(self) -> Reader:
        from hublint.facts.project.reading import Reader

        return Reader(self._cwd, self._settings.max_file_size, self._held)

    def _files_of(self, root: Path) -> Sequence[str]:
        """Every Python file of a project.

        A folder that nothing marks as a project may be anything, a home for instance: there, only
        what was asked for counts, and what lies beside it.
        """
        is_project = self._marked_roots.of(os.fspath(root)) is not None
        if is_project:
            return disk.python_files(root)
        return sorted({*self._asked, *_python_files_in(self._asked_in)})

    @cached_property
    def _rules(self) -> Rulebook:
        from hublint.judging.rulebook import load_rulebook

        return load_rulebook(tuple(map(Path, self._settings.rules)))

    def _rulebook(self, path: Path | None = None) -> Rulebook:
        """The rules that are chosen for a file, or for the whole run."""
        settings = self._settings if path is None else self._settings.at(path)
        if settings.selection not in self._selected:
            self._selected[settings.selection] = self._rules.selected(settings.selection)
        return self._selected[settings.selection]

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

    def _said(
        self, display: str, code: str, text: str, line: int, cell: int | None = None
    ) -> FileReport:
        """What hublint says of a file on its own account."""
        rules = self._rulebook()
        if not rules.decides(code):
            return FileReport(display)
        rule = rules.find(code)
        span = Span(display, line, 1, line, 1, cell)
        finding = Finding(span, code, rule.name, rule.levels[0], "proven", text)
        return FileReport(display, findings=(finding,))

    def _finished(self, reports: Sequence[FileReport]) -> Report:
        """The report, with what rests on an assumed version told once for each project."""
        if any(finding.assumes for report in reports for finding in report.findings):
            reports = self._told_once(reports)
        return Report(tuple(reports), self._notes(), self._sources, self._cells)

    def _notes(self) -> tuple[Note, ...]:
        """What a reader should know of the whole run."""
        if not self._settings.python:
            return ()
        flaw = self._environments.named.flaw
        shown = self._display(Path(self._settings.python))
        return (Note(f"python: {shown} {flaw}; it is passed over"),) if flaw else ()

    def _told_once(self, reports: Sequence[FileReport]) -> list[FileReport]:
        from hublint.judging.judge import merge_assumed_versions

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
