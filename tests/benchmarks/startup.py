"""What does a run cost that meets no hub, beside an empty Python? Prints medians and ratios.

Usage: python tests/benchmarks/startup.py [ROUNDS]. It counts processor time, which what else the
machine does disturbs less than the clock's; every round runs all cases in turn.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HUBLINT = ("-m", "hublint", ".")
NOTHING = ("-c", "pass")

CONFIGURATION = '[tool.hublint]\nruntime = "tf2"\nignore = ["HUB302"]\n'
OTHERS = (
    "# What Python leaves behind\n__pycache__/\n*.py[cod]\n*.egg-info/\nbuild/\n/docs/_build/\n"
)
OURS = f"{OTHERS}generated_*.py\n"

# What lies in the folder of each case beside modules without hub.
FOLDERS: Mapping[str, Mapping[str, str]] = {
    "nothing else": {},
    "a .gitignore that matches nothing": {".gitignore": OTHERS},
    "a .gitignore that matches a file": {".gitignore": OURS},
    "a configuration": {"pyproject.toml": CONFIGURATION},
    "configuration, .gitignore (nothing)": {".gitignore": OTHERS, "pyproject.toml": CONFIGURATION},
    "configuration, .gitignore (a file)": {".gitignore": OURS, "pyproject.toml": CONFIGURATION},
}
MODULES = ("app.py", "lib/__init__.py", "lib/rows.py", "lib/generated_rows.py")


def main(rounds: int) -> None:
    """Time `rounds` rounds and print one line for each case."""
    with tempfile.TemporaryDirectory() as top:
        cases: dict[str, tuple[Path, Sequence[str]]] = {"python -c pass": (Path(top), NOTHING)}
        for number, (title, files) in enumerate(FOLDERS.items()):
            folder = Path(top, str(number))
            _write(folder, {**dict.fromkeys(MODULES, "import os\n"), **files})
            cases[f"hublint, {title}"] = (folder, HUBLINT)
        times: dict[str, list[float]] = {title: [] for title in cases}
        for _ in range(rounds):
            for title, (folder, words) in cases.items():
                times[title].append(_processor_time(folder, words))
    base = statistics.median(times["python -c pass"])
    for title, measured in times.items():
        median = statistics.median(measured)
        print(f"{title:<46} {median * 1000:7.1f} ms {median / base:6.2f} x")


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _processor_time(folder: Path, words: Sequence[str]) -> float:
    """How many seconds of a processor a run takes, the system's share among them."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
