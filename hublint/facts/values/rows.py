"""Which facts hold together? Columns of alternatives become rows, each true along one path.

A column is what one argument or circumstance may be: options, each with the guard under which
it holds and the facts that it gives. Rows are the consistent combinations of one option of each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from hublint.facts.values.atoms import Atom, Collection, Const, Dictionary
from hublint.facts.values.choices import resolved
from hublint.facts.values.guards import ALWAYS, Guard, both
from hublint.facts.values.state import Guards
from hublint.facts.values.value import Alternative, Trace, Value
from hublint.model import Certainty, Evidence, Fact

MAX_ROWS = 64

Facts: TypeAlias = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a column may say; `facts` is asked once the whole row's guard is known."""

    guard: Guard
    facts: Callable[[Guard], Facts]


Column: TypeAlias = Sequence[Option]


def combine(guards: Guards, columns: Sequence[Column]) -> list[Facts]:
    """The rows of an event that is reached under the guards. One row at least, if any holds."""
    rows: list[tuple[Guard, list[Option]]] = [(guard, []) for guard in guards]
    for column in columns:
        rows = [
            (guard, [*chosen, option])
            for before, chosen in rows
            for option in column
            if (guard := both(before, option.guard)) is not None
        ]
        if len(rows) > MAX_ROWS * 4:
            return [_too_many(rows[0][0], columns)]
    found: list[Facts] = []
    for guard, chosen in rows:
        facts: Facts = {}
        for option in chosen:
            facts.update(option.facts(guard))
        if facts not in found:
            found.append(facts)
    found = told_together(found)
    return found if len(found) <= MAX_ROWS else [unknown_row(found[0])]


def told_together(rows: Sequence[Facts]) -> list[Facts]:
    """The same rows; where they are too many, those that differ in the handle alone become one."""
    if len(rows) <= MAX_ROWS:
        return list(rows)
    groups: dict[Hashable, list[Facts]] = {}
    for row in rows:
        alike = frozenset(
            (name, fact.value, fact.certainty) for name, fact in row.items() if name != "handle"
        )
        groups.setdefault(alike, []).append(row)
    return [_without_handle(group) for group in groups.values()]


def _without_handle(group: Sequence[Facts]) -> Facts:
    first = group[0]
    if len(group) == 1 or "handle" not in first:
        return first
    missing = f"it is one of {len(group)} handles, of which the same is known"
    return {**first, "handle": Fact(None, missing=missing)}


def _too_many(guard: Guard, columns: Sequence[Column]) -> Facts:
    facts: Facts = {}
    for option in (column[0] for column in columns if column):
        facts.update(option.facts(guard))
    return unknown_row(facts)


def unknown_row(facts: Facts) -> Facts:
    """The same facts, of which nobody knows anything: there are too many of them."""
    missing = f"more than {MAX_ROWS} combinations of values reach this place"
    kept = ("api", "event")
    return {
        name: fact if name in kept else Fact(None, missing=missing) for name, fact in facts.items()
    }


def fixed(facts: Facts) -> Column:
    """A column that says one thing, whatever the program does."""
    return (settled(ALWAYS, facts),)


def settled(guard: Guard, facts: Facts) -> Option:
    """An option that says one thing, whatever else holds in its row."""
    return Option(guard, lambda whole: facts)


def column(
    value: Value, facts: Callable[[Atom, Alternative], Facts], otherwise: tuple[Trace, ...] = ()
) -> Column:
    """The column of a value: `facts` says what each atom means, seen under the row's guard.

    `otherwise` is the evidence of an alternative that has none of its own.
    """

    def option(item: Alternative) -> Option:
        shown = item if item.why else Alternative(item.atom, item.guard, otherwise, item.assumed)
        return Option(item.guard, lambda guard: facts(resolved(shown, guard), shown))

    return tuple(option(item) for item in value)


def evidence(traces: Iterable[Trace], text: str) -> tuple[Evidence, ...]:
    """Evidence of traces; `text` says what those show that have no words of their own."""
    return tuple(Evidence(trace.text or text, trace.module.span(trace.node)) for trace in traces)


def text_fact(name: str) -> Callable[[Atom, Alternative], Facts]:
    """A fact that is a text: a name that is passed, or "none"."""

    def facts(atom: Atom, item: Alternative) -> Facts:
        if isinstance(atom, Const) and (atom.value is None or isinstance(atom.value, str)):
            value = "none" if atom.value is None else atom.value
            shown = evidence(item.why, f"{name} is {atom.value!r} here")
            return {name: Fact(value, certainty(item), shown)}
        return {name: unknown(name, atom)}

    return facts


def boolean_fact(name: str) -> Callable[[Atom, Alternative], Facts]:
    """A fact that is the truth of a value."""

    def facts(atom: Atom, item: Alternative) -> Facts:
        truth = _known_truth(atom)
        if truth is None:
            return {name: unknown(name, atom)}
        shown = evidence(item.why, f"{name} is {truth} here")
        return {name: Fact(truth, certainty(item), shown)}

    return facts


def word_fact(name: str) -> Callable[[Atom, Alternative], Facts]:
    """A fact whose value is a word of the vocabulary that the interpreter wrote itself."""

    def facts(atom: Atom, item: Alternative) -> Facts:
        if isinstance(atom, Const) and isinstance(atom.value, str):
            return {name: Fact(atom.value, certainty(item), evidence(item.why, ""))}
        return {name: unknown(name, atom)}

    return facts


def tags_facts(atom: Atom, item: Alternative) -> Facts:
    """Which graph variant is asked for, and whether as a collection or as a text."""
    form = "string" if isinstance(atom, Const) and isinstance(atom.value, str) else "collection"
    tags = _tags(atom)
    if tags is None:
        return {"tags": unknown("tags", atom), "tags_form": unknown("tags", atom)}
    word = tags if tags in ("none", "empty", "serve", "train") else "other"
    shown = evidence(item.why, f"the tags are {tags} here")
    return {
        "tags": Fact(word, certainty(item), shown),
        "tags_form": Fact(form, certainty(item), shown),
    }


def _tags(atom: Atom) -> str | None:
    if isinstance(atom, Const):
        if atom.value is None:
            return "none"
        return atom.value if isinstance(atom.value, str) else None
    if isinstance(atom, Dictionary) and not atom.open:
        return "empty" if not atom.entries else None
    if not isinstance(atom, Collection) or atom.open:
        return None
    if not atom.items:
        return "empty"
    names = [item[0].atom for item in atom.items if len(item) == 1]
    if len(names) != len(atom.items) or not all(isinstance(name, Const) for name in names):
        return None
    found = {name.value for name in names if isinstance(name, Const)}
    return str(found.pop()) if len(found) == 1 else "other"


def _known_truth(atom: Atom) -> bool | None:
    if isinstance(atom, Const):
        return bool(atom.value)
    if isinstance(atom, (Collection, Dictionary)) and not atom.open:
        return bool(atom.items if isinstance(atom, Collection) else atom.entries)
    return None


def unknown(name: str, atom: Atom) -> Fact:
    """A fact that nobody knows, with the atom's own reason."""
    reason = getattr(atom, "reason", "")
    if not reason and hasattr(atom, "name"):
        reason = f"it is what {atom.name} gives"
    return Fact(None, missing=reason or f"{name} can't be followed")


def certainty(item: Alternative) -> Certainty:
    """How certain an alternative is."""
    return "assumed" if item.assumed else "proven"
