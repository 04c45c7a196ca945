"""Which releases exist? Builds hublint/data/releases.tsv from what `pip index versions` lists.

Run it from the project's root with a Python whose pip has `index versions`:

    python tests/data/build_releases.py 2026-11-25 > hublint/data/releases.tsv

pip lists what one interpreter and platform could install, so TensorFlow, whose wheels are bound
to both, is asked for every Python that ever had wheels of it.
"""

from __future__ import annotations

import re
import subprocess
import sys

from packaging.version import Version

DISTRIBUTIONS = {
    "tensorflow": "tensorflow",
    "tensorflow_hub": "tensorflow-hub",
    "keras": "keras",
    "tf_keras": "tf-keras",
    "tensorflow_text": "tensorflow-text",
    "setuptools": "setuptools",
    "protobuf": "protobuf",
}
PYTHONS = ("2.7", *(f"3.{minor}" for minor in range(5, 15)))
PLATFORMS = (
    "manylinux1_x86_64",
    "manylinux2010_x86_64",
    "manylinux2014_x86_64",
    "manylinux_2_27_x86_64",
    "macosx_10_11_x86_64",
    "macosx_10_14_x86_64",
    "macosx_12_0_arm64",
    "any",
)
# By hand: the minor versions of Python that TF Hub code can still meet.
PYTHON_RELEASES = tuple(f"3.{minor}" for minor in range(6, 15))


def listed(distribution: str, options: tuple[str, ...]) -> set[str]:
    """The final releases that pip lists for a distribution; empty where it lists none."""
    command = (sys.executable, "-m", "pip", "index", "versions", distribution, *options)
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"^Available versions: (.+)$", answer.stdout, re.MULTILINE)
    return set(found[1].split(", ")) if found else set()


def releases(distribution: str) -> list[str]:
    """Every final release of a distribution, oldest first."""
    found = listed(distribution, ("--ignore-requires-python",))
    platforms = tuple(f"--platform={platform}" for platform in PLATFORMS)
    for python in PYTHONS:
        asked = ("--only-binary=:all:", f"--python-version={python}", *platforms)
        abis = ("--implementation=cp", "--abi=cp27mu", "--abi=cp27m", "--abi=none")
        found |= listed(distribution, asked + (abis if python == "2.7" else ()))
    return sorted(found, key=Version)


def main(date: str) -> None:
    """Print the table; `date` is the day on which the index was read."""
    print(f"# Final releases, oldest first, as pip listed them on {date}; Python's by hand.")
    print("# Built by tests/data/build_releases.py.")
    print("library\trelease")
    for library, distribution in DISTRIBUTIONS.items():
        for release in releases(distribution):
            print(f"{library}\t{release}")
    for release in PYTHON_RELEASES:
        print(f"python\t{release}")


if __name__ == "__main__":
    main(sys.argv[1])
