"""Was TF_USE_LEGACY_KERAS set, and before Keras was touched?

tf.keras decides once which Keras it is: when one of its names is first read, or when
tensorflow_hub is imported. What is set later is ignored.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.project.switches import LEGACY_KERAS
from hublint.facts.values import rows
from hublint.facts.values.atoms import Atom, Const, Dictionary, Unknown
from hublint.facts.values.value import Alternative, Trace, Value, constant
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.values.frames import Frame

_ON = ("1", "True", "true")
_OFF = ("0", "False", "false", "")
_UNSET = "unset"


class LegacyKeras:
    """The switch in one program: who touched Keras first, and who set the variable when."""

    def __init__(self, run: Interpreter, project: Project) -> None:
        self._run = run
        self._project = project
        run.state.set((run.ambient, LEGACY_KERAS), constant(_UNSET))

    def touch(self) -> None:
        """Keras is used, or tensorflow_hub imported: from here on the choice is made."""
        key = (self._run.ambient, "keras touched")
        if self._run.state.get(key) is None:
            self._run.state.set(key, constant(True))

    def assign(self, value: Value, node: ast.AST, frame: Frame) -> None:
        """The variable is given a value in os.environ."""
        run = self._run
        touched = run.state.get((run.ambient, "keras touched"))
        before = run.state.get((run.ambient, LEGACY_KERAS)) or ()
        if touched is not None and all(item.atom != Const(_UNSET) for item in before):
            return  # the first choice stands, whatever is written now
        trace = Trace(f"`{frame.module.excerpt(node)}`", frame.module, node)
        found = tuple(self._set_to(item, touched, trace) for item in value)
        run.state.set((run.ambient, LEGACY_KERAS), found)

    def update(self, entries: Dictionary, node: ast.AST, frame: Frame) -> None:
        """Several variables are given values at once."""
        for name, value in entries.entries:
            if any(item.atom == Const(LEGACY_KERAS) for item in name):
                self.assign(value, node, frame)

    def value(self, frame: Frame) -> Value:
        """The word of the fact `legacy_keras`, as far as this program has come."""
        known = self._run.state.get((self._run.ambient, LEGACY_KERAS)) or ()
        return tuple(
            replace(item, atom=self._unset(frame)) if item.atom == Const(_UNSET) else item
            for item in known
        )

    def _unset(self, frame: Frame) -> Atom:
        """What holds where nobody in this program sets the variable."""
        elsewhere = self._project.naming(LEGACY_KERAS, frame.module)
        if not elsewhere:
            return Const("none")
        return Unknown(f"{elsewhere} names {LEGACY_KERAS}", ("environment", LEGACY_KERAS))

    def _set_to(self, item: Alternative, touched: Value | None, trace: Trace) -> Alternative:
        atom: Atom = Unknown(
            f"the value of {LEGACY_KERAS} is not known", ("environment", LEGACY_KERAS)
        )
        if isinstance(item.atom, Const) and str(item.atom.value) in _ON:
            atom = Const("before") if touched is None else _late(touched)
        elif isinstance(item.atom, Const) and str(item.atom.value) in _OFF:
            atom = Const("none")
        return Alternative(atom, item.guard, (trace,), item.assumed)


def _late(touched: Value) -> Atom:
    if all(not item.guard for item in touched):
        return Const("late")
    reason = f"Keras may be touched before {LEGACY_KERAS} is set"
    return Unknown(reason, ("environment", LEGACY_KERAS))


def legacy_fact(atom: Atom, item: Alternative) -> Fact:
    """The fact `legacy_keras` of one alternative."""
    return rows.word_fact("legacy_keras")(atom, item)["legacy_keras"]
