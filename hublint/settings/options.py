"""What was asked on the command line?"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType, SimpleNamespace
from typing import Any

from hublint.commands import COMMANDS

STDIN = "-"


class Options(SimpleNamespace):
    """The command and its options; every one has its default, whatever the command takes."""

    command: str = "check"
    paths: Sequence[str] = ()
    rule: str = ""
    traceback: str | None = None
    shell: str = ""
    selection: Sequence[tuple[str, str]] = ()
    exit_zero: bool = False
    fail_on: str | None = None
    runtime: str | None = None
    targets: Mapping[str, str] = MappingProxyType({})
    python: str = ""
    environments: Sequence[Mapping[str, str]] = ()
    isolated: bool = False
    config: str | None = None
    exclude: Sequence[str] = ()
    force_exclude: bool = False
    add_noqa: bool = False
    ignore_noqa: bool = False
    max_warnings: int | None = None
    baseline: str | None = None
    write_baseline: bool = False
    prune_baseline: bool = False
    stdin_filename: str | None = None
    show_files: bool = False
    output_format: str = "text"
    output_file: str | None = None
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    version: bool = False
    no_cache: bool = False
    cache_dir: str | None = None
    jobs: int | None = None
    timing: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    fix_only: bool = False
    interactive: bool = False
    fixable: Sequence[str] = ()
    unfixable: Sequence[str] = ()
    exit_non_zero_on_fix: bool = False

    @property
    def repairs(self) -> bool:
        """Whether files are to be repaired, and not only linted."""
        return self.fix or self.fix_only or self.diff or self.interactive

    def given(self) -> dict[str, Any]:
        """What settles Settings, by field: only what was really given."""
        values: dict[str, Any] = {
            "selection": tuple(self.selection),
            "fail_on": self.fail_on,
            "runtime": self.runtime,
            "targets": self.targets,
            "python": self.python,
            "baseline": os.path.abspath(self.baseline) if self.baseline else "",
        }
        given = {name: value for name, value in values.items() if value}
        if self.max_warnings is not None:
            given["max_warnings"] = self.max_warnings
        return {**given, "suppressions": False} if self.ignore_noqa else given


def parse(argv: Sequence[str]) -> Options:
    """Read the arguments; a first word that is a command is one. Exits as argparse does."""
    command, rest = (argv[0], argv[1:]) if argv and argv[0] in COMMANDS else ("check", argv)
    if command == "check" and not any(word.startswith("-") for word in rest):
        return Options(paths=rest)  # most runs give paths alone, and spare the parser's import
    from hublint.settings.option_parser import parser_of

    parser = parser_of(command)
    options = parser.parse_args(rest, namespace=Options())
    options.command = command
    stray = options.paths[0] if options.paths else ""
    if command == "check" and argv[:1] != ["check"] and stray in COMMANDS and stray != "check":
        parser.error(f"a command comes first: hublint {stray} ...; a path of that name: ./{stray}")
    if command == "facts" and STDIN in options.paths:
        parser.error("facts are told of files, not of standard input")
    if options.add_noqa and STDIN in options.paths:
        parser.error("--add-noqa writes to files, not to standard input")
    for word in ("--add-noqa", "--write-baseline", "--prune-baseline"):
        if options.repairs and getattr(options, word.lstrip("-").replace("-", "_")):
            parser.error(f"repairs are not allowed with {word}")
    if options.interactive and STDIN in options.paths:
        parser.error("--interactive reads its answers from standard input, which is the file")
    if options.stdin_filename and STDIN not in options.paths:
        parser.error("--stdin-filename needs the path -")
    return options
