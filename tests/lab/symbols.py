"""Which names of `tf.` does only TF1, or only TF2, have? Asked of the installed releases.

`python -m tests.lab symbols` writes `hublint/data/tf1_only.txt` and `tf2_only.txt`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.lab import environments

PROBE = Path(__file__).with_name("symbols_probe.py")
DATA = Path(__file__).parents[2] / "hublint" / "data"
TF1 = "tf115"
TF2 = ("tf24", "tf215", "tf221")


def reached(environment: environments.Environment) -> frozenset[str]:
    """The dotted names below `tf.` in that environment."""
    done = subprocess.run(
        [str(environment.executable), str(PROBE)], capture_output=True, text=True, check=True
    )
    return frozenset(line for line in done.stdout.splitlines() if line)


def shortest(names: Iterable[str]) -> list[str]:
    """The names that lie below none of the others."""
    kept = frozenset(names)
    return sorted(name for name in kept if not any(above in kept for above in _above(name)))


def _above(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def write(folder: Path = DATA) -> None:
    """Write both lists, each with a line that says which releases it was read from."""
    worlds = environments.load()
    old = reached(worlds[TF1])
    new = [reached(worlds[name]) for name in TF2]
    releases = ", ".join(worlds[name].versions["tensorflow"] for name in TF2)
    first = worlds[TF1].versions["tensorflow"]
    lists = {
        "tf1_only.txt": (shortest(old.difference(*new)), f"in {first}, in none of {releases}"),
        "tf2_only.txt": (
            shortest(frozenset.intersection(*new) - old),
            f"in each of {releases}, not in {first}",
        ),
    }
    for name, (lines, says) in lists.items():
        head = f"# Names below `tf.` that are {says}: python -m tests.lab symbols"
        (folder / name).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
