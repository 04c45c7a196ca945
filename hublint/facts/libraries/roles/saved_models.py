"""What is saved as a SavedModel, or loaded from one?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hublint.facts.hub import rows
from hublint.facts.libraries.call import LibraryCall
from hublint.facts.values.value import (
    Alternative,
    Atom,
    External,
    HubObject,
    Instance,
    KerasModel,
    Saved,
    Value,
    constant,
    just,
)
from hublint.model import Fact


def _save(call: LibraryCall) -> Value:
    run = call.run
    in_session = any(item.kind == "session" for item in run.contexts)
    columns = [
        rows.column(call.argument("obj", 0) or (), _saved_object),
        _resource_column(call),
        rows.fixed({"session": Fact("initialised" if in_session else "none")}),
    ]
    run.objects.record_plain("saved", "tf.saved_model.save", call.node, call.frame, columns)
    path = call.argument("export_dir", 1)
    run.saved.write_object(path, call.argument("obj", 0) or (), call.written(), call.frame)
    return constant(None)


def _resource_column(call: LibraryCall) -> rows.Column:
    """Whether resource variables were switched on, where the code asks for none by itself."""
    thrown = call.run.state.get((call.run.ambient, "resource variables"))
    if call.frame.module.names_word("use_resource"):
        missing = "the code asks for resource variables by itself"
        return rows.fixed({"resource_variables": Fact(None, missing=missing)})
    return rows.column(thrown or constant(False), rows.boolean_fact("resource_variables"))


def _save_tf1(call: LibraryCall) -> Value:
    call.run.saved.write(
        call.argument("export_dir", 1), just(Saved("tf1-savedmodel", None), (call.written(),))
    )
    return constant(None)


def _load_saved_model(call: LibraryCall) -> Value:
    path, tags = call.argument("export_dir", 0), call.argument("tags", 1)
    call.run.objects.load_elsewhere("tf.saved_model.load", path, tags, call)
    return just(External("tensorflow.saved_model.load()", (id(call.node), call.frame.ident)))


def _saved_object(atom: Atom, item: Alternative) -> rows.Facts:
    word = _saved_word(atom)
    if word is None:
        return {"saved_object": rows.unknown("what is saved", atom)}
    return {"saved_object": Fact(word, "proven", rows.evidence(item.why, "this is saved"))}


def _saved_word(atom: Atom) -> str | None:
    if isinstance(atom, KerasModel):
        return "keras-model"
    if isinstance(atom, HubObject):
        return "loaded-object"
    if isinstance(atom, Instance):
        names = [base.atom.name for base in atom.type.bases if isinstance(base.atom, External)]
        if any("keras" in name for name in names):
            return "keras-model"
        if any(name.endswith((".Module", ".Checkpoint")) for name in names):
            return "tf-module"
    if isinstance(atom, External) and atom.name.endswith((".Module()", ".Checkpoint()")):
        return "tf-module"
    return None


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "saved-model-load": _load_saved_model,
    "save": _save,
    "save-tf1": _save_tf1,
}
