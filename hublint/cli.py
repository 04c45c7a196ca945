"""What happens when someone runs `hublint`? From the arguments to the exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from importlib import import_module

from hublint.garbage import live_for_one_run
from hublint.settings.options import parse

INTERRUPTED = 130
FAILED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code: 0 clean, 1 findings are left, 2 could not run.

    Without `argv` it is that of this process, which is then taken to end with the command.
    """
    started = time.perf_counter()
    words = list(sys.argv[1:] if argv is None else argv)
    if argv is None:
        live_for_one_run()
    try:
        options = parse(words)
        if words[:1] == [options.command] and os.path.lexists(options.command):
            _complain(f"note: {words[0]} is a command; the path of that name is ./{words[0]}")
        command = "version" if options.version else options.command
        module = command.replace("-", "_")
        code: int = import_module(f"hublint.commands.{module}").run(options, started)
        return code
    except SystemExit as stop:  # how argparse ends: with 0 after --help, with 2 after a mistake
        return stop.code if isinstance(stop.code, int) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say why nothing came of it: in one line if that was foreseen, else with the traceback."""
    from hublint.judging.conditions import RulebookError
    from hublint.settings import ConfigError

    if isinstance(error, ConfigError | RulebookError | OSError):
        _complain(f"error: {error}")
    else:
        import traceback

        trace = "".join(traceback.format_exception(error))
        _complain(f"{trace}error: hublint itself failed; this is a bug, please report it")
    return FAILED


def _complain(text: str) -> None:
    from hublint.report.outlet import emit

    emit(f"{text}\n", sys.stderr)
