"""What can one ask of the lab? The commands behind `python -m tests.lab`."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command of the lab; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("symbols", help="list the names that only TF1, or only TF2, has")
    options = parser.parse_args(arguments)
    if options.command == "symbols":
        from tests.lab import symbols

        symbols.write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
