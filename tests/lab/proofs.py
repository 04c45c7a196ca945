"""Which executed outcomes stand behind the rules? Writes what the pages' proofs name.

A page names scenarios by the part of their ids before the first point ("C19"), or by a pattern
("K.seq_*"). `hublint/data/executed.tsv` holds a line for each of their programs and outcomes,
with the releases (TensorFlow/tensorflow_hub) that gave it, for hublint to print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from tests.lab import environments, outcomes
from tests.lab.environments import Environment
from tests.lab.outcomes import Outcome

DATA = Path(__file__).parents[2] / "hublint" / "data" / "executed.tsv"
HEAD = "program\toutcome\texception\tmessage\treleases"


def named(severity: str = "") -> dict[str, set[str]]:
    """What the pages name as proof, each with the codes of the rules that do.

    With a severity, only what their cases of that level name.
    """
    from hublint.judging.rulebook import load_rulebook

    names: dict[str, set[str]] = defaultdict(set)
    for rule in load_rulebook().rules:
        for case in rule.cases:
            for proof in case.proof if severity in ("", case.severity) else ():
                names[proof].add(rule.code)
    return names


def backed(program: str, names: Mapping[str, set[str]]) -> set[str]:
    """The codes of the rules that name a program as proof."""
    return {code for name, codes in names.items() if proves(name, program) for code in codes}


def proves(name: str, program: str) -> bool:
    """Whether a program is one of the scenario, or of the pattern, that a page names."""
    scenario = program.partition("@")[0]
    return scenario.partition(".")[0] == name or fnmatchcase(scenario, name)


def lines(rows: Iterable[Outcome], names: Iterable[str]) -> list[str]:
    """The lines of the data file: equal outcomes of a program told once, with their releases."""
    worlds = environments.load()
    wanted = tuple(names)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        if any(proves(name, row.program) for name in wanted):
            what = (row.program, row.outcome, row.exception, row.message)
            groups[what].append(releases(worlds[row.environment]))
    return ["\t".join((*what, " ".join(of))) for what, of in sorted(groups.items())]


def releases(environment: Environment) -> str:
    """An environment's TensorFlow and tensorflow_hub, as 2.15.1/0.16.1, and what else matters."""
    pinned = environment.versions
    return f"{pinned['tensorflow']}/{pinned['tensorflow-hub']}{environment.beside}"


def write(path: Path = DATA) -> None:
    """Write the data file."""
    body = lines(outcomes.read(), named())
    path.write_text("\n".join([HEAD, *body]) + "\n", encoding="utf-8")
