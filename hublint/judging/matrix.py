"""What do the rules make of the specification's two tables? They are printed as text.

For every use of `data/matrix.toml` the rows of facts of each context are judged, and each cell
names the verdicts with the rules behind them and the contexts in which they hold.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

from hublint.judging.judge import judge
from hublint.judging.rulebook import Rulebook
from hublint.model import Event, Fact, FactValue, HubCall, Row, Span, VersionRange

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TABLES = {
    "tf1-hub": "Compatibility of the TF1 Hub format",
    "tf2-savedmodel": "Compatibility of TF2 SavedModel",
}
_OPERATIONS = {
    "inference": "Loading / inference",
    "fine-tuning": "Fine-tuning",
    "creation": "Creation",
}
_WIDTHS = (36, 34, 24)
_NOWHERE = Span("", 1, 1, 1, 1)

Facts = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class _Use:
    operation: str
    code: str
    formats: tuple[str, ...]
    facts: Facts
    events: tuple[Facts, ...]


@dataclass(frozen=True, slots=True)
class _Context:
    column: str
    label: str
    facts: Facts


def render_matrix(rulebook: Rulebook) -> str:
    """Print both tables, each cell computed by the rules that are chosen in the rulebook."""
    uses, contexts = _read()
    lines: list[str] = []
    for format_, title in _TABLES.items():
        columns = tuple(dict.fromkeys(context.column for context in contexts))
        lines += [title, "", *_line(("Operation", *columns)), _rule("=")]
        for operation, heading in _OPERATIONS.items():
            lines += [heading, _rule("-")]
            for use in uses:
                if use.operation == operation and format_ in use.formats:
                    cells = (_cell(use, format_, contexts, one, rulebook) for one in columns)
                    lines += [*_line((use.code, *cells)), _rule("-")]
        lines.append("")
    return "\n".join(line.rstrip() for line in lines)


def _cell(
    use: _Use, format_: str, contexts: Sequence[_Context], column: str, rulebook: Rulebook
) -> str:
    said: dict[str, list[str]] = {}
    for context in contexts:
        if context.column == column:
            verdict = _verdict(use, format_, context, rulebook)
            said.setdefault(verdict, []).append(context.label)
    return "\n".join(_entries(said))


def _entries(said: Mapping[str, Sequence[str]]) -> Iterator[str]:
    # What holds nearly everywhere stands first and alone, the exceptions name their contexts.
    sizes = sorted(map(len, said.values()))
    usual = sizes[-1] if sizes[-1:] != sizes[-2:-1] else None
    for verdict, labels in sorted(said.items(), key=lambda one: len(one[1]) != usual):
        yield verdict if len(labels) == usual else f"{verdict}: {'; '.join(labels)}"


def _verdict(use: _Use, format_: str, context: _Context, rulebook: Rulebook) -> str:
    api = str(use.facts["api"])
    call = HubCall(api, _NOWHERE)
    common = {"format": format_, "operation": use.operation, "alias": "tensorflow"}
    events = [
        Event(
            str(event["event"]),
            api,
            _NOWHERE,
            call,
            (_row({**common, **context.facts, **use.facts, **event}),),
        )
        for event in use.events
    ]
    judgement = judge(events, rulebook)
    codes = dict.fromkeys(finding.code for finding in judgement.findings)
    return " ".join([judgement.calls[0].verdict, *codes])


def _row(facts: Facts) -> Row:
    return {name: Fact(value) for name, value in facts.items()}


def _line(cells: Sequence[str]) -> Iterator[str]:
    columns = [
        [part for line in cell.split("\n") for part in wrap(line, width, subsequent_indent="  ")]
        for cell, width in zip(cells, _WIDTHS, strict=True)
    ]
    for number in range(max(map(len, columns))):
        parts = (column[number] if number < len(column) else "" for column in columns)
        yield " | ".join(part.ljust(width) for part, width in zip(parts, _WIDTHS, strict=True))


def _rule(character: str) -> str:
    return f"{character}+{character}".join(character * width for width in _WIDTHS)


def _read() -> tuple[tuple[_Use, ...], tuple[_Context, ...]]:
    path = Path(__file__).parents[1] / "data" / "matrix.toml"
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    uses = tuple(
        _Use(
            use["operation"],
            use["code"],
            tuple(use["formats"]),
            use["facts"],
            tuple(use["events"]),
        )
        for use in document["use"]
    )
    contexts = tuple(
        _Context(
            context["column"],
            context["label"],
            {
                **context["facts"],
                **{
                    library: VersionRange(f"=={release}", frozenset([release]))
                    for library, release in context["versions"].items()
                },
            },
        )
        for context in document["context"]
    )
    return uses, contexts
