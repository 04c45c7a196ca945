"""Which versions of the libraries does code with these requirements run with?"""

from __future__ import annotations

import subprocess
import sys

import pytest

from hublint.facts.versions.releases import known_releases
from hublint.facts.versions.requirements import Requirement, Source, parse_requirement
from hublint.facts.versions.running import LIBRARIES, pinned_ranges, satisfies, version_facts
from hublint.model import Fact, Span, VersionRange

NEWEST_TENSORFLOW = known_releases()["tensorflow"][-1]


def pin(text: str, source: Source = "pin", line: int = 1, extra: str | None = None) -> Requirement:
    found = parse_requirement(text, Span("requirements.txt", line, 1, line, 9), source, extra)
    assert found is not None
    return found


def fact_of(library: str, *requirements: Requirement, **targets: str) -> Fact:
    return version_facts(requirements, targets)[library]


def releases(fact: Fact) -> set[str]:
    assert isinstance(fact.value, VersionRange)
    return set(fact.value.releases)


def every(library: str, prefix: str) -> set[str]:
    return {release for release in known_releases()[library] if release.startswith(prefix)}


# Every form of a pin that public TF Hub code was seen with, and what it proves.
PROVEN = {
    "==1.15.2": {"1.15.2"},
    "==1.15": {"1.15.0"},
    "==1.15.*": every("tensorflow", "1.15."),
    "~=2.1.0": every("tensorflow", "2.1."),
    "~=1.15.0": every("tensorflow", "1.15."),
    ">=1.15,<2": every("tensorflow", "1.15."),
    ">=2.14,<2.16.0": every("tensorflow", "2.14.") | every("tensorflow", "2.15."),
    "<1.1": {"0.12.0", "0.12.1", "1.0.0", "1.0.1"},
    "==2.0.0b1": {"2.0.0b1"},
    "==2.18.1": {"2.18.1"},
    "==1.12.0": {"1.12.0"},
    "==2.999": {"2.999"},
    "==2.999.*": {"2.999"},
    f"=={NEWEST_TENSORFLOW}": {NEWEST_TENSORFLOW},
    "!=2.15.0,>=2.15,<2.16": {"2.15.0.post1", "2.15.1"},
}


@pytest.mark.parametrize(("specifier", "expected"), PROVEN.items(), ids=PROVEN)
def test_a_pin_with_an_upper_bound_is_proven(specifier: str, expected: set[str]) -> None:
    fact = fact_of("tensorflow", pin(f"tensorflow{specifier}"))
    assert releases(fact) == expected
    assert fact.certainty == "proven"
    assert [one.span for one in fact.why] == [Span("requirements.txt", 1, 1, 1, 9)]


OPEN = ["", ">=1.11.0", ">=1.14", ">=2.4.0,<3.0.0", ">=1.13.0.dev20190221", "~=2.4", "!=2.15.0"]


@pytest.mark.parametrize("specifier", OPEN, ids=lambda one: one or "no version at all")
def test_an_open_upper_bound_means_the_newest_assumed(specifier: str) -> None:
    fact = fact_of("tensorflow", pin(f"tensorflow{specifier}"))
    assert releases(fact) == {NEWEST_TENSORFLOW}
    assert fact.certainty == "assumed"
    assert fact.why[-1].text.endswith(f"the newest tensorflow, {NEWEST_TENSORFLOW}, is assumed")


def test_a_lower_bound_that_no_known_release_meets_stands_for_itself() -> None:
    fact = fact_of("tensorflow", pin("tensorflow>=2.999"))
    assert releases(fact) == {"2.999"}
    assert fact.certainty == "assumed"


def test_nothing_at_all_means_the_newest_of_each_library_assumed() -> None:
    facts = version_facts((), {})
    assert list(facts) == list(LIBRARIES)
    assert {fact.certainty for fact in facts.values()} == {"assumed"}
    wheels = facts.pop("python")  # which no index chooses
    assert releases(wheels) == {"3.10", "3.11", "3.12", "3.13"}
    for library, fact in facts.items():
        assert releases(fact) == {known_releases()[library][-1]}
    newest = known_releases()["tensorflow_hub"][-1]
    (why,) = facts["tensorflow_hub"].why
    assert why.text == f"nothing pins tensorflow_hub: the newest release, {newest}, is assumed"
    assert why.span is None


