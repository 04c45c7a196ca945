"""What became of each file, in every program of its project that runs it?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hublint.files.disk import Answers, remember, remembering
from hublint.parallel import processors, spread
from hublint.sources.refusal import SyntaxRefused
from hublint.sources.source import Source
from hublint.timing import Clock, clock, measuring, stage

if TYPE_CHECKING:
    from hublint.facts.hub.recorder import Record
    from hublint.facts.programs.courses import Course, Program
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.project.modules import Module
    from hublint.model import Event, HubCall

# So many characters are about a second of work.
_WORTH_FORKING = 200_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: its events, or why it can't be read, or how hublint failed on it.

    The events are those in the file, and those elsewhere of objects that are made in it.
    """

    events: tuple[Event, ...] = ()
    refused: SyntaxRefused | None = None
    failure: str = ""
    module: Module | None = None
    record: Record | None = None
    required: tuple[Event, ...] = ()


class _Plan(NamedTuple):
    """What is to be run of a project, and what is known of its files before: the unreadable."""

    project: Project
    programs: Sequence[Program]
    modules: Mapping[Path, Module]
    outcomes: Mapping[Path, Outcome]


def run_projects(
    projects: Iterable[tuple[Project, Sequence[Source]]],
    jobs: int | None = 1,
    prepare: Callable[[], object] = lambda: None,
) -> Mapping[Path, Outcome]:
    """Runs every program of projects that reaches one of these files, each program once.

    Another file of a project is among the outcomes if something of hub happens in it. `jobs` are
    the processes to work on; None: as many as pay. While others work, `prepare` is called for
    what is needed next.
    """
    plans = [_plan(project, sources) for project, sources in projects]
    programs = [(plan.project, program) for plan in plans for program in plan.programs]
    courses = _courses(programs, jobs, prepare)
    outcomes: dict[Path, Outcome] = {}
    for plan in plans:
        outcomes.update(_outcomes(plan, islice(courses, len(plan.programs))))
    return outcomes


def _plan(project: Project, sources: Sequence[Source]) -> _Plan:
    from hublint.facts.programs.courses import programs_of

    outcomes, modules = _modules_of(project, sources)
    return _Plan(project, programs_of(project, modules.values()), modules, outcomes)


def _outcomes(plan: _Plan, courses: Iterable[Course]) -> Mapping[Path, Outcome]:
    """What became of a project's files, by how each of its programs went."""
    from hublint.facts.hub.recorder import Recorder
    from hublint.facts.hub.unreached import record_unreached

    outcomes, modules = dict(plan.outcomes), dict(plan.modules)
    recorder = Recorder()
    files: dict[str, Path] = {}
    calls: list[HubCall] = []
    required: dict[Path, Sequence[Event]] = {}
    for course in courses:
        recorder.take(course.told)
        files.update(course.files)
        calls += course.calls
        for file, asked in course.required.items():
            required[file] = [*required.get(file, ()), *asked]
        outcomes.update((file, Outcome(failure=one)) for file, one in course.failed.items())
        for file, refused in course.refused.items():
            outcomes[file] = Outcome(refused=refused)
            modules.pop(file, None)
    record_unreached(calls, recorder, modules.values())
    record = recorder.record_of_all()
    events = _events_by_file(record.events)
    for module in modules.values():
        module.accept()
        own = tuple(events.pop(module.display, ()))
        due = tuple(required.get(module.file, ()))
        told = Outcome(own, module=module, record=record, required=due)
        outcomes.setdefault(module.file, told)
    for display, happened in events.items():
        other = plan.project.modules.at(files[display]) if display in files else None
        if other is not None:
            outcomes.setdefault(other.file, Outcome(tuple(happened), module=other, record=record))
    return outcomes


def _modules_of(
    project: Project, sources: Sequence[Source]
) -> tuple[dict[Path, Outcome], dict[Path, Module]]:
    """The module of each file, by its path; and the outcomes of those that are seen to be none.

    Whether a text is Python 3 is seen when a program reads it.
    """

    outcomes: dict[Path, Outcome] = {}
    modules: dict[Path, Module] = {}
    for source in sources:
        try:
            module = project.modules.add(source.path, source.display, source.text)
        except SyntaxRefused as refused:
            outcomes[source.path] = Outcome(refused=refused)
            continue
        if not module.parts and module.refused is not None:
            outcomes[source.path] = Outcome(refused=module.refused)
        else:
            modules[source.path] = module
    return outcomes, modules


def _courses(
    programs: Sequence[tuple[Project, Program]], jobs: int | None, prepare: Callable[[], object]
) -> Iterator[Course]:
    """How each program went, in their order."""
    total, home = clock(), os.getpid()

    def run(number: int) -> tuple[Course, Answers, Clock | None]:
        """One program; what the disk said and the time it took may be told by another process."""
        from hublint.facts.programs.courses import run_program

        (project, program), answers = programs[number], Answers()
        own = Clock() if total is not None and os.getpid() != home else None
        with remembering(answers), measuring(own or total), stage("facts", program.start.display):
            return run_program(project, program), answers, own

    sizes = [sum(len(module.text) for module in _concerned(program)) for _, program in programs]
    with stage("waiting"):
        ran = spread(run, sizes, jobs or _paying([program for _, program in programs]), prepare)
    for course, answers, own in ran:
        remember(answers)
        if total is not None and own is not None:
            total.add(own)
        yield course


def _paying(programs: Iterable[Program]) -> int:
    """How many processes pay for these programs."""
    concerned = set().union(*map(_concerned, programs))
    size = sum(len(module.text) for module in concerned)
    return processors() if size >= _WORTH_FORKING else 1


def _concerned(program: Program) -> set[Module]:
    """The modules that are surely run by a program."""
    return {program.start, *program.focus}


def _events_by_file(events: Sequence[Event]) -> dict[str, list[Event]]:
    """The events that a file must know: its own, and all others of the objects in them."""
    files: dict[HubCall, dict[str, None]] = {}
    for event in events:
        if event.call is not None:
            met = files.setdefault(event.call, {event.call.span.path: None})
            met[event.span.path] = None
    found: dict[str, list[Event]] = {}
    for event in events:
        for path in files[event.call] if event.call is not None else (event.span.path,):
            found.setdefault(path, []).append(event)
    return found
