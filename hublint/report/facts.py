"""What is known of each hub event, and why is it believed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hublint.model import Event, Evidence, Fact, Row, VersionRange
from hublint.report.ending import where
from hublint.report.style import Style, printable


def render_facts(events: Iterable[Event], style: Style) -> str:
    """The events, each with its facts, and each fact with its evidence; "" for none."""
    blocks = ("\n".join(_event(event, style)) for event in events)
    return "\n\n".join(blocks) + "\n" if events else ""


def _event(event: Event, style: Style) -> Iterator[str]:
    call = event.call
    made = f" (made at {where(call.span)})" if call and call.span != event.span else ""
    yield f"{style('bold', where(event.span))} {event.api} {style('info', event.kind)}{made}"
    same, *others = _parted(event.rows)
    yield from _facts(same, style, "    ")
    for number, row in enumerate(others, start=1):
        yield f"    {style('bold', f'alternative {number} of {len(others)}')}"
        yield from _facts(row, style, "        ")


def _parted(rows: Sequence[Row]) -> list[Row]:
    """What all rows agree on, then what is left of each, if there are several."""
    first, *rest = rows
    same = {
        name: fact
        for name, fact in first.items()
        if all(name in row and row[name] == fact for row in rest)
    }
    if not rest:
        return [same]
    lefts = ({name: fact for name, fact in row.items() if name not in same} for row in rows)
    return [same, *lefts]


def _facts(row: Row, style: Style, indent: str) -> Iterator[str]:
    for name, fact in row.items():
        yield f"{indent}{name}: {_value(fact, style)}"
        for evidence in dict.fromkeys(fact.why):
            yield f"{indent}    {style('dim', _because(evidence))}"


def _value(fact: Fact, style: Style) -> str:
    value = fact.value
    if value is None:
        return style("warning", "unknown") + (
            f", {printable(fact.missing)}" if fact.missing else ""
        )
    if isinstance(value, bool):
        text = "yes" if value else "no"
    else:
        text = value.text if isinstance(value, VersionRange) else value
    assumed = " (assumed)" if fact.certainty == "assumed" else ""
    return style("good", printable(text)) + assumed


def _because(evidence: Evidence) -> str:
    place = f"  ({where(evidence.span)})" if evidence.span else ""
    return f"because {printable(evidence.text)}{place}"
