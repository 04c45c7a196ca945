"""What does one library's version say of another that nothing pins? See data/relations.tsv."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from hublint.facts.versions.releases import (
    admitted,
    known_releases,
    minor_versions,
    newest_of,
    verdict,
)
from hublint.facts.versions.shortest_range import shortest
from hublint.model import Certainty, Evidence, Fact, VersionRange
from hublint.tables import DATA, table_rows


@dataclass(frozen=True, slots=True)
class Relation:
    """Where `given` is within `range`, `library` is within `implies`, because of `reason`.

    `takes` says which of those releases: all of them, proven; any of them, assumed; the newest,
    assumed; or none, where no release fits.
    """

    given: str
    range: str
    library: str
    implies: str
    takes: str
    reason: str
    source: str


@cache
def relations() -> tuple[Relation, ...]:
    """Give the table, in its order: the first relation that fits speaks."""
    return tuple(Relation(*row) for row in table_rows(DATA / "relations.tsv"))


def implied(relation: Relation, given: Fact, asked: str) -> Fact | None:
    """Give what a relation says of its library, which is asked for with specifier `asked`.

    None where the relation does not hold of what is given, or leaves no release of those that
    are asked for.
    """
    if not isinstance(given.value, VersionRange):
        return None
    if not verdict(given.value.releases, relation.range):
        return None
    if relation.takes == "none":
        return None if asked else Fact(None, missing=relation.reason, why=given.why)
    ranges = _ranges(relation, given.value.releases)
    texts = [shortest(",".join(filter(None, (asked, one)))) for one in ranges]
    known = set(known_releases()[relation.library])
    releases = frozenset().union(*(admitted(relation.library, text) for text in texts)) & known
    if not releases:
        return None
    certainty = given.certainty if relation.takes == "all" else "assumed"
    value = VersionRange(" or ".join(texts), releases)
    if relation.takes == "newest":
        newest = newest_of(releases)
        value = VersionRange(f"=={newest}", frozenset({newest}))
    return Fact(value, certainty, (*given.why, _evidence(relation, value, certainty)))


def _ranges(relation: Relation, given: Collection[str]) -> list[str]:
    if "{minor}" not in relation.implies:
        return [relation.implies]
    return [relation.implies.replace("{minor}", minor) for minor in minor_versions(given)]


def _evidence(relation: Relation, value: VersionRange, certainty: Certainty) -> Evidence:
    assumed = " is assumed" if certainty == "assumed" else ""
    return Evidence(f"{relation.reason}: {relation.library}{value.text}{assumed}")
