"""Which programs are there? Reads `programs/*.txt` and puts each scenario into its contexts.

A scenario begins with a line `=== ID key=value ...`; below it stands its body, then, after
`--- call`, the part that lazy contexts run elsewhere, and after `--- check`, assertions that the
lab makes afterwards over the program's names: the first that fails is what went wrong silently.

    contexts=SET,...   the contexts it runs in (a set or single ones; "main" where none is named)
    only=ENV,...       the environments that admit it (all but the elective, where none is named)
    also=ENV,...       elective environments, or their word, that admit it as well
    fresh              runs in a process of its own, which has imported nothing yet
    raw                the body is the whole program
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab import contexts
from tests.lab.environments import Environment
from tests.lab.models import catalogue

FOLDER = Path(__file__).with_name("programs")
HANDLE = re.compile(r"<([a-z]+(?:/\d)?)>")


@dataclass(frozen=True)
class Scenario:
    """One use of hub: its stable id, its body in parts, and where it may run."""

    id: str
    load: str
    call: str = ""
    check: str = ""
    contexts: tuple[str, ...] = ("main",)
    only: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    fresh: bool = False
    raw: bool = False

    def admits(self, environment: Environment) -> bool:
        """Whether that environment may run it."""
        if environment.name in self.also or environment.elective in self.also:
            return True
        if self.only:
            return environment.name in self.only
        return not environment.elective


@dataclass(frozen=True)
class Program:
    """One text to run: `id` is the scenario's and the context's."""

    id: str
    source: str
    check: str = ""
    fresh: bool = False


@dataclass
class _Draft:
    """A scenario while its lines are read."""

    head: str
    parts: dict[str, list[str]] = field(default_factory=lambda: {"load": []})
    part: str = "load"

    def line(self, line: str) -> None:
        if line.startswith("--- "):
            self.part = line[4:].strip()
            self.parts[self.part] = []
        else:
            self.parts[self.part].append(line)

    def done(self) -> Scenario:
        name, *words = self.head.split()
        options = dict(word.partition("=")[::2] for word in words)
        texts = {part: "\n".join(lines).strip("\n") for part, lines in self.parts.items()}
        texts = {part: f"{text}\n" if text else "" for part, text in texts.items()}
        return Scenario(
            name,
            texts["load"],
            texts.get("call", ""),
            texts.get("check", ""),
            tuple(options.get("contexts", "main").split(",")),
            tuple(filter(None, options.get("only", "").split(","))),
            tuple(filter(None, options.get("also", "").split(","))),
            "fresh" in options,
            "raw" in options,
        )


def parse(text: str) -> Iterator[Scenario]:
    """The scenarios of one file."""
    draft: _Draft | None = None
    for line in text.splitlines():
        if line.startswith("=== "):
            if draft is not None:
                yield draft.done()
            draft = _Draft(line[4:])
        elif draft is not None:
            draft.line(line)
    if draft is not None:
        yield draft.done()


def scenarios() -> list[Scenario]:
    """All scenarios, hand-written and generated; an id that stands twice is an error."""
    from tests.lab import grid

    found = [
        scenario
        for path in sorted(FOLDER.glob("*.txt"))
        for scenario in parse(path.read_text(encoding="utf-8"))
    ]
    found += grid.scenarios()
    ids = [scenario.id for scenario in found]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"scenarios with the same id: {', '.join(twice)}")
    return found


def programs(environment: Environment) -> list[Program]:
    """The programs that an environment runs, in the order of their ids."""
    found = []
    handles = {name: handle for name, (handle, _) in catalogue().handles.items()}
    for scenario in scenarios():
        if not scenario.admits(environment):
            continue
        for context in _contexts(scenario, environment):
            if scenario.raw:
                source = scenario.load
            else:
                source = contexts.render(environment.runtime, context, scenario.load, scenario.call)
            source = HANDLE.sub(lambda match: f'"{handles[match[1]]}"', source)
            name = f"{scenario.id}@{context}"
            found.append(Program(name, source, scenario.check, scenario.fresh))
    return sorted(found, key=lambda program: program.id)


def _contexts(scenario: Scenario, environment: Environment) -> list[str]:
    """The contexts which a scenario names and an environment admits, each once."""
    single = {name for of in contexts.SETS.values() for name in of[environment.runtime]}
    names: list[str] = []
    for name in scenario.contexts:
        names += contexts.SETS[name][environment.runtime] if name in contexts.SETS else [name]
    found = [name for name in dict.fromkeys(names) if name in single]
    if scenario.id.startswith(environment.whole):
        return found
    return ["eager"] if "eager" in found else found[:1]
