"""How does a finding read? Templates filled from rows of facts, and the paths that are meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter

from hublint.model import Fact, Row, VersionRange
from hublint.vocabulary import FACTS

_READABLE = {
    "tf1-hub": "TF1 Hub format",
    "tf2-savedmodel": "TF2 SavedModel",
    "tf1-savedmodel": "TF1 SavedModel",
    "tf1": "TF1",
    "tf1-compat": "TF1 compat mode",
    "tf2": "TF2",
}
_UNKNOWN = {"handle": "this model", "api": "this API", "format": "a model of unknown format"}
_PATHS_NAMED = 3


def fill(template: str, rows: Sequence[Row]) -> str:
    """Put the values that the rows have into the braces of a message, in readable form."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return template.format(**{name: _values(name, rows) for name in names})


def readable(fact: str, value: object) -> str:
    """Write one value of a fact as people say it."""
    if isinstance(value, VersionRange):
        return value.text.removeprefix("==")
    if isinstance(value, bool):
        return str(value).lower()
    if fact == "api":
        return api_name(str(value))
    return _READABLE.get(str(value), str(value))


def api_name(api: str) -> str:
    """Write an API of the vocabulary as code does: `hub.load`, `tf.saved_model.save`."""
    return api if api.startswith("tf.") else f"hub.{api}"


def paths(fired: Sequence[Row], rows: Sequence[Row], read: Iterable[str]) -> str:
    """Name the paths of the program that are meant, by what tells them from the others.

    `fired` are the rows that are meant, `rows` all of the event, `read` the facts that matter.
    """
    asked = {"handle", *read}
    differing = [fact for fact in FACTS if fact in asked and len(_distinct(fact, rows)) > 1]
    telling = _one_that_tells(differing, fired, rows) or differing
    named = list(dict.fromkeys(_path(row, telling) for row in fired))
    if not all(named):
        return "on some paths"
    more = ", or otherwise" if len(named) > _PATHS_NAMED else ""
    return "when " + ", or when ".join(named[:_PATHS_NAMED]) + more


def _one_that_tells(
    facts: Sequence[str], fired: Sequence[Row], rows: Sequence[Row]
) -> Sequence[str]:
    # One fact is enough where its values in these rows are found in none of the others.
    others = [row for row in rows if not any(row is one for one in fired)]
    for fact in facts:
        if not set(_distinct(fact, fired)) & set(_distinct(fact, others)):
            return [fact]
    return []


def _path(row: Row, facts: Sequence[str]) -> str:
    known = [(fact, row[fact].value) for fact in facts if fact in row]
    said = [f"{fact} is {readable(fact, value)}" for fact, value in known if value is not None]
    return " and ".join(said)


def _values(name: str, rows: Sequence[Row]) -> str:
    distinct = _distinct(name, rows)
    values = [readable(name, value) for value in distinct if value is not None]
    if len(values) == len(distinct) and (len(values) == 1 or name != "handle"):
        return " or ".join(dict.fromkeys(values))
    return _UNKNOWN.get(name, f"an unknown {name}")


def _distinct(name: str, rows: Sequence[Row]) -> list[object]:
    absent = Fact(None)
    return list(dict.fromkeys(row.get(name, absent).value for row in rows))
