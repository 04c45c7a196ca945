"""What is saved as a SavedModel, or loaded from one?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.variable_kinds import KEY, are_seen
from hublint.facts.values import rows
from hublint.facts.values.atoms import Atom, External, HubObject, Instance, KerasModel, Saved
from hublint.facts.values.value import Alternative, Value, constant, just
from hublint.model import Fact


def _save(call: LibraryCall) -> Value:
    run = call.run
    variables = run.state.get((run.ambient, KEY)) or call.unknown("no variable is in view")
    in_session = any(item.kind in ("session", "default-session") for item in run.contexts)
    what = call.argument("obj", 0) or ()
    columns = [
        rows.column(what, _saved_object),
        rows.column(variables, rows.boolean_fact("resource_variables")),
        rows.fixed({"session": _session(in_session, _has_variables(call, what))}),
    ]
    run.objects.record_plain("saved", "tf.saved_model.save", call.node, call.frame, columns)
    path = call.argument("export_dir", 1)
    run.saved.write_object(path, what, call.written(), call.frame)
    return constant(None)


def _session(is_in_one: bool, has_variables: bool) -> Fact:
    """Whether a session has initialised what is saved, if there is anything to initialise."""
    if not has_variables:
        return Fact(None, missing="what is saved may have no variables")
    return Fact("initialised" if is_in_one else "none")


def _has_variables(call: LibraryCall, what: Value) -> bool:
    """Whether what is saved has variables for certain: a tf.Module may be without."""
    return are_seen(call) or all(_saved_word(item.atom) != "tf-module" for item in what)


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
