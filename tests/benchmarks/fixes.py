"""What does `--fix` cost, beside the bare libcst.parse_module and beside linting alone?

Usage: python tests/benchmarks/fixes.py [--rounds N]

The first line is of files of the usual size with one finding each, which is repaired: 3.5 times
their parse is the most that it may cost. The second is of one file with 1,000 findings: repairing
them all may cost 20 times linting the file once. Times are those of a processor, in this process.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import libcst

from hublint.cli import main as hublint
from hublint.garbage import live_for_one_run
from tests.benchmarks.parse_ratio import OTHER, timed

FILES = 40
FINDINGS = 1_000
PINS = "tensorflow==2.15.1\ntensorflow-hub==0.15.0\n"

# hub.load gives an object that can't be called for a model of the TF1 Hub format.
HEAD = """\
import tensorflow as tf
import tensorflow_hub as hub

"""
CALLED = """\

def vectors_{number}(sentences):
    return hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")(tf.constant(sentences))

"""


def main() -> None:
    """Measure both, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    live_for_one_run()  # as the command line does
    print(f"{'':<36} {'parse':>9} {'lint':>9} {'--fix':>9} {'fix/parse':>10} {'fix/lint':>9}")
    usual = HEAD + CALLED.format(number=0) + "".join(OTHER.format(number=n) for n in range(8))
    print(row(f"{FILES} files, a finding in each", _files(usual), rounds), flush=True)
    many = HEAD + "".join(CALLED.format(number=number) for number in range(FINDINGS))
    print(row(f"one file, {FINDINGS:,} findings", {"module.py": many}, rounds), flush=True)


def row(title: str, texts: Mapping[str, str], rounds: int) -> str:
    """The medians of parsing, linting and repairing these files in turn, as a line."""
    parses, lints, repairs = [], [], []
    with tempfile.TemporaryDirectory() as top:
        os.chdir(top)
        _run_on(texts, "--fix")  # the first run imports the modules and reads the rules
        for _ in range(rounds):
            parses.append(timed(lambda: [libcst.parse_module(one) for one in texts.values()]))
            lints.append(timed(lambda: _run_on(texts)))
            repairs.append(timed(lambda: _run_on(texts, "--fix")))
        left = [name for name, text in texts.items() if Path(name).read_text() == text]
    if left:
        raise SystemExit(f"not repaired: {', '.join(left)}")
    parse, lint, repair = map(statistics.median, (parses, lints, repairs))
    times = " ".join(f"{seconds * 1000:>6.0f} ms" for seconds in (parse, lint, repair))
    return f"{title:<36} {times} {repair / parse:>8.2f} x {repair / lint:>7.2f} x"


def _files(text: str) -> Mapping[str, str]:
    return {f"module_{number}.py": text for number in range(FILES)}


def _run_on(texts: Mapping[str, str], *words: str) -> None:
    """Writes the files as they were, and runs hublint over them in this folder."""
    for name, text in {"requirements.txt": PINS, **texts}.items():
        Path(name).write_text(text)
    with contextlib.redirect_stdout(io.StringIO()):
        code = hublint(["--quiet", "--exit-zero", "--no-cache", "--jobs", "1", *words, os.curdir])
    if code:
        raise SystemExit(f"hublint {' '.join(words)}: exit code {code}")


if __name__ == "__main__":
    main()
