"""What is said of programs as people write them? `programs.txt` claims it line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.facts.projects import TF1_PINS, TF2_PINS, Project

KERAS3_PINS = "tensorflow==2.17.0\ntensorflow-hub==0.16.1\n"
PINS = {"tf1": TF1_PINS, "tf2": TF2_PINS, "keras3": KERAS3_PINS, "none": ""}

_HEAD = re.compile(r"^== (?P<name>.+) \[(?P<pins>\w+)\]$", re.MULTILINE)
_FILE = re.compile(r"^-- (.+)$", re.MULTILINE)


def programs() -> Iterator[Any]:
    """Each program of the table: its files, and its pins unless it has some of its own."""
    text = Path(__file__).with_name("programs.txt").read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = text[head.end() : following.start() if following else None].strip("\n") + "\n"
        before, *parts = _FILE.split(body)
        files = dict(zip(parts[::2], parts[1::2], strict=True)) if parts else {"main.py": before}
        pins = PINS[head["pins"]]
        given = {"requirements.txt": pins} if pins else {}
        yield pytest.param({".git/HEAD": "", **given, **files}, id=head["name"])


@pytest.mark.parametrize("files", list(programs()))
def test_a_program_is_told_what_fails_in_it_and_nothing_else(
    files: dict[str, str], tmp_path: Path
) -> None:
    project = Project(tmp_path, files)
    assert project.codes == project.claims
