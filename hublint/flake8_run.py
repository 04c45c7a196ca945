"""What does a run over flake8's own paths find?

It is the command line's run, made once in each process, so that what it sees of a project is the
same. Where no file mentions hub, it ends at the gate.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from hublint.files.display import display_path
from hublint.gate import mentions_hub

if TYPE_CHECKING:
    from hublint.model import FileReport, Report
    from hublint.settings.options import Options

# Line (from 1), column (from 0) and text, as flake8 takes them.
Told = tuple[int, int, str]

# What is wrong with a suppression is said by the command line.
_NOT_SAID = frozenset({"HUB002"})

_STDIN = "-"


class Flake8Run:
    """The findings in files under `paths`; `info` is whether those that only inform count."""

    def __init__(self, paths: Sequence[str], *, info: bool, suppressions: bool) -> None:
        self._paths = () if _STDIN in paths else tuple(paths)
        self._info = info
        self._suppressions = suppressions
        self._files: Mapping[str, tuple[FileReport, str | None]] | None = None

    def findings(self, filename: str, lines: Sequence[str]) -> Iterable[Told]:
        """The findings in a file of these lines, which may be those of standard input."""
        shown = display_path(os.path.abspath(filename), os.getcwd())
        if self._files is None:
            self._files = self._whole_run()
        text = "".join(lines)
        if shown in self._files:
            file, read = self._files[shown]
            if read is None or _plain(read) == text:
                return self._told(file)
        elif self._paths:
            return ()  # hublint's own settings leave it out, or no file concerns hub
        return self._over_text(shown, text)

    def _whole_run(self) -> Mapping[str, tuple[FileReport, str | None]]:
        """What is found in each file of the paths, beside its text if it mentions hub."""
        if not self._paths:
            return {}
        report = self._report(self._options(paths=self._paths))
        if report is None:
            return {}
        return {file.path: (file, report.sources.get(file.path)) for file in report.files}

    def _over_text(self, shown: str, text: str) -> Iterable[Told]:
        data = _encoded(text)
        options = self._options(paths=(_STDIN,), stdin_filename=shown, force_exclude=True)
        if not mentions_hub(data) and not self._has_wrappers(options, [shown]):
            return ()
        report = self._report(options, data)
        return [told for file in report.files for told in self._told(file)] if report else ()

    def _has_wrappers(self, options: Options, files: Iterable[str]) -> bool:
        """Whether the configuration of some files names functions that stand for APIs of hub."""
        from hublint.commands.check import configurations

        folders = {os.path.dirname(os.path.abspath(file)) for file in files}
        return configurations(options, os.getcwd()).have_wrappers(folders)

    def _options(self, **asked: object) -> Options:
        from hublint.settings.options import Options

        return Options(**asked, ignore_noqa=not self._suppressions)

    def _report(self, options: Options, stdin: bytes = b"") -> Report | None:
        """The report of a run with these options; None where no file can concern hub.

        Raises ConfigError, which flake8 shows.
        """
        from hublint.commands.check import configurations, files_to_read
        from hublint.files.roots import may_meet_hub

        cwd = os.getcwd()
        configs = configurations(options, cwd)
        found = files_to_read(options, cwd, configs)
        starts = [os.path.abspath(path) for path in self._paths]
        may_meet = stdin or may_meet_hub(found.files, starts, cwd)
        if not may_meet and not self._has_wrappers(options, found.files):
            return None
        from hublint.engine import check
        from hublint.run import batches, check_all
        from hublint.settings import ConfigError
        from hublint.silencing.baseline import Baselines

        made, problems = batches(options, cwd, configs, found, lambda: stdin)
        broken = [problem for problem in problems if problem not in found.problems]
        if broken:
            raise ConfigError("; ".join(broken))
        return check_all(made, (), Baselines(cwd).around(check)).report

    def _told(self, file: FileReport) -> Iterator[Told]:
        for found in file.findings:
            if found.code in _NOT_SAID or (found.severity == "info" and not self._info):
                continue
            sure = "" if found.certainty == "proven" else f" ({found.certainty})"
            text = f"{found.code} {found.name}{sure}: {found.message}"
            yield found.span.line, found.span.column - 1, text


def _plain(text: str) -> str:
    """The text with the line ends that flake8 gives."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoded(text: str) -> bytes:
    """The bytes of a text in the encoding that it names itself."""
    import io
    import tokenize

    plain = text.encode("utf-8", "surrogateescape")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(plain).readline)
        return text.encode(encoding)
    except (SyntaxError, UnicodeEncodeError):
        return plain
