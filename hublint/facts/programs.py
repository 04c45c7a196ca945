"""What happens in the programs of a project? Each is run by itself, in whatever process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from hublint.facts.interpreter import Interpreter
from hublint.facts.modules import Module
from hublint.facts.project import Project
from hublint.facts.recorder import Recorder, Told
from hublint.syntax import SyntaxRefused


class Program(NamedTuple):
    """The module that starts it, and those for whose sake it is run."""

    start: Module
    focus: Sequence[Module]


class Course(NamedTuple):
    """How a program went: what it told, which files can't be read, on which hublint failed.

    `files` are all that it read, by the way that people see their paths.
    """

    told: Told
    refused: Mapping[Path, SyntaxRefused]
    failed: Mapping[Path, str]
    files: Mapping[str, Path]


def programs_of(project: Project, modules: Iterable[Module]) -> list[Program]:
    """Every program of a project that reaches one of the modules, each program once."""
    found: dict[Module, list[Module]] = {}
    for module in modules:
        for part in module.parts:
            for start in project.programs(part)[0]:
                found.setdefault(start, []).append(part)
    return [Program(start, focus) for start, focus in found.items()]


def run_program(project: Project, program: Program) -> Course:
    """Runs a program, unless none of the modules that it is run for can be read."""
    refused = {
        one.file: one.refused
        for one in program.focus
        if one.path == one.file and one.refused is not None
    }
    focus = [one for one in program.focus if one.file not in refused]
    if not focus:
        return Course(Told((), {}), refused, {}, {})
    recorder = Recorder()
    interpreter = Interpreter(project, recorder)
    failed: dict[Path, str] = {}
    try:
        interpreter.run(program.start, focus)
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
        failed = {module.file: failure for module in focus}
    files = {module.display: module.file for module in interpreter.modules_run}
    return Course(recorder.told(), refused, failed, files)
