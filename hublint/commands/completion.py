"""`hublint completion SHELL`: what does a shell need to know to complete a command line?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from hublint.commands import COMMANDS
from hublint.judging.rule_names import rule_names
from hublint.report.outlet import emit
from hublint.settings.option_parser import parser_of
from hublint.settings.options import Options

# What is a path, by the place in Options that it goes to: shtab's own word for it.
_FILES = ("paths", "config", "baseline", "output_file", "stdin_filename")


def run(options: Options, started: float) -> int:
    """Print the shell's script; 2 where shtab is missing, which makes it."""
    try:
        import shtab
    except ImportError:
        emit("error: shtab is missing: pip install 'hublint[completion]'\n", sys.stderr)
        return 2
    script = shtab.complete(completion_parser(shtab.FILE), options.shell)
    # Bash completes no path by default where the first word is no command.
    emit(f"{script.replace('-o bashdefault', '-o bashdefault -o default')}\n", sys.stdout)
    return 0


def completion_parser(file: Mapping[str, object]) -> argparse.ArgumentParser:
    """One parser of all commands, in which paths are marked by `file`; it is never run."""
    check = _marked(parser_of("check"), file)
    # In the place of its paths stand the commands; a shell falls back to paths by itself.
    check._actions[:] = [action for action in check._actions if action.option_strings]
    parser = argparse.ArgumentParser(prog="hublint", parents=[check], add_help=False)
    commands = parser.add_subparsers(dest="command", required=False)
    for name, says in COMMANDS.items():
        own = [_marked(parser_of(name), file)]
        commands.add_parser(name, parents=own, help=says, add_help=False)
    return parser


def _marked(parser: argparse.ArgumentParser, file: Mapping[str, object]) -> argparse.ArgumentParser:
    for action in parser._actions:
        marked: Any = action
        if action.dest in _FILES:
            marked.complete = file
            marked.help = _shown(action.help)
        if action.dest == "rule":
            action.choices = [word for rule in rule_names() for word in rule]
    return parser


def _shown(says: str | None) -> str:
    """What is said of an action; shtab leaves out those of which help says nothing."""
    return "a file or folder" if says in (None, argparse.SUPPRESS) else str(says)
