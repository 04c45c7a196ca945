"""What can one ask of the lab? The commands behind `python -m tests.lab`."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command of the lab; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("symbols", help="list the names that only TF1, or only TF2, has")
    record = commands.add_parser("record", help="run the programs, write the outcome table")
    record.add_argument("environment", nargs="*", help="all, where none is named")
    record.add_argument("--only", action="append", default=[], metavar="PREFIX", help="of an id")
    record.add_argument("--jobs", type=int, default=2)
    show = commands.add_parser("show", help="print programs as they run in an environment")
    show.add_argument("environment")
    show.add_argument("prefix", nargs="+")
    return run(parser.parse_args(arguments))


def run(options: argparse.Namespace) -> int:
    """Carry out a command; gives the exit code."""
    if options.command == "symbols":
        from tests.lab import symbols

        symbols.write()
    elif options.command == "record":
        from tests.lab.record import record

        return 1 if record(options.environment, options.only, options.jobs) else 0
    elif options.command == "show":
        from tests.lab.record import sources

        print(sources(options.environment, options.prefix))
    return 0


if __name__ == "__main__":
    sys.exit(main())
