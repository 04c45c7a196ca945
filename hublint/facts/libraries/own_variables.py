"""May a program have other variables to train than those of hub objects?

A head on top of a frozen model is trained by an optimizer that is told nothing. So is what somebody
puts into the collection of trainable variables by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.facts.libraries.symbols import canonical
from hublint.facts.values.value import Const, External, Value, constant

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter

_OWN = "variables of its own"
_COLLECTED = "variables in the collection"

_MAKING = ("tf:get_variable", "tf:Variable", "tf:layers.", "tf:contrib.", "tf:nn.rnn_cell.")
_MAKING_KERAS = ("keras:layers.", "keras:models.", "keras:Sequential", "keras:Model")
# Libraries that make no variables.
_WITHOUT = frozenset(
    {"builtins", "numpy", "os", "sys", "io", "re", "json", "csv", "time", "math", "random"}
    | {"argparse", "absl", "logging", "pathlib", "itertools", "functools", "collections"}
    | {"pandas", "tensorflow", "tensorflow_hub", "keras", "tf_keras", "shutil", "tempfile"}
)


def remember(run: Interpreter, name: str) -> None:
    """A library's name is called: it may make variables."""
    if makes_variables(name):
        run.state.set((run.ambient, _OWN), constant(True))


def makes_variables(name: str) -> bool:
    """Whether what a library's name gives may have variables of its own."""
    spelt = canonical(name)
    return spelt.startswith((*_MAKING, *_MAKING_KERAS)) or name.split(".")[0] not in _WITHOUT


def collect(run: Interpreter, collection: Value | None) -> None:
    """Something is put into a collection, which may be that of the trainable variables."""
    if collection is None or any(map(_is_trainable, (item.atom for item in collection))):
        run.state.set((run.ambient, _COLLECTED), constant(True))


def _is_trainable(atom: object) -> bool:
    if isinstance(atom, Const):
        return atom.value == "trainable_variables"
    return not isinstance(atom, External) or atom.name.endswith("TRAINABLE_VARIABLES")


def may_be_meant(run: Interpreter, api: str) -> bool:
    """Whether an optimizer that is told nothing may do what is wanted of an object."""
    if run.state.get((run.ambient, _COLLECTED)) is not None:
        return True
    return api == "load" and run.state.get((run.ambient, _OWN)) is not None
