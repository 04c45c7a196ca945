"""What did this program itself write at a path? The format of a model that it loads again.

A path is known by what it is, not by what it is called: the same text, or the same unknown
folder with the same text behind it. What writes decides the format; nothing that reads does.
"""

from __future__ import annotations

import posixpath
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.values import format_guards, rows
from hublint.facts.values.atoms import (
    Atom,
    Class,
    Const,
    External,
    Function,
    HubObject,
    Instance,
    KerasModel,
    Saved,
    Unknown,
)
from hublint.facts.values.guards import ALWAYS
from hublint.facts.values.value import Alternative, Trace, Value, just, union
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame

# Endings of files that a Keras model is written to: no SavedModel.
_KERAS_FILES = (".h5", ".hdf5", ".keras")


class SavedHere:
    """The models that one program writes."""

    def __init__(self, run: Interpreter) -> None:
        self._run = run
        self._places: dict[Hashable, int] = {}

    # Writing.

    def write(self, path: Value | None, what: Value) -> None:
        """Models are written to a path; `what` are atoms that say how each is saved."""
        for item in path or ():
            key = (self._ident(_place(item.atom)), "saved")
            before = self._run.state.get(key) if len(path or ()) > 1 else None
            self._run.state.set(key, union(*(one for one in (before, what) if one)))

    def write_object(self, path: Value | None, saved: Value, trace: Trace, frame: Frame) -> None:
        """tf.saved_model.save writes objects."""
        what = tuple(
            Alternative(self._as_saved(item.atom, frame), item.guard, (trace,), item.assumed)
            for item in saved
        )
        self.write(path, what)

    def write_keras(self, path: Value | None, model: Atom, trace: Trace, frame: Frame) -> None:
        """A Keras model is saved: Keras 2 writes a SavedModel where the path is no file's."""
        family = self._family(model, frame)
        if path is None or any(map(_is_keras_file, path)):
            return
        if family.value == "keras3" and family.certainty == "proven":
            return  # Keras 3 saves no folders
        called = True if family.value in ("keras2", "tf_keras") else None
        self.write(path, just(Saved("tf2-savedmodel", called), (trace,)))

    def write_module(self, path: Value | None, trace: Trace) -> None:
        """A module of TF1 Hub is exported."""
        self.write(path, just(Saved("tf1-hub", None), (trace,)))

    def write_signatures(self, path: Value | None, trace: Trace) -> None:
        """A Keras model is exported: signatures, and no __call__."""
        self.write(path, just(Saved("tf2-savedmodel", False, "keras-export"), (trace,)))

    def set_attribute(self, atom: External, name: str, value: Value) -> None:
        """A plain object that will perhaps be saved gets an attribute."""
        if self._is_plain(atom.name.removesuffix("()")):
            self._run.state.set((self._ident(atom), name), value)

    # Reading.

    def at(self, path: Atom) -> Value:
        """What this program has written at a path: each kind of model once, as a choice.

        Where it writes in some branches only, another run has written the same before.
        """
        ident = self._places.get(_place(path)) if is_place(path) else None
        written = () if ident is None else self._run.state.get((ident, "saved")) or ()
        kinds = list({item.atom: item for item in written}.values())
        if len(kinds) == 1:
            return (replace(kinds[0], guard=ALWAYS),)
        return tuple(
            replace(item, guard={("saved", ident): number}) for number, item in enumerate(kinds)
        )

    def facts(self, item: Alternative) -> Mapping[str, Fact]:
        """The facts of a model that was written so."""
        atom = item.atom
        if not isinstance(atom, Saved):
            return {}
        certainty = rows.certainty(item)
        why = rows.evidence(item.why, "the model is written here")
        found = {
            "kind": Fact("model", certainty, why),
            "format": Fact(atom.format, certainty, why),
        }
        if atom.format == "tf2-savedmodel":
            missing = "" if atom.callable is not None else "nobody knows if what is saved is called"
            found["callable"] = Fact(atom.callable, certainty, why, missing)
        if atom.by:
            found["saved_by"] = Fact(atom.by, certainty, why)
        return found

    # What is saved.

    def _as_saved(self, atom: Atom, frame: Frame) -> Saved:
        if isinstance(atom, KerasModel) or (isinstance(atom, Instance) and self._is_keras(atom)):
            return _as_keras_saves(self._family(atom, frame))
        return Saved("tf2-savedmodel", self._is_callable(atom))

    def _is_callable(self, atom: Atom) -> bool | None:
        """Whether what is restored can be called; None where that isn't known."""
        if isinstance(atom, Instance):
            own = self._run.state.get((atom.ident, "__call__"))
            called = own or self._run.find_in_class(atom.type, "__call__")
            return _is_traced(called) if called else self._lacks_call(atom.type)
        if isinstance(atom, External):
            return _is_traced(self._run.state.get((self._ident(atom), "__call__")) or ())
        return None

    def _is_keras(self, instance: Instance) -> bool:
        return self._run.is_keras(instance.type)

    def _lacks_call(self, type_: Class) -> bool | None:
        """False if no class above can have a __call__: all are of the code, or plain ones."""
        for item in type_.bases:
            atom = item.atom
            if isinstance(atom, Class) and self._lacks_call(atom) is False:
                continue
            if isinstance(atom, External) and self._is_plain(atom.name):
                continue
            return None
        return False if type_.bases else None

    def _family(self, model: Atom, frame: Frame) -> Fact:
        spelt = ""
        if isinstance(model, KerasModel):
            spelt = model.family
        elif isinstance(model, Instance):
            spelt = self._run.spelling(model.type)
        return self._run.keras.family(spelt, frame)

    def _is_plain(self, name: str) -> bool:
        """Whether objects of a library's class are saved with what they are given, and no more."""
        role = self._run.symbols.role(name)
        return role is not None and role.name == "plain-object"

    def _ident(self, place: Hashable) -> int:
        return self._places.setdefault(place, self._run.fresh())


def _as_keras_saves(family: Fact) -> Saved:
    """What tf.saved_model.save writes of a Keras model; of Keras 3, for certain, no __call__."""
    if family.value in ("keras2", "tf_keras"):
        return Saved("tf2-savedmodel", True)
    if family.value == "keras3" and family.certainty == "proven":
        return Saved("tf2-savedmodel", False, "keras3-save")
    return Saved("tf2-savedmodel", None)


def is_place(atom: Atom) -> bool:
    """Whether an atom may be a path that a model is written to."""
    return isinstance(atom, (Unknown, External)) or (
        isinstance(atom, Const) and isinstance(atom.value, str)
    )


def _place(path: Atom) -> Hashable:
    place = format_guards.place_of(path)
    if place is None:
        return path
    head, text = place
    return head, posixpath.normpath(text) if text else ""


def _is_keras_file(item: Alternative) -> bool:
    place = format_guards.place_of(item.atom)
    return place is not None and place[1].endswith(_KERAS_FILES)


def _is_traced(called: Value) -> bool | None:
    """True if what __call__ is becomes part of the model: a tf.function, or another model's."""
    kinds = {
        isinstance(item.atom, HubObject)
        or (isinstance(item.atom, Function) and item.atom.context == "function")
        for item in called
    }
    return True if kinds == {True} else None
