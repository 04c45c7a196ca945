"""`hublint test-rules FOLDER`: do the programs of a user's own rules do as they say?"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hublint.engine import check_sources
from hublint.judging.page_programs import Claim, Program, programs
from hublint.judging.rulebook import Rule, load_rulebook
from hublint.report.outlet import emit
from hublint.report.style import counted
from hublint.settings.config import Choice, Settings
from hublint.settings.options import Options


def run(options: Options, started: float) -> int:
    """Print one line for each program; 1 if one of them does otherwise than it says.

    Raises RulebookError for a page that can't be followed.
    """
    folders = tuple(os.path.abspath(path) for path in options.paths or (".",))
    own = [rule for rule in load_rulebook(tuple(map(Path, folders))).rules if _is_in(rule, folders)]
    lines = [line for rule in own for line in _tested(rule, folders)]
    failed = sum(line.startswith("FAILED") for line in lines)
    ending = f"{counted(len(lines), 'program')} of {counted(len(own), 'rule')}, {failed} failed"
    emit("\n".join([*lines, ending]) + "\n", sys.stdout)
    return int(failed > 0 or not lines)


def _is_in(rule: Rule, folders: Sequence[str]) -> bool:
    return os.fspath(rule.path.parent) in folders


def _tested(rule: Rule, folders: Sequence[str]) -> Iterator[str]:
    for section in ("Bad", "Good"):
        found = list(programs(rule, section))
        if not found:
            yield f"FAILED {rule.code} {section}: the page has no program there"
        for program in found:
            wanted = [claim for claim in program.claims if claim[2] == rule.code]
            got = _findings(program, folders)
            if section == "Bad" and not wanted:
                yield f"FAILED {program}: no line carries # {rule.code}"
            elif got != wanted:
                yield f"FAILED {program}: fires on {_shown(got)}, not on {_shown(wanted)}"
            else:
                yield f"ok {program}"


def _findings(program: Program, folders: Sequence[str]) -> list[Claim]:
    """Where the rule of a program fires in it; other rules don't count."""
    with tempfile.TemporaryDirectory() as name, _inside(name):
        folder = Path(name).resolve()
        program.write(folder)
        (folder / "setup.cfg").touch()
        choices: tuple[Choice, ...] = (("select", program.rule.code),)
        settings = Settings(root=str(folder), selection=choices, rules=tuple(folders))
        report = check_sources(settings, program.files, folder)
    return sorted(
        (finding.span.path, finding.span.line, finding.code)
        for file in report.files
        for finding in file.findings
        if finding.code == program.rule.code
    )


@contextmanager
def _inside(folder: str) -> Iterator[None]:
    """Paths are told as seen from the folder of the run."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _shown(claims: Sequence[Claim]) -> str:
    return ", ".join(f"{name}:{line}" for name, line, _ in claims) or "nothing"
