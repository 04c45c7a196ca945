"""Does hublint still say of public repositories what people have reviewed?

    python -m tests.ecosystem CHECKOUTS

lints the checkouts that a folder holds and compares with `repositories.toml`. A checkout is a
folder `owner+name`, or `owner+name@1234567` with the beginning of its commit; what the folder
lacks is passed over, and so is another commit than the table's. The table says for each
repository how many files and hub calls there are and how many are decided, and for every finding
whether it is true for that code's own runtime, and why; for every call that nothing decides, why,
and whether its handle is written anywhere in the repository; and why some calls that stand in the
text are not reported. The code of the repositories is no part of this project: clone it from
github.com.

The end tells how many calls are decided: of all, and of those whose handle is written. The exit
code is 1 where something differs from the table, or where fewer are decided than is asked for.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.ecosystem.census import calls_in
from tests.ecosystem.table import Place, Repository, read_table

# How many of all calls have to be decided, and of those whose handle is written: in percent.
OF_ALL = 80
OF_WRITTEN = 95


def main(arguments: Sequence[str] | None = None) -> int:
    """Lints the checkouts of a folder; gives the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.ecosystem",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("checkouts", type=Path, nargs="+", metavar="CHECKOUTS")
    options = parser.parse_args(arguments)
    differ = False
    looked_at: list[Repository] = []
    for repository in read_table():
        checkout = _checkout(repository, options.checkouts)
        if checkout is None:
            print(f"{repository.name}: no checkout of {repository.commit[:7]}, passed over")
            continue
        differences = tuple(_differences(repository, checkout))
        differ = differ or bool(differences)
        looked_at.append(repository)
        print(_line(repository), *differences, sep="\n  ")
    return 1 if differ or not _tell(looked_at) else 0


def _checkout(repository: Repository, folders: Sequence[Path]) -> Path | None:
    flat = repository.name.replace("/", "+")
    for folder in folders:
        for name in (f"{flat}@{repository.commit[:7]}", flat):
            if (folder / name).is_dir() and _commit(folder / name) == repository.commit:
                return folder / name
    return None


def _commit(checkout: Path) -> str:
    command = ["git", "-C", str(checkout), "rev-parse", "HEAD"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.stdout.strip()


def lint(checkout: Path) -> Mapping[str, Any]:
    """What hublint says of a checkout, as its JSON. Raises ValueError where it says nothing."""
    command = [sys.executable, "-m", "hublint", "--no-cache", "--python", "none"]
    command += ["--output-format", "json", "."]
    ran = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    report: Mapping[str, Any] = json.loads(ran.stdout)
    return report


def _differences(repository: Repository, checkout: Path) -> Iterator[str]:
    report = lint(checkout)
    summary = report["summary"]
    for name in ("files", "calls", "decided"):
        if summary[name] != getattr(repository, name):
            yield f"{name}: {summary[name]}, and the table says {getattr(repository, name)}"
    found = {(one["code"], _place(one)) for one in report["findings"]}
    yield from _told("a finding that nobody has reviewed", found - repository.findings.keys())
    yield from _told("a finding that is gone", repository.findings.keys() - found)
    left = {_place(one): one for one in report["calls"] if one["verdict"] == "undecided"}
    yield from _told("a call that is undecided now", left.keys() - repository.open_places)
    yield from _told("a call that is decided now", repository.open_places - left.keys())
    reported = {_place(one) for one in report["calls"]}
    silent = calls_in(checkout) - reported - repository.unreported_places
    yield from _told("a call in the text that is not reported", silent)


def _place(one: Mapping[str, Any]) -> Place:
    return Place(one["path"], one["cell"], one["line"])


def _told(what: str, places: Iterator[object] | frozenset[Any] | set[Any]) -> Iterator[str]:
    for one in sorted(places, key=str):
        yield f"{what}: {' '.join(map(str, one)) if not isinstance(one, Place) else one}"


def _line(repository: Repository) -> str:
    codes = ", ".join(f"{code} {count}" for code, count in sorted(repository.codes.items()))
    return (
        f"{repository.name} at {repository.commit[:7]}: {repository.files} files,"
        f" {repository.calls} calls, {repository.decided} decided; {codes or 'no findings'}"
    )


def _tell(looked_at: Sequence[Repository]) -> bool:
    """Prints how many calls are decided; whether they are enough."""
    calls = sum(one.calls for one in looked_at)
    written = sum(one.written for one in looked_at)
    decided = sum(one.decided for one in looked_at)
    if not calls:
        return False
    of_all, of_written = 100 * decided / calls, 100 * decided / written
    print(
        f"{decided} of {calls} calls are decided: {of_all:.1f} % of all ({OF_ALL} are asked for),"
        f" {of_written:.1f} % of those whose handle is written ({OF_WRITTEN})"
    )
    for one in looked_at:
        for row in one.undecided:
            for at in row.places:
                print(f"  undecided: {one.name} {at}: {row.why}")
    return of_all >= OF_ALL and of_written >= OF_WRITTEN


if __name__ == "__main__":
    raise SystemExit(main())
