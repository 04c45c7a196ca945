"""What does a run cost that meets no hub, beside an empty Python? Prints medians and ratios.

Usage: python tests/benchmarks/startup.py [ROUNDS]. It counts processor time, which what else the
machine does disturbs less than the clock's; every round runs all cases in turn.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.runs import PYTHON, Run, measured, typical

HUBLINT = (*PYTHON, "hublint", ".")
NOTHING = (sys.executable, "-c", "pass")

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
        runs: dict[str, list[Run]] = {title: [] for title in cases}
        for number in range(rounds + 1):
            for title, (folder, words) in cases.items():
                run = measured(words, folder)
                if number:  # the first one byte-compiles
                    runs[title].append(run)
    base = typical(runs["python -c pass"]).work
    for title, own in runs.items():
        work = typical(own).work
        print(f"{title:<46} {work * 1000:7.1f} ms {work / base:6.2f} x")


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
