"""What does linting a file that uses hub cost, beside its bare libcst.parse_module?

Usage: python tests/benchmarks/parse_ratio.py [FOLDER ...]. Lints the files of each folder that
mention hub, in this process, in one run, and prints the ratio; 3 is the most that it may be.
Without folders it generates three: files of the usual size, large ones, and ones with nothing but
hub calls. The first run, which imports the modules and reads the rules, is told apart.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import libcst

from hublint.engine import check
from hublint.files.paths import find_files
from hublint.gate import mentions_hub
from hublint.settings.config import Settings
from hublint.sources.refusal import SyntaxRefused
from hublint.sources.syntax import read_tree

ROUNDS = 5

HUB = """\
import tensorflow as tf
import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/{version}"


def model_{number}(units=16, fine_tune=True):
    layer = hub.KerasLayer(HANDLE, input_shape=[], dtype=tf.string, trainable=fine_tune)
    model = tf.keras.Sequential([layer, tf.keras.layers.Dense(units), tf.keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    return model


def vectors_{number}(sentences):
    return hub.load(HANDLE)(tf.constant(sentences))

"""
OTHER = """\

def prepare_{number}(rows, size=128, shuffle=True):
    \"\"\"What surrounds hub calls: loops, comprehensions, attributes, numbers.\"\"\"
    kept = [row.strip().lower() for row in rows if row and not row.startswith("#")]
    counts = {{}}
    for index, row in enumerate(kept):
        counts[row] = counts.get(row, 0) + 1
        if len(counts) > size * 2 and index % 10 == 0:
            break
    batches = [kept[start : start + size] for start in range(0, len(kept), size)]
    return (batches[::-1] if shuffle else batches), counts, sum(counts.values()) / (len(kept) or 1)

"""


class Shape(NamedTuple):
    """A folder to generate: how many files, and how often each part stands in one."""

    files: int
    hub_parts: int
    other_parts: int


SHAPES: Mapping[str, Shape] = {
    "as found (6 KB, one model)": Shape(40, 1, 10),
    "large (100 KB, one model)": Shape(4, 1, 190),
    "nothing but hub (6 KB)": Shape(40, 9, 0),
}


def main(folders: Sequence[str]) -> None:
    """Measure each folder and print one line for it."""
    with tempfile.TemporaryDirectory() as top:
        cases = {folder: Path(folder) for folder in folders} or dict(generated(Path(top)))
        print(f"{'':<32} {'files':>6} {'KB':>7} {'parse':>9} {'first':>9} {'lint':>9} {'ratio':>7}")
        for title, folder in cases.items():
            print(measured(title, folder))


def generated(top: Path) -> Iterator[tuple[str, Path]]:
    """Writes the folders, and gives their titles and paths."""
    for number, (title, shape) in enumerate(SHAPES.items()):
        folder = top / str(number)
        folder.mkdir()
        (folder / "requirements.txt").write_text("tensorflow==2.15.1\ntensorflow-hub==0.15.0\n")
        for index in range(shape.files):
            hub = (HUB.format(number=n, version=1 + index % 2) for n in range(shape.hub_parts))
            other = (OTHER.format(number=n) for n in range(shape.other_parts))
            (folder / f"module_{index}.py").write_text("".join((*hub, *other)))
        yield title, folder


def measured(title: str, folder: Path) -> str:
    """Times parsing and linting of a folder's hub files in turn; the medians as a line."""
    files = list(hub_files(folder))
    first, parse, lint = parse_and_lint(folder, files, ROUNDS)
    size = sum(path.stat().st_size for path in files) / 1000
    times = " ".join(f"{seconds * 1000:6.0f} ms" for seconds in (parse, first, lint))
    return f"{title:<32} {len(files):>6} {size:>7.0f} {times} {lint / parse:>5.2f} x"


def parse_and_lint(folder: Path, files: Sequence[Path], rounds: int) -> tuple[float, float, float]:
    """Seconds of the first run over some files, and the medians of parsing and of linting them."""
    texts = [path.read_text(encoding="utf-8") for path in files]
    settings = Settings(os.path.abspath(folder))
    first = timed(lambda: check(settings, files))
    parses, lints = [], []
    for _ in range(rounds):
        parses.append(timed(lambda: [libcst.parse_module(text) for text in texts]))
        lints.append(timed(lambda: check(settings, files)))
    return first, statistics.median(parses), statistics.median(lints)


def hub_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that mention hub and can be parsed."""
    for name in find_files([os.fspath(folder)], cwd=os.getcwd()).files:
        path = Path(name)
        data = path.read_bytes()
        if mentions_hub(data):
            try:
                text = data.decode("utf-8")
                read_tree(text)
            except (UnicodeDecodeError, SyntaxRefused):
                continue
            yield path


def timed(work: Callable[[], object]) -> float:
    """How many seconds of a processor some work takes: other work disturbs them less.

    What the work before it has left behind is cleared away first.
    """
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main(sys.argv[1:])
