"""`hublint --add-noqa`: write a `# noqa` for every error and warning that is left."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from hublint.editing.edited_file import edited_bytes
from hublint.editing.replace_files import Change, ReplaceProblem, replace_files
from hublint.model import FileReport, Finding, Report
from hublint.report.outlet import emit
from hublint.report.style import counted
from hublint.silencing.noqa import Silencer, silenceable, silencer_of
from hublint.sources.source import Source, read_source

UNREADABLE = "HUB001"


def add_noqa(report: Report, cwd: str) -> int:
    """Write the comments and say how many; 2 if a file can't be written, 1 if one is missing."""
    changes: list[Change] = []
    silenced = left = 0
    for file in report.files:
        silencers = list(_silencers(file, report))
        left += sum(len(one.left) for one in silencers)
        edits = [edit for one in silencers for edit in one.edits]
        source = read_source(Path(cwd, file.path), file.path, sys.maxsize) if edits else None
        if isinstance(source, Source):
            data = edited_bytes(source, edits)
            changes.append(Change(os.fspath(source.path), source.data, data))
            silenced += len(silenceable(file.findings)) - sum(len(one.left) for one in silencers)
    try:
        replace_files(changes)
    except ReplaceProblem as problem:
        emit(f"error: {problem}; no file was changed\n", sys.stderr)
        return 2
    told = f"silenced {counted(silenced, 'finding')} in {counted(len(changes), 'file')}"
    beside = f"; {left} can't be silenced by a comment on their lines" if left else ""
    emit(f"{told}{beside}\n", sys.stdout)
    return int(left > 0)


def _silencers(file: FileReport, report: Report) -> Iterator[Silencer]:
    """What silences the findings of a file, text by text: a notebook has one in each cell.

    Nothing is written into files that are no code, in which a comment may be an error.
    """
    if not file.parsed and not any(finding.code == UNREADABLE for finding in file.findings):
        yield Silencer((), tuple(silenceable(file.findings)))
        return
    by_cell: dict[int | None, list[Finding]] = {}
    for finding in silenceable(file.findings):
        by_cell.setdefault(finding.span.cell, []).append(finding)
    for cell, findings in by_cell.items():
        if cell is None:
            yield silencer_of(report.sources.get(file.path, ""), findings)
        else:
            yield silencer_of(report.cells.get((file.path, cell), ""), findings)
