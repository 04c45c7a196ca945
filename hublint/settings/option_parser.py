"""Which options does each command take, and how does its help read?"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence

from hublint.commands import COMMANDS
from hublint.report import RENDERERS
from hublint.settings.option_actions import Choices, Environments, OnePath, Python, Targets, Words

_BETWEEN_GROUPS = re.compile(r"(\n  .*\n)\n(?=\S.*:\n  -)")

_PATH = "PATH: a file, a folder, - for standard input"
_USAGES: Mapping[str, str | None] = {
    "check": f"hublint [check] [PATH ...] [options]      {_PATH}",
    "facts": "hublint facts [PATH ...] [options]      PATH: a file or a folder",
    "test-rules": "hublint test-rules [FOLDER ...]",
    "what-if": "hublint what-if [PATH ...] [--env NAME=VERSION,... ...]",
    "config": "hublint config [PATH] [options]      PATH: the file or folder to show settings for",
    "explain": None,
    "rules": None,
    "matrix": None,
    "completion": None,
}

_EPILOG = """\
exit codes: 0 clean, 1 findings are left (--fail-on), 2 could not run or failed inside
settings:   [tool.hublint] of the nearest pyproject.toml, or hublint.toml; the command line wins
"""


def parser_of(command: str) -> argparse.ArgumentParser:
    """The parser of one command's options; `check` is also that of no command."""
    check = command == "check"
    parser = argparse.ArgumentParser(
        prog="hublint" if check else f"hublint {command}",
        usage=_USAGES[command],
        description=_description() if check else f"{COMMANDS[command]}.".capitalize(),
        epilog=_EPILOG if check else None,
        formatter_class=_Help,
        allow_abbrev=False,
        add_help=False,
    )
    for add_group in _GROUPS[command]:
        add_group(parser)
    parser.add_argument("-h", "--help", action="help", help=argparse.SUPPRESS)
    return parser


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help of one line for each option, so that all of it fits a screen."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def format_help(self) -> str:
        """The help without blank lines between the groups of options."""
        return _BETWEEN_GROUPS.sub(r"\1", super().format_help())


def _description() -> str:
    commands = "\n".join(f"  {name:<12}{says}" for name, says in COMMANDS.items())
    return (
        "Says, before a program runs, which uses of TensorFlow Hub are unsupported, why, and what"
        f" to do.\n\ncommands (hublint COMMAND --help tells more):\n{commands}"
    )


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help=argparse.SUPPRESS)


def _one_rule(parser: argparse.ArgumentParser) -> None:
    either = parser.add_mutually_exclusive_group(required=True)
    says = "HUB101, or module-in-eager"
    either.add_argument("rule", nargs="?", default="", metavar="CODE|NAME", help=says)
    says = "explain the exception in this file instead; - for standard input"
    either.add_argument("--traceback", metavar="FILE", help=says)


def _shell(parser: argparse.ArgumentParser) -> None:
    says = "bash, zsh or fish"
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help=says)


def _rules(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "which rules (codes, prefixes, names, comma-separated; the last wins)"
    )
    group.add_argument(
        "--select", dest="selection", action=Choices, metavar="RULES", help="these rules alone"
    )
    group.add_argument(
        "--extend-select", dest="selection", action=Choices, metavar="RULES", help="these rules too"
    )
    group.add_argument(
        "--ignore", dest="selection", action=Choices, metavar="RULES", help="not these rules"
    )


