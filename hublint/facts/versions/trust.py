"""How far is an environment believed, beside what the project and the user ask for?

An environment is one thing. Where it has a version that somebody excludes, it is not, or not yet,
the one that is meant: then nothing is taken from it that nobody else speaks of, and nothing at all
if it is only the active one, which may belong to anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hublint.facts.versions.requirements import INSTALLED, Requirement, Source
from hublint.facts.versions.running import contradicts

# What counts beside each kind of environment. Who names one, means it whatever the files ask for.
_BESIDE_NAMED: tuple[Source, ...] = ("code", "magic", "target", "config")


def trusted(
    requirements: Sequence[Requirement], targets: Mapping[str, str]
) -> tuple[Requirement, ...]:
    """Give the requirements without what an environment is not believed."""
    present = [one for one in requirements if one.source in INSTALLED]
    asked = [one for one in requirements if one.source not in INSTALLED]
    if any(one.source == "named" for one in present):
        beside = [one for one in asked if one.source in _BESIDE_NAMED]
    else:
        beside = asked
    if not any(contradicts(one, beside, targets) for one in present):
        return tuple(requirements)
    spoken = {one.package for one in beside}
    kept = (one for one in present if one.package in spoken and one.source != "active")
    return (*asked, *kept)
