"""What does hublint see in a small project? Its files are written down, linted, and asked."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from textwrap import dedent
from typing import Any

from hublint.engine import check, facts_of
from hublint.files.paths import SUFFIXES
from hublint.model import Event, Evidence, Fact, FactValue, Finding, Row, Span
from hublint.settings.config import Settings

ELMO = "https://tfhub.dev/google/elmo/3"  # TF1 Hub format
NNLM_TF1 = "https://tfhub.dev/google/nnlm-en-dim128/1"
NNLM_TF2 = "https://tfhub.dev/google/nnlm-en-dim128/2"
USE_TF2 = "https://tfhub.dev/google/universal-sentence-encoder/4"
TF2_PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"
TF1_PINS = "tensorflow==1.15.5\ntensorflow-hub==0.12.0\n"

_CLAIM = re.compile(r"# ((?:HUB\d{3}(?:, )?)+)$")


def notebook(*sources: str) -> str:
    """A notebook of these cells of code."""
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": dedent(source).strip()}
        for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


class Project:
    """A project on disk. Places are written "main.py:3", the line counted from 1."""

    def __init__(self, folder: Path, files: Mapping[str, str], **settings: Any) -> None:
        self.folder = folder
        self.files = {name: dedent(text).lstrip("\n") for name, text in files.items()}
        self._settings = Settings(root=str(folder), **settings)
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    @cached_property
    def _python_files(self) -> list[Path]:
        return [self.folder / name for name in sorted(self.files) if name.endswith(SUFFIXES)]

    @cached_property
    def findings(self) -> list[Finding]:
        """What is reported, in the order of the report."""
        report = check(self._settings, self._python_files)
        return [finding for file in report.files for finding in file.findings]

    @cached_property
    def events(self) -> list[Event]:
        """Every event of every file."""
        return [
            event for _, events in facts_of(self._settings, self._python_files) for event in events
        ]

    @property
    def codes(self) -> list[str]:
        """Each finding as "main.py:3 HUB101"."""
        return sorted(f"{self.place(one.span)} {one.code}" for one in self.findings)

    @property
    def claims(self) -> list[str]:
        """The same, as the comments of the code claim it: `# HUB101` at the end of the line."""
        return sorted(
            f"{name}:{line} {code}"
            for name, text in self.files.items()
            for line, source in enumerate(text.splitlines(), start=1)
            for claim in [_CLAIM.search(source)]
            if claim
            for code in claim[1].split(", ")
        )

    def finding(self, code: str) -> Finding:
        """The one finding of that code."""
        [found] = [finding for finding in self.findings if finding.code == code]
        return found

    def why(self, code: str) -> list[str]:
        """The evidence of the one finding of that code: "main.py:3 `tf.Graph()` ..."."""
        return [self.shown(evidence) for evidence in self.finding(code).why]

    def rows(self, place: str, kind: str = "made") -> list[Row]:
        """The rows of the events of a kind that stand at a place."""
        return [
            row
            for event in self.events
            if event.kind == kind and self.place(event.span) == place
            for row in event.rows
        ]

    def facts(self, place: str, name: str, kind: str = "made") -> list[Fact]:
        """What a fact is at a place, along each path."""
        return [row[name] for row in self.rows(place, kind)]

    def values(self, place: str, *names: str, kind: str = "made") -> list[Any]:
        """The values of one fact, or tuples of those of several, at a place; told once each."""
        found = [
            tuple(row[name].value if name in row else "absent" for name in names)
            for row in self.rows(place, kind)
        ]
        told = list(dict.fromkeys(found))
        return [one[0] for one in told] if len(names) == 1 else told

    def evidence(self, place: str, name: str, kind: str = "made") -> list[str]:
        """Why a fact is believed at a place."""
        told = (self.shown(one) for fact in self.facts(place, name, kind) for one in fact.why)
        return list(dict.fromkeys(told))

    def missing(self, place: str, name: str, kind: str = "made") -> list[str]:
        """Why a fact is unknown at a place."""
        return [fact.missing for fact in self.facts(place, name, kind) if fact.value is None]

    def kinds(self, *kinds: str) -> list[str]:
        """Each event of these kinds (or of any) as "main.py:3 called", in order."""
        return [
            f"{self.place(event.span)} {event.kind}"
            for event in self.events
            if not kinds or event.kind in kinds
        ]

    def place(self, span: Span) -> str:
        """A span as "main.py:3"."""
        path = Path(self.folder, span.path)
        return f"{Path(os.path.relpath(path, self.folder)).as_posix()}:{span.line}"

    def shown(self, evidence: Evidence) -> str:
        """Evidence with its place before it, if it has one."""
        where = f"{self.place(evidence.span)} " if evidence.span is not None else ""
        return where + evidence.text

    def line(self, text: str, file: str = "main.py") -> str:
        """The place of the one line that holds a text."""
        [found] = self._lines(text, file)
        return f"{file}:{found}"

    def _lines(self, text: str, file: str) -> Iterator[int]:
        for number, line in enumerate(self.files[file].splitlines(), start=1):
            if text in line:
                yield number


def handles(project: Project, place: str) -> set[FactValue | None]:
    """The handles that a call may be given; None among them if one is not known."""
    return {fact.value for fact in project.facts(place, "handle")}
