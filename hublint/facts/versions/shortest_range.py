"""How is a range of versions told in the fewest words? Without the bounds that others imply.

Only bounds that name final releases are compared: what others admit follows rules of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.specifiers import Specifier

# The numbers of a release, without trailing zeros: 2.0 is 2.
Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The releases that one bound admits, or `excludes`; an open end stays outside of it."""

    low: Numbers = ()
    high: Numbers = (inf,)
    open_low: bool = False
    open_high: bool = False
    excludes: bool = False

    def implies(self, other: _Stretch) -> bool:
        """Whether all that this bound admits is admitted by the other."""
        if self.excludes:
            return other.excludes and other.is_within(self)
        return self.is_apart_from(other) if other.excludes else self.is_within(other)

    def is_within(self, other: _Stretch) -> bool:
        """Whether no release is in this stretch that is not in the other."""
        begins = (self.low, self.open_low) >= (other.low, other.open_low)
        return begins and (self.high, not self.open_high) <= (other.high, not other.open_high)

    def is_apart_from(self, other: _Stretch) -> bool:
        """Whether no release is in both."""
        return _ends_before(self, other) or _ends_before(other, self)


@lru_cache(maxsize=1024)
def shortest(specifier: str) -> str:
    """Write a PEP 440 specifier, lower bounds first, without the parts that others imply.

    `>=0.16.1,<1.0.0,>=0.16` is `>=0.16.1,<1.0.0`. Raises InvalidSpecifier, a ValueError.
    """
    from packaging.specifiers import Specifier

    parts = filter(None, map(str.strip, specifier.split(",")))
    ordered = sorted(map(Specifier, parts), key=lower_bounds_first)
    # Of bounds that say the same, the shortest is told.
    ranked = sorted(((_stretch(one), str(one)) for one in ordered), key=lambda one: len(one[1]))
    kept: list[tuple[_Stretch | None, str]] = []
    for stretch, text in ranked:
        if not any(_stands_for(one, stretch) for one, _ in kept):
            kept = [one for one in kept if not _stands_for(stretch, one[0])]
            kept.append((stretch, text))
    told = {text for _, text in kept}
    return ",".join(text for text in dict.fromkeys(map(str, ordered)) if text in told)


def lower_bounds_first(one: Specifier) -> tuple[bool, str]:
    """The key that puts the parts of a specifier in order; packaging before 26 has none."""
    return one.operator.startswith(("<", "!")), str(one)


def _stands_for(one: _Stretch | None, other: _Stretch | None) -> bool:
    return one is not None and other is not None and one.implies(other)


def _stretch(one: Specifier) -> _Stretch | None:
    """What a bound admits, None where it names no final release."""
    from packaging.version import Version

    if one.operator == "===":
        return None
    version = Version(one.version.removesuffix(".*"))
    if version.is_prerelease or version.is_postrelease or version.local or version.epoch:
        return None
    at, is_prefix = _numbers(version.release), one.version.endswith(".*")
    behind = _behind(version.release if is_prefix else version.release[:-1])
    exactly = _Stretch(at, behind, open_high=True) if is_prefix else _Stretch(at, at)
    return {
        ">=": _Stretch(low=at),
        ">": _Stretch(low=at, open_low=True),
        "<=": _Stretch(high=at),
        "<": _Stretch(high=at, open_high=True),
        "~=": _Stretch(at, behind, open_high=True),
        "==": exactly,
        "!=": _Stretch(exactly.low, exactly.high, open_high=is_prefix, excludes=True),
    }[one.operator]


def _numbers(release: tuple[int, ...]) -> Numbers:
    while release and release[-1] == 0:
        release = release[:-1]
    return release


def _behind(release: tuple[int, ...]) -> Numbers:
    """The first release behind all that begin so: behind 2.15 comes 2.16."""
    return (*release[:-1], release[-1] + 1) if release else (inf,)


def _ends_before(one: _Stretch, other: _Stretch) -> bool:
    touches = one.high == other.low and (one.open_high or other.open_low)
    return one.high < other.low or touches
