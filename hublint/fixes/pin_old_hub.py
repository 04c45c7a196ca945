"""Pin the last releases that have the APIs of TF1: shown where they are required, never applied."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hublint.facts.versions.running import satisfies
from hublint.judging.ruling import Ruling
from hublint.model import Edit, Evidence, Fact, Fix, VersionRange
from hublint.repair.view import View

# What has the API, and what still runs with it.
_PINS = {"tensorflow_hub": "<0.16", "tensorflow": "<2.16"}

_REQUIRED = re.compile(r" pins (?P<name>[\w.-]+(?:\[[\w, .-]*\])?)[^;]*$")


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes another range behind each name that is required in view of what is too new."""
    edits = [
        edit
        for library, pin in _PINS.items()
        for fact in dict.fromkeys(row[library] for row in ruling.rows if library in row)
        if _is_too_new(fact, pin)
        for edit in _edits(fact.why, pin)
    ]
    title = "pin tensorflow_hub<0.16 and tensorflow<2.16"
    return Fix(title, "display", tuple(dict.fromkeys(edits))) if edits else None


def _is_too_new(fact: Fact, pin: str) -> bool:
    return isinstance(fact.value, VersionRange) and not satisfies(fact.value, pin)


def _edits(why: Iterable[Evidence], pin: str) -> Iterable[Edit]:
    for shown in why:
        required = _REQUIRED.search(shown.text)
        # A lock file is written by its tool, from what another file requires.
        if required is not None and shown.span is not None and "lock" not in shown.span.path:
            yield Edit(shown.span, f"{required['name']}{pin}")