SEVERAL = {
    "bounds that meet": (
        ["tensorflow>=1.15", "tensorflow<2"],
        every("tensorflow", "1.15."),
        "proven",
    ),
    "a constraint beside no version": (["tensorflow", "tensorflow==2.4.1"], {"2.4.1"}, "proven"),
    "the same pin of two distributions": (
        ["tensorflow==1.14", "tensorflow-gpu==1.14"],
        {"1.14.0"},
        "proven",
    ),
    "two pins that contradict": (
        ["tensorflow==1.15.2", "tensorflow==2.1.0"],
        {"1.15.2", "2.1.0"},
        "proven",
    ),
    "a pin and an open bound that contradict": (
        ["tensorflow==1.15.2", "tensorflow>=2"],
        {"1.15.2", NEWEST_TENSORFLOW},
        "assumed",
    ),
    "a range with a gap": (
        ["tensorflow>=2.15", "tensorflow<2.16"],
        every("tensorflow", "2.15"),
        "proven",
    ),
}


@pytest.mark.parametrize(("texts", "expected", "certainty"), SEVERAL.values(), ids=SEVERAL)
def test_several_pins_hold_together_or_either(
    texts: list[str], expected: set[str], certainty: str
) -> None:
    fact = fact_of("tensorflow", *(pin(text, line=n) for n, text in enumerate(texts, start=1)))
    assert releases(fact) == expected
    assert fact.certainty == certainty
    assert [one.span.line for one in fact.why[:2] if one.span] == [1, 2]


def test_bounds_of_several_lines_are_told_once_and_each_line_for_itself() -> None:
    texts = ["tensorflow-hub>=0.7.0,<1.0.0", "tensorflow-hub<0.16", "tensorflow-hub>=0.7"]
    fact = fact_of("tensorflow_hub", *(pin(text, line=n) for n, text in enumerate(texts, start=1)))
    assert isinstance(fact.value, VersionRange)
    assert fact.value.text == ">=0.7,<0.16"
    assert [one.text.rpartition(" ")[2] for one in fact.why] == texts


def test_what_no_release_satisfies_is_unknown_and_says_so() -> None:
    fact = fact_of("tensorflow", pin("tensorflow>2.15,<2.14"))
    assert fact.value is None
    assert fact.missing == "no release of tensorflow is >2.15,<2.14"


def test_an_extra_is_named_in_the_evidence() -> None:
    fact = fact_of("tensorflow", pin("tensorflow==1.14", extra="tf"))
    assert [one.text for one in fact.why] == [
        "requirements.txt pins tensorflow==1.14 (optional: tf)"
    ]


def test_a_line_that_stands_in_several_extras_is_told_once() -> None:
    pins = [pin("tensorflow==1.14", extra=extra) for extra in ("tf", "dev")]
    fact = fact_of("tensorflow", *pins, pin("tensorflow==1.14", line=2))
    assert [one.text for one in fact.why] == [
        "requirements.txt pins tensorflow==1.14 (optional: tf)",
        "requirements.txt pins tensorflow==1.14",
    ]


PRIORITY: dict[str, tuple[list[tuple[str, Source]], set[str]]] = {
    "a lock file beats pins": (
        [("tensorflow>=2", "pin"), ("tensorflow==2.4.4", "lock")],
        {"2.4.4"},
    ),
    "a lock file beats a pin that excludes it": (
        [("tensorflow==2.1.0", "pin"), ("tensorflow==2.4.4", "lock")],
        {"2.4.4"},
    ),
    "a lock file with two forks means either": (
        [("tensorflow==2.4.4", "lock"), ("tensorflow==2.15.1", "lock")],
        {"2.4.4", "2.15.1"},
    ),
    "a lock file beats an environment": (
        [("tensorflow==2.4.4", "lock"), ("tensorflow==2.15.1", "installed")],
        {"2.4.4"},
    ),
    "an environment narrows pins": (
        [("tensorflow>=2", "pin"), ("tensorflow==2.4.4", "installed")],
        {"2.4.4"},
    ),
    "an environment narrows pins that contradict each other": (
        [
            ("tensorflow==1.15.2", "pin"),
            ("tensorflow==2.4.4", "pin"),
            ("tensorflow==2.4.4", "installed"),
        ],
        {"2.4.4"},
    ),
    "an environment with a nightly narrows an open pin": (
        [("tf-nightly>=2", "pin"), ("tf-nightly==2.5.0.dev20210101", "installed")],
        {"2.5.0.dev20210101"},
    ),
    "an environment that the pins exclude may be stale": (
        [("tensorflow==1.15.2", "pin"), ("tensorflow==2.4.4", "installed")],
        {"1.15.2", "2.4.4"},
    ),
    "an environment without pins decides": ([("tensorflow==2.4.4", "installed")], {"2.4.4"}),
    "pip in the code beats files": (
        [("tensorflow==2.4.4", "lock"), ("tensorflow==1.15.2", "code")],
        {"1.15.2"},
    ),
    "pip in the code without a version leaves files alone": (
        [("tensorflow==2.4.4", "pin"), ("tensorflow", "code")],
        {"2.4.4"},
    ),
    "the configuration beats pip in the code": (
        [("tensorflow==1.15.2", "code"), ("tensorflow==2.15.1", "config")],
        {"2.15.1"},
    ),
}


