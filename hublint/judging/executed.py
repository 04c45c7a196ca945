"""What did the real libraries do in the programs that a rule's page names as proof?

The outcomes are those of the lab (tests/lab), carried along in data/executed.tsv.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from hublint.judging.page import Rule
from hublint.tables import DATA, table_rows

# A page names the scenarios that speak for it; what they did most often says enough.
_LINES = 8


def executed(rule: Rule) -> tuple[str, ...]:
    """One line for each outcome, the most frequent first, with the releases it was seen on.

    Releases are written TensorFlow/tensorflow_hub, `+` and `-` say what else was there or lacking.
    Empty for a rule that names no proof.
    """
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for program, outcome, exception, message, releases in table_rows(DATA / "executed.tsv"):
        if any(_is_of(program, proof) for case in rule.cases for proof in case.proof):
            known = found.setdefault((outcome, exception, message), {})
            known.update(dict.fromkeys(releases.split()))
    ranked = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    return tuple(_line(*what, list(where)) for what, where in ranked[:_LINES])


def _is_of(program: str, proof: str) -> bool:
    """Whether a program is of the scenario or the pattern of scenarios that a page names."""
    scenario = program.partition("@")[0]
    return fnmatchcase(scenario, proof) or scenario.partition(".")[0] == proof


def _line(outcome: str, exception: str, message: str, releases: list[str]) -> str:
    what = f"raises {exception}: {message}" if outcome == "raises" else outcome
    if outcome not in ("raises", "runs") and message:
        what = f"{outcome}: {message}"
    return f"{what} (TF/hub {', '.join(sorted(releases, key=_by_number))})"


def _by_number(release: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", release)]
