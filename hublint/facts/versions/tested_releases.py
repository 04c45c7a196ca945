"""Which versions does code run with in the branch of a test of a version?

Where the test leaves fewer releases than the pins do, these are what the branch runs with, and
what they imply of the other libraries holds there too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.project.modules import Module
from hublint.facts.values import version_tests
from hublint.facts.values.guards import Guard
from hublint.facts.versions.runtime import Surroundings
from hublint.model import Evidence, Fact, VersionRange

if TYPE_CHECKING:
    from hublint.facts.versions.requirements import Requirement

Asked = Callable[[Module], tuple[Sequence["Requirement"], Mapping[str, str]]]


class TestedReleases:
    """The releases that a project's modules may run with, and what tests leave of them."""

    def __init__(self, asked: Asked) -> None:
        """`asked` gives what pins and targets ask for around a module."""
        self._asked = asked
        self._releases: dict[tuple[str, Module], frozenset[str]] = {}
        self._versions: dict[tuple[str, Module, frozenset[str]], Mapping[str, Fact]] = {}

    def releases(self, library: str, module: Module) -> frozenset[str]:
        """Every release of a library that a module may run with, as far as anything says."""
        known = self._releases.get((library, module))
        if known is None:
            known = self._releases[library, module] = self._admitted(library, module)
        return known

    def left(
        self,
        around: Surroundings,
        module: Module,
        guard: Guard,
        shown: Callable[[Hashable], Evidence | None],
    ) -> Surroundings:
        """The surroundings of a module where the tests on the way have gone as the guard says.

        `shown` gives the place of a test, by its choice.
        """
        for library in dict.fromkeys(one for one, _, _ in version_tests.tests(guard)):
            releases = version_tests.left(guard, library, self.releases(library, module))
            before = around.versions[library].value
            if releases and not (isinstance(before, VersionRange) and before.releases <= releases):
                why = _evidence(guard, library, shown)
                around = self._narrowed(around, module, library, releases, why)
        return around

    def any_release(self, around: Surroundings, library: str) -> Surroundings:
        """The surroundings where a version was tested in a way that can't be followed."""
        from hublint.facts.versions.releases import known_releases

        every = VersionRange("any", frozenset(known_releases()[library]))
        missing = f"a test of the version of {library} can't be followed"
        return replace(around, versions={**around.versions, library: Fact(every, missing=missing)})

    def _admitted(self, library: str, module: Module) -> frozenset[str]:
        from hublint.facts.versions.releases import known_releases
        from hublint.facts.versions.running import pinned_ranges

        pinned = pinned_ranges(*self._asked(module)).get(library)
        if pinned is not None and isinstance(pinned.value, VersionRange):
            return pinned.value.releases
        return frozenset(known_releases()[library])

    def _narrowed(
        self,
        around: Surroundings,
        module: Module,
        library: str,
        releases: frozenset[str],
        why: tuple[Evidence, ...],
    ) -> Surroundings:
        from packaging.version import Version

        ordered = sorted(releases, key=Version)
        text = f">={ordered[0]},<={ordered[-1]}"
        key = (library, module, releases)
        if key not in self._versions:
            from hublint.facts.versions.running import version_facts

            required, targets = self._asked(module)
            versions = version_facts(required, {**targets, library: text})
            newest = max(self.releases(library, module), key=Version)
            self._versions[key] = versions if newest in releases else _without_newest(versions)
        own = Fact(VersionRange(text, releases), "proven", why)
        return replace(around, versions={**self._versions[key], library: own})


def _without_newest(versions: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """A branch for old releases has old company: the newest of the others is not assumed there."""
    reason = "nothing pins it, and this branch is not for the newest releases"
    return {
        name: Fact(None, missing=reason) if fact.certainty == "assumed" else fact
        for name, fact in versions.items()
    }


def _evidence(
    guard: Guard, library: str, shown: Callable[[Hashable], Evidence | None]
) -> tuple[Evidence, ...]:
    found = (
        shown(("releases", tested, passed))
        for tested, passed, _ in version_tests.tests(guard)
        if tested == library
    )
    return tuple(one for one in found if one is not None)
