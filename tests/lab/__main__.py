"""What can one ask of the lab? The commands behind `python -m tests.lab`."""

from __future__ import annotations

import argparse
import sys

Options = argparse.Namespace


def main(arguments: list[str] | None = None) -> int:
    """Run one command of the lab; gives the exit code."""
    options = parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for run in (record, check, sample, show, mark, proofs, symbols):
        command = commands.add_parser(run.__name__, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        if run in (record, check, sample):
            command.add_argument("environment", nargs="*", help="all, where none is named")
        if run in (record, sample):
            command.add_argument("--jobs", type=int, default=2, help="programs at once (2)")
        if run is check:
            command.add_argument("--every", type=int, default=1, help="one program in so many (1)")
        if run is record:
            command.add_argument("--only", action="append", default=[], metavar="PREFIX")
        if run is sample:
            command.add_argument("--count", type=int, default=8, help="of each environment (8)")
            command.add_argument("--minutes", type=float, default=12, help="begin none after (12)")
            command.add_argument("--cold", action="store_true", help="share no imports")
        if run is show:
            command.add_argument("environment")
            command.add_argument("prefix", nargs="+")
    return top


def record(options: Options) -> int:
    """run the programs in their environments, write the table"""
    from tests.lab import record

    return 1 if record.record(options.environment, options.only, options.jobs) else 0


def check(options: Options) -> int:
    """lint every program, compare with the table"""
    from tests.lab import check

    compared = check.compare(options.environment, options.every)
    whole = not options.environment and options.every == 1
    text, holds = check.report(compared, check.known(), whole)
    print(text)
    return 0 if holds else 1


def sample(options: Options) -> int:
    """run a few programs of each environment again, tell what changed"""
    from tests.lab import sample

    names, warm = options.environment, not options.cold
    found = sample.sample(names, options.count, options.minutes, options.jobs, warm)
    print(found)
    return 1 if found.changed else 0


def show(options: Options) -> int:
    """print programs as they run in an environment"""
    from tests.lab import record

    print(record.sources(options.environment, options.prefix))
    return 0


def mark(options: Options) -> int:
    """bring the causes of outside.toml into the table"""
    from tests.lab import outcomes

    outcomes.write(outcomes.read())
    return 0


def proofs(options: Options) -> int:
    """write the outcomes that the pages' proofs name to hublint/data/executed.tsv"""
    from tests.lab import proofs

    proofs.write()
    return 0


def symbols(options: Options) -> int:
    """list the names below tf. that only TF1, or only TF2, has"""
    from tests.lab import symbols

    symbols.write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
