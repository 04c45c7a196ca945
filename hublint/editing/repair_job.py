"""What becomes of the files of one batch when they are repaired: in memory first, then on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from hublint.editing.drafts import Contents
from hublint.editing.repair_choice import Choice
from hublint.editing.replace_files import Change, ReplaceProblem, replace_files
from hublint.editing.rounds import Repaired, Rounds
from hublint.engine import check
from hublint.files.display import display_path
from hublint.gate import read_bytes
from hublint.model import Finding, Report
from hublint.report.diff import diff_of
from hublint.run import Batch
from hublint.sources.source import Source, source_of


class RepairJob:
    """The repair of one batch; `done` is what came of it."""

    def __init__(self, batch: Batch, choice: Choice, cwd: str) -> None:
        """Repairs in memory; nothing is written yet."""
        self.batch = batch
        self._cwd = cwd
        self._before = _contents(batch)
        self.done: Repaired = Rounds(self._check, choice.wants, self._file).run(self._before)

    @property
    def stdin_after(self) -> bytes | None:
        """What standard input became; None if it was not read."""
        stdin = self._stdin
        return self.done.contents[stdin] if stdin is not None else None

    def diff(self) -> str:
        """The unified diff of all that changes."""
        parts = []
        for path in self._changed():
            before, after = _text(path, self._before[path]), _text(path, self.done.contents[path])
            parts.append(diff_of(display_path(path, self._cwd), before, after))
        return "".join(parts)

    def write(self) -> list[str]:
        """Gives the files their new contents; a line for each that was left as it is, and why.

        Files that one repair spans are written together or not at all.
        """
        problems: list[str] = []
        left: set[Path] = set()
        for group in _groups(self._changed(), self.done.fixed, self._file):
            if self._stdin in group:
                continue
            contents = self.done.contents
            changes = [Change(str(path), self._before[path], contents[path]) for path in group]
            try:
                replace_files(changes)
            except ReplaceProblem as problem:
                problems.append(f"{display_path(problem.path, self._cwd)}: {problem.reason}")
                left.update(group)
        if left:
            self._take_back(left)
        return problems

    def _take_back(self, left: set[Path]) -> None:
        """Tells of files that could not be written as they are."""
        old = {path: self._before[path] for path in left}
        contents = {**self.done.contents, **old}
        fixed = tuple(one for one in self.done.fixed if not self._files_of(one) & left)
        report = self._check(contents)
        self.done = replace(self.done, contents=contents, report=report, fixed=fixed)

    def _files_of(self, finding: Finding) -> set[Path]:
        edits = finding.fix.edits if finding.fix is not None else ()
        return {self._file(edit.span.path) for edit in edits}

    def _check(self, contents: Contents) -> Report:
        return check(self.batch.settings, self.batch.files, self.batch.stdin, None, contents)

    def _file(self, name: str) -> Path:
        return Path(os.path.abspath(os.path.join(self._cwd, name)))

    @property
    def _stdin(self) -> Path | None:
        return self._file(self.batch.stdin[0]) if self.batch.stdin is not None else None

    def _changed(self) -> list[Path]:
        return [path for path, data in self._before.items() if self.done.contents[path] != data]


def _contents(batch: Batch) -> Mapping[Path, bytes]:
    """The bytes that every file of a batch has now; the linter will speak of one that has none."""
    contents: dict[Path, bytes] = {}
    for name in batch.files:
        try:
            contents[Path(name)] = read_bytes(name)
        except OSError:
            continue
    if batch.stdin is not None:
        name, data = batch.stdin
        contents[Path(os.path.abspath(name))] = data
    return contents


def _groups(
    changed: Iterable[Path], fixed: Iterable[Finding], find: Callable[[str], Path]
) -> list[list[Path]]:
    """The changed files, those together that some repair spans."""
    group_of = {path: [path] for path in changed}
    for finding in fixed:
        edits = finding.fix.edits if finding.fix is not None else ()
        paths = list(dict.fromkeys(find(edit.span.path) for edit in edits))
        known = [group_of[path] for path in paths if path in group_of]
        merged = list(dict.fromkeys(path for group in known for path in group))
        group_of.update(dict.fromkeys(merged, merged))
    return list({id(group): group for group in group_of.values()}.values())


def _text(path: Path, data: bytes) -> str:
    source = source_of(path, str(path), data)
    return source.text if isinstance(source, Source) else ""
