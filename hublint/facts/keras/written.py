"""Which hub layers are in the Keras models that this program has written, and in which format?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.facts.values.atoms import Const
from hublint.facts.values.value import Value, just

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter

_H5 = (".h5", ".hdf5")


class WrittenModels:
    """The models that one program has written so far, by their paths."""

    def __init__(self, run: Interpreter) -> None:
        self._run = run

    def saved(self, path: Value, layers: tuple[int, ...]) -> None:
        """A Keras model with these hub layers is saved."""
        for name in _texts(path):
            value = just(Const(" ".join(map(str, layers))))
            self._run.state.set((self._run.ambient, f"saved {name}"), value)

    def layers_in(self, path: Value) -> tuple[int, ...]:
        """The hub layers of the model that this program saved at a path."""
        found: list[int] = []
        for name in _texts(path):
            for item in self._run.state.get((self._run.ambient, f"saved {name}")) or ():
                if isinstance(item.atom, Const):
                    found.extend(map(int, str(item.atom.value).split()))
        return tuple(dict.fromkeys(found))


def saved_format(path: Value, given: Value | None = None) -> str:
    """The format that a Keras model is saved in: a word of `saved_format`, "" if not known."""
    named = {_named_format(text) for text in _texts(given)} if given is not None else set()
    found = named or {_format_of(name) for name in _texts(path)}
    known = len(_texts(path)) == len(path) or bool(named)
    return found.pop() if len(found) == 1 and known else ""


def _named_format(text: str) -> str:
    return {"h5": "h5", "hdf5": "h5", "keras": "keras"}.get(text, "folder")


def _format_of(name: str) -> str:
    if name.endswith(_H5):
        return "h5"
    return "keras" if name.endswith(".keras") else "folder"


def _texts(value: Value | None) -> list[str]:
    return [
        item.atom.value
        for item in value or ()
        if isinstance(item.atom, Const) and isinstance(item.atom.value, str)
    ]