@pytest.mark.parametrize(("given", "expected"), PRIORITY.values(), ids=PRIORITY)
def test_who_decides(given: list[tuple[str, Source]], expected: set[str]) -> None:
    fact = fact_of("tensorflow", *(pin(text, source) for text, source in given))
    assert releases(fact) == expected
    assert fact.certainty == "proven"


TARGETS = {
    "a minor version": ("2.15", {"2.15.0", "2.15.0.post1", "2.15.1"}),
    "a release": ("2.15.1", {"2.15.1"}),
    "a major version": ("1", every("tensorflow", "1.")),
    "a range": (">=2.14,<2.15", every("tensorflow", "2.14.")),
    "an open range": (">=2.20", every("tensorflow", "2.20.") | every("tensorflow", "2.21.")),
    "a version still to come": ("2.999", {"2.999"}),
    "the newest": ("newest", {NEWEST_TENSORFLOW}),
}


@pytest.mark.parametrize(("target", "expected"), TARGETS.values(), ids=TARGETS)
def test_a_target_beats_everything_and_is_proven(target: str, expected: set[str]) -> None:
    fact = fact_of("tensorflow", pin("tensorflow==1.15.2", "lock"), tensorflow=target)
    assert releases(fact) == expected
    assert fact.certainty == "proven"
    assert [one.text for one in fact.why] == [f"the target is tensorflow {target}"]


def test_a_target_that_is_no_version_is_an_error() -> None:
    with pytest.raises(ValueError, match="latest"):
        version_facts((), {"tensorflow": "latest"})


PYTHONS = {
    ">=3.8.1,<3.10": {"3.8", "3.9"},
    "==3.7.*": {"3.7"},
    "<3.8,>=3.6": {"3.6", "3.7"},
    "==3.8.10": {"3.8.10"},
    "==2.7.*": {"2.7"},
}


@pytest.mark.parametrize(("specifier", "expected"), PYTHONS.items(), ids=PYTHONS)
def test_a_minor_version_of_python_stands_for_its_patches(
    specifier: str, expected: set[str]
) -> None:
    assert releases(fact_of("python", pin(f"python{specifier}"))) == expected


def test_pinned_ranges_tell_all_that_an_open_bound_admits() -> None:
    ranges = pinned_ranges((pin("tensorflow>=2.4"),), {"python": "3.11"})
    assert list(ranges) == ["tensorflow", "python"]
    assert satisfies(_range(ranges["tensorflow"]), ">=2.4") is True
    assert {"2.4.0", NEWEST_TENSORFLOW} <= releases(ranges["tensorflow"])
    assert ranges["tensorflow"].certainty == "proven"


SATISFIES = {
    "all of them": ({"2.15.0", "2.15.1"}, ">=2.15", True),
    "none of them": ({"2.15.0", "2.15.1"}, "<2.15", False),
    "one of them": ({"2.15.0", "2.16.1"}, ">=2.16", None),
    "a pre-release": ({"2.0.0b1"}, "<2", False),
    "a development release above the bound": ({"2.5.0.dev1"}, ">=2.4", True),
    "a minor version of Python": ({"3.7"}, "<3.8", True),
}


@pytest.mark.parametrize(("given", "specifier", "truth"), SATISFIES.values(), ids=SATISFIES)
def test_a_range_satisfies_a_specifier(given: set[str], specifier: str, truth: bool | None) -> None:
    assert satisfies(VersionRange("", frozenset(given)), specifier) is truth


def test_a_malformed_specifier_is_an_error() -> None:
    with pytest.raises(ValueError, match="newest"):
        satisfies(VersionRange("", frozenset({"2.15.0"})), "newest")


def test_the_table_of_releases_is_in_order_and_has_no_pre_release() -> None:
    from packaging.version import Version

    assert set(known_releases()) == set(LIBRARIES)
    for found in known_releases().values():
        versions = [Version(release) for release in found]
        assert versions == sorted(set(versions))
        assert not any(version.is_prerelease for version in versions)


def test_the_modules_cost_nothing_until_they_are_asked() -> None:
    program = "import hublint.facts.versions.running, sys; print('packaging' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def _range(fact: Fact) -> VersionRange:
    assert isinstance(fact.value, VersionRange)
    return fact.value
