"""What does the README show, and what comes of it? Its console blocks, run and rewritten.

Usage: python -m tests.readme rewrites the output of every console block of README.md.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"

_BLOCK = re.compile(r"(?<=^```console\n)(?:(?!^```$).*\n)+(?=^```$)", re.MULTILINE)
_DURATION = re.compile(r"\b\d+\.\d\d s\b")


class Shown(NamedTuple):
    """A command, as the README shows it behind a dollar sign, and the output below it."""

    command: str
    output: str


def shown() -> Iterator[Shown]:
    """Each command that the README shows with its output, in order."""
    for block in _BLOCK.findall(README.read_text(encoding="utf-8")):
        command, _, output = block.partition("\n")
        yield Shown(command.removeprefix("$ "), output)


def run(command: str) -> str:
    """What a command says today, run in the project's folder; durations are made alike."""
    program, *words = shlex.split(command)
    if program != "hublint":
        raise ValueError(f"the README shows a command that can't be checked: {command}")
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "hublint", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return normalised(done.stdout + done.stderr)


def normalised(output: str) -> str:
    """The output with every duration made 0.50 s."""
    return _DURATION.sub("0.50 s", output)


def rewrite() -> None:
    """Put what each command says today below it."""

    def fresh(block: re.Match[str]) -> str:
        line, _, _ = block[0].partition("\n")
        return f"{line}\n{run(line.removeprefix('$ '))}"

    text = README.read_text(encoding="utf-8")
    README.write_text(_BLOCK.sub(fresh, text), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
