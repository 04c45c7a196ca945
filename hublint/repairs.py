"""Which repair has a finding? The one that its case names, as far as it holds for this code.

A repair is a module of `hublint.fixes`, found by its name: `fix = "call-signature"` in a rule's
page is `hublint/fixes/call_signature.py`, whose function `fix` takes a ruling and a view of the
project and gives a Fix, or None where it can't be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from hublint.editing.edits import joined
from hublint.model import Edit, Finding, Fix, Safety

if TYPE_CHECKING:
    from hublint.judging.ruling import Ruling
    from hublint.repair.view import View

Repair = Callable[["Ruling", "View"], "Fix | None"]


def repair_named(name: str) -> Repair:
    """The repair of that name. Raises ModuleNotFoundError if there is none."""
    repair: Repair = import_module(f"hublint.fixes.{name.replace('-', '_')}").fix
    return repair


def repaired(rulings: Iterable[Ruling], view: Callable[[], View]) -> Iterator[Finding]:
    """The findings, each with its repair; `view` is asked only if some case names one."""
    written: tuple[Edit, ...] = ()
    edits: tuple[Edit, ...] = ()
    for ruling in rulings:
        names = {case.fix for case in ruling.cases}
        name = names.pop() if len(names) == 1 else None
        is_shown = name is not None and view().shows(ruling.event.span)
        fix = repair_named(name)(ruling, view()) if name and is_shown else None
        if fix is None:
            yield ruling.finding
            continue
        if fix.edits is not written:  # findings may share a repair of the whole file
            written, edits = fix.edits, joined(fix.edits)
        yield replace(ruling.finding, fix=_proven(replace(fix, edits=edits), ruling))


def _proven(fix: Fix, ruling: Ruling) -> Fix:
    """The fix with a safety that the finding bears: what is assumed is not safe.

    What may not happen at all, or rests on a version that nobody pins, is only shown.
    """
    finding = ruling.finding
    safety: Safety = fix.safety
    if finding.assumes or finding.certainty == "possible":
        safety = "display"
    elif finding.certainty == "assumed" and safety == "safe":
        safety = "unsafe"
    return replace(fix, safety=safety)