def _runtime(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what the code runs with")
    runtimes = ("tf1", "tf1-compat", "tf2")
    says = "tf1, tf1-compat or tf2, whatever the code says"
    group.add_argument("--runtime", choices=runtimes, metavar="RUNTIME", help=says)
    says = 'a version, whatever pins say: tensorflow=2.15, "keras=>=3"'
    group.add_argument(
        "--target", action=Targets, dest="targets", metavar="NAME=VERSION", help=says
    )
    says = "the environment that it runs in, or its interpreter; none: none counts"
    group.add_argument("--python", action=Python, metavar="PATH", help=says)


def _environments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which environments (default: from TF 1.15 to the newest)")
    says = "one environment: tensorflow=2.21,tensorflow-hub=0.16.1"
    group.add_argument(
        "--env", action=Environments, dest="environments", metavar="NAME=VERSION,...", help=says
    )


def _files(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which files and settings")
    says = "leave out these patterns too, as in .gitignore"
    group.add_argument("--exclude", action=Words, metavar="PATTERNS", help=says)
    says = "leave out even what is named as PATH"
    group.add_argument("--force-exclude", action="store_true", help=says)
    _config(group)


def _old_code(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("old code")
    says = "write a # noqa for every error and warning that is left"
    group.add_argument("--add-noqa", action="store_true", help=says)
    says = "report only what this file, made by --write-baseline, does not hold"
    group.add_argument("--baseline", metavar="FILE", help=says)
    either = group.add_mutually_exclusive_group()
    says = "write all that is found into it (default: hublint-baseline.json)"
    either.add_argument("--write-baseline", action="store_true", help=says)
    says = "take out of it what is found no more"
    either.add_argument("--prune-baseline", action="store_true", help=says)
    says = "report also what comments suppress"
    group.add_argument("--ignore-noqa", action="store_true", help=says)


def _others(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("other")
    says = "with the path -: what standard input is a version of"
    group.add_argument("--stdin-filename", metavar="FILE", help=says)
    says = "list the files that would be read, and lint none"
    group.add_argument("--show-files", action="store_true", help=says)
    _speed(group)
    says = "show hublint's version; with --verbose, that of everything that counts"
    group.add_argument("--version", action="store_true", help=says)


def _speed(group: argparse._ArgumentGroup) -> None:
    says = "run on so many processes (default: one for each processor, where it pays)"
    group.add_argument("--jobs", type=_from(1), metavar="N", help=says)
    says = "keep the reports of earlier runs here (default: .hublint_cache)"
    group.add_argument("--cache-dir", metavar="FOLDER", help=says)
    group.add_argument("--no-cache", action="store_true", help="neither use nor keep any")
    group.add_argument("--timing", action="store_true", help="tell where the time went")


def _from(least: int) -> Callable[[str], int]:
    """Reads a number that is no less."""

    def read(word: str) -> int:
        if not word.isdecimal() or int(word) < least:
            raise argparse.ArgumentTypeError(f'"{word}" is no number from {least} on')
        return int(word)

    return read


def _one_path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="?", metavar="PATH", help=argparse.SUPPRESS, action=OnePath)


def _settings_files(parser: argparse.ArgumentParser) -> None:
    _config(parser.add_argument_group("which settings"))


def _config(group: argparse._ArgumentGroup) -> None:
    either = group.add_mutually_exclusive_group()
    says = "read this configuration and no other"
    either.add_argument("--config", metavar="FILE", help=says)
    either.add_argument("--isolated", action="store_true", help="read no configuration")


def _repairs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to repair")
    group.add_argument("--fix", action="store_true", help="make the repairs that are safe")
    says = "with --fix, --diff: also those that may change what the code does"
    group.add_argument("--unsafe-fixes", action="store_true", help=says)
    says = "show what would change, and change nothing"
    group.add_argument("--diff", action="store_true", help=says)
    says = "repair, and tell nothing of what is left"
    group.add_argument("--fix-only", action="store_true", help=says)
    says = "show each repair and ask"
    group.add_argument("--interactive", action="store_true", help=says)
    says = "repair these rules alone"
    group.add_argument("--fixable", action=Words, metavar="RULES", help=says)
    says = "don't repair these rules"
    group.add_argument("--unfixable", action=Words, metavar="RULES", help=says)
    says = "exit 1 if anything was repaired, even if nothing is left"
    group.add_argument("--exit-non-zero-on-fix", action="store_true", help=says)


def _exit(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("when to fail")
    levels = ("error", "warning", "info", "undecided")
    says = "the mildest that fails: error, warning (default), info or undecided"
    group.add_argument("--fail-on", choices=levels, metavar="LEVEL", help=says)
    says = "so many warnings don't fail, more do"
    group.add_argument("--max-warnings", type=_from(0), metavar="N", help=says)
    group.add_argument("--exit-zero", action="store_true", help="exit 0 whatever was found")


def _output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how to report")
    says = ", ".join(RENDERERS)
    group.add_argument(
        "--output-format", choices=tuple(RENDERERS), default="text", metavar="FORMAT", help=says
    )
    group.add_argument("--output-file", metavar="FILE", help="write the report to this file")
    group.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    group.add_argument("-q", "--quiet", action="store_true", help="findings and errors alone")
    group.add_argument("-v", "--verbose", action="store_true", help="also every undecided call")
    _colour(group)


def _plain_output(parser: argparse.ArgumentParser) -> None:
    _colour(parser.add_argument_group("how to report"))


def _colour(group: argparse._ArgumentGroup) -> None:
    whens = ("auto", "always", "never")
    says = "auto (default; heeds NO_COLOR, FORCE_COLOR), always or never"
    group.add_argument("--color", choices=whens, default="auto", metavar="WHEN", help=says)


_Group = Callable[[argparse.ArgumentParser], None]
_GROUPS: Mapping[str, Sequence[_Group]] = {
    "check": (_paths, _rules, _runtime, _repairs, _files, _old_code, _exit, _output, _others),
    "explain": (_one_rule, _settings_files, _plain_output),
    "rules": (_settings_files, _plain_output),
    "facts": (_paths, _runtime, _files, _plain_output),
    "matrix": (),
    "test-rules": (_paths,),
    "what-if": (_paths, _environments, _runtime, _files, _plain_output),
    "config": (_one_path, _rules, _runtime, _settings_files),
    "completion": (_shell,),
}
