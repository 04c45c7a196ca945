"""Runs the command line as `python -m hublint`."""

import sys

from hublint.cli import main

if __name__ == "__main__":
    sys.exit(main())
