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
    commands.add_parser("mark", help="write the causes of outside.toml into the table")
    check = commands.add_parser("check", help="lint the programs, compare with the table")
    check.add_argument("environment", nargs="*", help="all, where none is named")
    sample = commands.add_parser("sample", help="run a few programs again, tell what changed")
    sample.add_argument("environment", nargs="*", help="all, where none is named")
    sample.add_argument("--count", type=int, default=8, help="how many of each environment")
    sample.add_argument("--minutes", type=float, default=12, help="then begin no environment")
    sample.add_argument("--jobs", type=int, default=2)
    sample.add_argument("--cold", action="store_true", help="share no imports among programs")
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
    elif options.command == "mark":
        from tests.lab import outcomes

        outcomes.write(outcomes.read())
    elif options.command == "check":
        from tests.lab import check

        text, holds = check.report(check.compare(options.environment), check.known())
        print(text)
        return 0 if holds else 1
    elif options.command == "sample":
        from tests.lab.sample import sample

        found = sample(
            options.environment, options.count, options.minutes, options.jobs, not options.cold
        )
        print(found)
        return 1 if found.changed else 0
    elif options.command == "show":
        from tests.lab.record import sources

        print(sources(options.environment, options.prefix))
    return 0


if __name__ == "__main__":
    sys.exit(main())
