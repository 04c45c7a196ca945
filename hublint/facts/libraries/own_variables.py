"""May a program have other variables to train than those of hub objects?

A head on top of a frozen model is trained by an optimizer that is told nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.facts.libraries.symbols import canonical
from hublint.facts.values.value import constant

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter

_OWN = "variables of its own"

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


def may_be_meant(run: Interpreter, api: str) -> bool:
    """Whether an optimizer that is told nothing may do what is wanted of an object."""
    return api == "load" and run.state.get((run.ambient, _OWN)) is not None
