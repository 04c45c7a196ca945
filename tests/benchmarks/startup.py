"""What does a run cost that meets no hub, beside an empty Python? Prints medians and ratios.

Usage: python tests/benchmarks/startup.py [ROUNDS]. Every round runs all cases in turn, so that
what else the machine does falls on all of them alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HUBLINT = ("-m", "hublint")
NOTHING = ("-c", "pass")

# What lies in the folder of each case beside one module without hub.
FOLDERS: Mapping[str, Mapping[str, str]] = {
    "nothing else": {},
    "a .gitignore": {".gitignore": "*.log\n"},
    "a configuration": {"hublint.toml": 'runtime = "tf2"\n'},
    "both": {".gitignore": "*.log\n", "hublint.toml": 'runtime = "tf2"\nignore = ["HUB302"]\n'},
}


def main(rounds: int) -> None:
    """Time `rounds` rounds and print one line for each case."""
    with tempfile.TemporaryDirectory() as top:
        cases: dict[str, tuple[Path, tuple[str, ...]]] = {"python -c pass": (Path(top), NOTHING)}
        for number, (title, files) in enumerate(FOLDERS.items()):
            folder = Path(top, str(number))
            folder.mkdir()
            for name, text in {"app.py": "import os\n", **files}.items():
                (folder / name).write_text(text)
            cases[f"hublint, {title}"] = (folder, HUBLINT)
        times: dict[str, list[float]] = {title: [] for title in cases}
        for _ in range(rounds):
            for title, (folder, words) in cases.items():
                times[title].append(_timed(folder, words))
    base = statistics.median(times["python -c pass"])
    for title, measured in times.items():
        median = statistics.median(measured)
        print(f"{title:<26} {median * 1000:7.1f} ms {median / base:6.2f} x")


def _timed(folder: Path, words: tuple[str, ...]) -> float:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
