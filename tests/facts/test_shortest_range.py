"""Which bounds of a range are told, and which go without saying?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from hublint.facts.versions.shortest_range import shortest

RANGES = {
    "a lower bound that a higher one implies": (">=0.16.1,<1.0.0,>=0.16", ">=0.16.1,<1.0.0"),
    "an upper bound that a lower one implies": ("<2.16,>=2,<3", ">=2,<2.16"),
    "two ways to write one bound": (">=2.15.0,>=2.15", ">=2.15"),
    "the same bound twice": ("<2,<2", "<2"),
    "a bound beside the release that is pinned": ("==2.15.1,>=2,<2.16", "==2.15.1"),
    "a release that its prefix is told beside": ("==2.15.*,==2.15.1", "==2.15.1"),
    "bounds around a prefix": ("==2.15.*,>=2.4,<3", "==2.15.*"),
    "bounds around a compatible release": ("~=2.15.0,>=2.15,<2.16", "~=2.15.0"),
    "what is left out below the lower bound": (">=2.15,!=2.4.0,!=2.14.*", ">=2.15"),
    "what is left out within": (">=2.15,!=2.15.1", ">=2.15,!=2.15.1"),
    "what is left out with its prefix": ("!=2.15.*,!=2.15.1", "!=2.15.*"),
    "a bound and its own release": (">=2.15,>2.15", ">2.15"),
    "lower bounds come first": ("<2,>=1.15", ">=1.15,<2"),
    "bounds that contradict each other": (">=2.16,<2.15", ">=2.16,<2.15"),
    "a release outside of the bounds": ("==1.15.5,>=2", "==1.15.5,>=2"),
    "a release candidate, which follows rules of its own": (
        ">=2.15.0rc0,>=2.15,>=2.4",
        ">=2.15,>=2.15.0rc0",
    ),
    "any version": ("", ""),
}

MINORS = [f"{major}.{minor}" for major in (1, 2) for minor in range(3)]
RELEASES = [f"{minor}.{patch}" for minor in MINORS for patch in (0, 1)]
NUMBERS = st.sampled_from(["1", "2", *MINORS, *RELEASES])
BOUNDS = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS),
    st.builds("{}{}.*".format, st.sampled_from(["==", "!="]), NUMBERS),
    st.builds("~={}".format, NUMBERS.filter(lambda one: "." in one)),
)


@pytest.mark.parametrize(("given", "told"), RANGES.values(), ids=RANGES)
def test_a_bound_is_told_where_no_other_implies_it(given: str, told: str) -> None:
    assert shortest(given) == told


@given(st.lists(BOUNDS, min_size=1, max_size=4))
def test_the_same_releases_are_meant_and_no_word_more_is_said(bounds: list[str]) -> None:
    written = ",".join(bounds)
    told = shortest(written)
    assert _admitted(told) == _admitted(written)
    assert set(told.split(",")) <= set(bounds)
    assert shortest(told) == told


def test_what_is_no_specifier_is_an_error() -> None:
    with pytest.raises(ValueError, match="newest"):
        shortest("newest")


def _admitted(specifier: str) -> set[Version]:
    wanted = SpecifierSet(specifier)
    return {Version(release) for release in RELEASES if wanted.contains(release)}
