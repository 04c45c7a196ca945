"""What does flake8 show of a file? The errors and warnings that the command line finds in it.

flake8 imports this module in every run, so that it imports next to nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from hublint.flake8_run import Flake8Run

if TYPE_CHECKING:
    import argparse
    import ast

Told = tuple[int, int, str, type[Any]]


class TakesOptions(Protocol):
    """flake8's manager of options, of which nothing is imported here."""

    def add_option(self, *flags: str, **settings: Any) -> None:
        """Declare an option, with settings as those of argparse and some of flake8's own."""


class HubChecker:
    """One file under flake8's eyes; `lines` are its own or those of standard input."""

    run_of: ClassVar[Flake8Run | None] = None

    def __init__(self, tree: ast.AST, lines: Sequence[str], filename: str) -> None:
        self._lines = lines
        self._filename = filename

    @staticmethod
    def add_options(manager: TakesOptions) -> None:
        """Declare the one option: flake8 has no levels, so what only informs is asked for."""
        manager.add_option(
            "--hublint-info",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="Show also what hublint only informs of; its other settings are [tool.hublint].",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take flake8's options; called once in each process of a run."""
        cls.run_of = Flake8Run(
            paths=tuple(options.filenames),
            info=options.hublint_info,
            suppressions=not options.disable_noqa,
        )

    def run(self) -> Iterator[Told]:
        """Yield line (from 1), column (from 0), text and origin of each finding."""
        if self.run_of is not None:
            for line, column, text in self.run_of.findings(self._filename, self._lines):
                yield line, column, text, type(self)
