"""Which versions of the libraries does this code run with?

A target beats all. Then what the code itself installs, then the environment that the user names,
then lock files, then the pins of the nearest dependency files, which an environment narrows. What
has no upper bound is the newest release that pip would choose, assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from hublint.facts.versions.relations import implied, relations
from hublint.facts.versions.releases import admitted, is_open, known_releases, newest_of, verdict
from hublint.facts.versions.requirements import INSTALLED, Requirement, described
from hublint.facts.versions.shortest_range import shortest
from hublint.model import Certainty, Evidence, Fact, VersionRange
from hublint.vocabulary import FACTS

LIBRARIES = tuple(name for name, word in FACTS.items() if word.kind == "version")

NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class _Stated:
    """What is said of one library: all releases that are meant, and whether newer ones are too.

    `specifier` is what all of it comes to together, None where it contradicts itself; `bounded`
    is whether what code shows leaves fewer releases than the pins do.
    """

    fact: Fact
    open: bool = False
    specifier: str | None = None
    bounded: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """The releases of a library with which code can run at all, and what shows it."""

    library: str
    specifier: str
    shown: Evidence


def version_facts(
    requirements: Sequence[Requirement], targets: Mapping[str, str], bounds: Sequence[Bound] = ()
) -> dict[str, Fact]:
    """Give a fact of a VersionRange for every library of the vocabulary.

    `targets` maps the vocabulary's names to a version ("2.15": any 2.15), a range or "newest";
    `bounds` narrow what pins admit, unless they contradict them. Raises ValueError where a target
    is neither.
    """
    stated = _stated(requirements, targets)
    for bound in bounds:
        if bound.library not in targets:
            stated[bound.library] = _bounded(stated.get(bound.library), bound)
    facts = {library: one.fact for library, one in stated.items() if not one.open}
    _add_implied(facts, stated)
    _add_newest(facts, stated, [library for library, one in stated.items() if one.bounded])
    _add_newest(facts, stated, [library for library in stated if library != "python"])
    # The newest Python is nobody's choice: one that TensorFlow has wheels for is assumed.
    facts.setdefault("tensorflow", _newest("tensorflow", None))
    _add_implied(facts, stated, ("python",))
    return {
        library: facts.get(library) or _newest(library, stated.get(library))
        for library in LIBRARIES
    }


def pinned_ranges(
    requirements: Sequence[Requirement], targets: Mapping[str, str]
) -> dict[str, Fact]:
    """Give every release that pins and targets admit, proven, of the libraries they speak of.

    Here `tensorflow>=2.4` is each release from 2.4 on, where version_facts assumes the newest.
    """
    return {library: one.fact for library, one in _stated(requirements, targets).items()}


def ranges_and_implied(
    requirements: Sequence[Requirement], targets: Mapping[str, str]
) -> dict[str, Fact]:
    """Give what pinned_ranges gives, and what that says of the libraries that it leaves open.

    No release is assumed merely because it is the newest.
    """
    stated = _stated(requirements, targets)
    facts = {library: one.fact for library, one in stated.items() if not one.open}
    _add_implied(facts, stated)
    return {library: one.fact for library, one in stated.items()} | facts


def contradicts(
    installed: Requirement, requirements: Sequence[Requirement], targets: Mapping[str, str]
) -> bool:
    """Say whether what is asked for excludes what is installed of a library."""
    library = installed.package
    asked = _stated([one for one in requirements if one.package == library], targets).get(library)
    if asked is None or not isinstance(asked.fact.value, VersionRange):
        return False
    present = admitted(library, installed.specifier)
    return not (present <= asked.fact.value.releases or _admits(asked, present))


def satisfies(range: VersionRange, specifier: str) -> bool | None:
    """Say whether all releases of a range satisfy a specifier, or none, or (None) some.

    Pre-releases count like any other. Raises InvalidSpecifier, a ValueError.
    """
    return verdict(range.releases, specifier)


def is_sure(fact: Fact, specifier: str) -> bool:
    """Say whether a version's satisfying a specifier rests on no assumption.

    The newest release is assumed of `tensorflow>=2.17`; that it has Keras 3 is not.
    """
    if fact.certainty == "proven" or not isinstance(fact.value, VersionRange):
        return fact.certainty == "proven"
    return bool(fact.value.admitted) and verdict(fact.value.admitted, specifier) is True


def _stated(requirements: Sequence[Requirement], targets: Mapping[str, str]) -> dict[str, _Stated]:
    stated: dict[str, _Stated] = {}
    for library in LIBRARIES:
        own = [one for one in requirements if one.package == library]
        if library in targets:
            stated[library] = _target(library, targets[library])
        elif own:
            stated[library] = _deciding(library, own)
    return stated


def _target(library: str, version: str) -> _Stated:
    why = (Evidence(f"the target is {library} {version}"),)
    if version == NEWEST:
        version = f"=={known_releases()[library][-1]}"
    elif version[:1].isdigit():
        version = f"=={version.removesuffix('.*')}.*" if version.count(".") < 2 else f"=={version}"
    releases = admitted(library, version)
    if not releases:
        return _Stated(Fact(None, missing=f"no release of {library} is {version}"))
    return _Stated(Fact(VersionRange(version, releases), why=why))


def _deciding(library: str, own: Sequence[Requirement]) -> _Stated:
    for sources in (("target", "config"), ("code",), ("magic",), ("named",), ("lock",)):
        spoken = [one for one in own if one.source in sources and one.specifier]
        if spoken:
            return _combined(library, spoken)
    installed = [one for one in own if one.source in INSTALLED]
    pins = [one for one in own if one.source not in INSTALLED]
    if not installed or not pins:
        return _combined(library, own)
    return _narrowed(library, _combined(library, pins), _combined(library, installed))


def _combined(library: str, asked: Sequence[Requirement]) -> _Stated:
    """What several requirements mean together: what all admit, else what any of them admits."""
    # One line can stand in several extras: `extras["dev"] = extras["tf"] + extras["test"]`.
    lines = {(one.span, one.specifier): one for one in reversed(asked)}
    why = tuple(described(one) for one in reversed(lines.values()))
    specifiers = list(dict.fromkeys(one.specifier for one in asked if one.specifier))
    together = ",".join(specifiers)
    releases = admitted(library, together)
    if releases:
        value = VersionRange(shortest(together) or "any version", releases)
        return _Stated(Fact(value, why=why), is_open(library, together), together)
    single = [(one, admitted(library, one)) for one in specifiers]
    if len(single) == 1 or not any(releases for _, releases in single):
        reason = f"no release of {library} is {together}"
        return _Stated(Fact(None, why=why, missing=reason))
    return _united(library, single, why)


def _united(
    library: str, single: Sequence[tuple[str, frozenset[str]]], why: tuple[Evidence, ...]
) -> _Stated:
    """What requirements mean that contradict each other: any of them may be the one that holds."""
    certainty: Certainty = "proven"
    meant: set[str] = set()
    for specifier, releases in single:
        if releases and is_open(library, specifier):
            certainty = "assumed"
            releases = frozenset({newest_of(releases)})
        meant |= releases
    text = " or ".join(shortest(specifier) for specifier, _ in single)
    return _Stated(Fact(VersionRange(text, frozenset(meant)), certainty, why))


def _narrowed(library: str, pins: _Stated, installed: _Stated) -> _Stated:
    """An environment that the pins admit is what runs; one that they exclude may be stale."""
    pinned, present = pins.fact.value, installed.fact.value
    why = pins.fact.why + installed.fact.why
    if isinstance(pinned, VersionRange) and isinstance(present, VersionRange):
        within = present.releases <= pinned.releases
        if not within and not _admits(pins, present.releases):
            return _united(library, [(one.text, one.releases) for one in (pinned, present)], why)
    return replace(installed, fact=replace(installed.fact, why=why))


def _admits(pins: _Stated, present: frozenset[str]) -> bool:
    return pins.specifier is not None and verdict(present, pins.specifier) is True


def _bounded(one: _Stated | None, bound: Bound) -> _Stated:
    """What is said of a library, and admitted by a bound; unbounded where that is nothing."""
    within = admitted(bound.library, bound.specifier)
    if one is None:
        fact = Fact(VersionRange(bound.specifier, within), why=(bound.shown,))
        return _Stated(fact, True, bound.specifier, bounded=True)
    value = one.fact.value
    left = value.releases & within if isinstance(value, VersionRange) else frozenset()
    if not isinstance(value, VersionRange) or left in (frozenset(), value.releases):
        return one
    text = ",".join(filter(None, (one.specifier, bound.specifier)))
    fact = replace(
        one.fact, value=VersionRange(shortest(text), left), why=(*one.fact.why, bound.shown)
    )
    return replace(one, fact=fact, specifier=text, bounded=True)


def _add_implied(
    facts: dict[str, Fact], stated: Mapping[str, _Stated], of: Collection[str] = LIBRARIES
) -> None:
    """Add what the relations say of such libraries that have no fact yet."""
    for relation in relations():
        known = relation.library in facts or relation.library not in of
        if known or relation.given not in facts:
            continue
        one = stated.get(relation.library)
        fact = implied(relation, facts[relation.given], (one and one.specifier) or "")
        if fact:
            facts[relation.library] = replace(fact, why=(one.fact.why if one else ()) + fact.why)


def _add_newest(
    facts: dict[str, Fact], stated: Mapping[str, _Stated], libraries: Sequence[str]
) -> None:
    """Add the newest of such libraries that have no fact yet, then what it implies of others."""
    for library in libraries:
        if library not in facts:
            facts[library] = _newest(library, stated[library])
    _add_implied(facts, stated)


def _newest(library: str, one: _Stated | None) -> Fact:
    """The newest release of what is said of a library, or of all where nothing is, assumed."""
    if one is None:
        newest = known_releases()[library][-1]
        text = f"nothing pins {library}: the newest release, {newest}, is assumed"
        return _assumed(newest, (Evidence(text),))
    assert isinstance(one.fact.value, VersionRange)
    newest = newest_of(one.fact.value.releases)
    left = "no pin chooses among these" if one.bounded else "that sets no upper bound"
    text = f"{left}: the newest {library}, {newest}, is assumed"
    fact = _assumed(newest, (*one.fact.why, Evidence(text)))
    value = VersionRange(f"=={newest}", frozenset({newest}), one.fact.value.releases)
    return replace(fact, value=value)


def _assumed(release: str, why: tuple[Evidence, ...]) -> Fact:
    return Fact(VersionRange(f"=={release}", frozenset({release})), "assumed", why)
