"""Which Keras does a hub layer meet: that of a model that holds it, or of its input?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.facts.keras.family import family_fact
from hublint.facts.keras.legacy import LegacyKeras, legacy_fact
from hublint.facts.values import rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Atom, Const
from hublint.facts.values.rows import Column, Facts
from hublint.facts.values.symbolic_inputs import symbolic_family
from hublint.facts.values.value import Value, constant, pairs
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.values.frames import Frame


class Meeting:
    """What holds the hub layers of one program, and of which Keras it is."""

    def __init__(self, run: Interpreter, project: Project) -> None:
        self._run = run
        self.legacy = LegacyKeras(run, project)

    def hold(self, ident: int, container: str, family: str) -> None:
        """A hub layer has a place now: in a model, as an attribute of one, in a Lambda."""
        key = (ident, "held by")
        if container == "lambda" and self._run.state.get(key) is not None:
            return  # whatever else holds it also knows its weights
        self._run.state.set(key, constant(f"{container} {family}"))

    def family(self, spelling: str, frame: Frame) -> Fact:
        """Which Keras a spelling stands for here; unknown where it may be one or another."""
        versions = self._run.surroundings(frame.module).versions
        found = [
            family_fact(spelling, versions, legacy_fact(one.atom, one))
            for one in self.legacy.value(frame)
        ]
        if len({one.value for one in found}) != 1:
            return Fact(None, missing="it is not known which Keras this is")
        return found[0]

    def _family_column(self, container: str, family: str, foreign: str, frame: Frame) -> Column:
        held = constant(f"{container} {family}")
        return self._columns_of(held, foreign, frame)

    def _held_column(self, ident: int, frame: Frame, foreign: str = "") -> Column:
        held = self._run.state.get((ident, "held by"))
        return rows.fixed({}) if held is None else self._columns_of(held, foreign, frame)

    def _columns_of(self, held: Value, foreign: str, frame: Frame) -> Column:
        versions = self._run.surroundings(frame.module).versions

        def facts(place: Atom, legacy: Fact) -> Facts:
            text = str(place.value) if isinstance(place, Const) else ""
            container, _, family = text.partition(" ")
            found = {
                "container": Fact(container),
                "keras_family": family_fact(family, versions, legacy),
                "legacy_keras": legacy,
            }
            if foreign:
                found["beside"] = family_fact(foreign, versions, legacy)
            return found

        return [
            rows.settled(guard, facts(one.atom, legacy_fact(other.atom, other)))
            for one, other, guard in pairs(held, self.legacy.value(frame))
        ]

    def met_by_call(self, ident: int, arguments: Arguments, frame: Frame) -> Column:
        """The Keras that a layer meets when it is called: on a symbolic input, or in a Lambda."""
        family = symbolic_family(arguments)
        if family:
            self.hold(ident, "functional", family)
            return self._family_column("functional", family, "", frame)
        around = next((c for c in reversed(self._run.contexts) if c.kind == "lambda"), None)
        if around is not None and around.detail:
            self.hold(ident, "lambda", around.detail)
            return self._family_column("lambda", around.detail, "", frame)
        return rows.fixed({})
