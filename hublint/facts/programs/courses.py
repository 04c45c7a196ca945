"""What happens in the programs of a project? Each is run by itself, in whatever process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hublint.facts.hub.recorder import Recorder, Told
from hublint.facts.hub.unreached import hub_calls
from hublint.facts.interpreter.program import Interpreter
from hublint.facts.programs.surroundings import Project
from hublint.facts.project.modules import Module
from hublint.model import Event, HubCall
from hublint.sources.refusal import SyntaxRefused


class Program(NamedTuple):
    """The module that starts it, and those for whose sake it is run.

    `new` are those of them that no program before it was run for.
    """

    start: Module
    focus: Sequence[Module]
    new: Sequence[Module]


class Course(NamedTuple):
    """How a program went: what it told, which files can't be read, on which hublint failed.

    `files` are all that it read, by the way that people see their paths. `calls` and `required`
    are the hub calls that stand in its new modules, and what is required for their files.
    """

    told: Told
    refused: Mapping[Path, SyntaxRefused]
    failed: Mapping[Path, str]
    files: Mapping[str, Path]
    calls: Sequence[HubCall]
    required: Mapping[Path, Sequence[Event]]


def programs_of(project: Project, modules: Iterable[Module]) -> list[Program]:
    """Every program of a project that reaches one of the modules, each program once."""
    found: dict[Module, list[Module]] = {}
    for module in modules:
        for part in module.parts:
            for start in project.programs(part)[0]:
                found.setdefault(start, []).append(part)
    programs: list[Program] = []
    seen: set[Module] = set()
    for start, focus in found.items():
        programs.append(Program(start, focus, [one for one in focus if one not in seen]))
        seen.update(focus)
    return programs


def run_program(project: Project, program: Program) -> Course:
    """Runs a program, unless none of the modules that it is run for can be read."""
    refused = {
        one.file: one.refused
        for one in program.focus
        if one.path == one.file and one.refused is not None
    }
    focus = [one for one in program.focus if one.file not in refused]
    if not focus:
        return Course(Told(), refused, {}, {}, (), {})
    recorder = Recorder()
    interpreter = Interpreter(project, recorder)
    failed: dict[Path, str] = {}
    try:
        interpreter.run(program.start, focus)
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
        failed = {module.file: failure for module in focus}
    used = dict.fromkeys(interpreter.modules_run)
    # Its parts know one another, so it would wait to be found garbage, with all trees.
    vars(interpreter).clear()
    files = {one.display: one.file for one in used}
    calls, required = _standing_in(project, [one for one in program.new if one in focus])
    course = Course(recorder.told(), refused, failed, files, calls, required)
    project.modules.rest(used.keys())
    return course


def _standing_in(
    project: Project, modules: Sequence[Module]
) -> tuple[list[HubCall], dict[Path, list[Event]]]:
    """The hub calls of modules, wherever they stand, and what is required for their files."""
    calls: list[HubCall] = []
    required: dict[Path, list[Event]] = {}
    for module in modules:
        with suppress(SyntaxRefused):  # of what a notebook writes
            calls.extend(hub_calls(module, project.symbols))
            required.setdefault(module.file, []).extend(project.required(module))
    return calls, required
