"""Which module does a call import?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Const, External, ModuleAtom
from hublint.facts.values.value import Alternative, Value, constant, just, union


def _import(call: LibraryCall) -> Value:
    return (
        union(*(_imported(call, item) for item in call.argument("name", 0) or ())) or call.result()
    )


def _imported(call: LibraryCall, item: Alternative) -> Value:
    atom = item.atom
    if not isinstance(atom, Const) or not isinstance(atom.value, str):
        return call.result()
    module = call.run.modules.find(atom.value, call.frame.module)
    if module is None:
        return just(External(atom.value))
    call.run.load(module)
    return just(ModuleAtom(module))


def _lazy_import(call: LibraryCall) -> Value:
    """LazyLoader("hub", globals(), "tensorflow_hub"): the last text is the module."""
    name = last_text(call.arguments)
    return just(External(name)) if name else call.result()


def _find_spec(call: LibraryCall) -> Value:
    """Whether a package is installed: tf_keras is where hub is, and Keras is Keras 3."""
    name = call.argument("name", 0)
    is_needed = name is not None and [item.atom for item in name] == [Const("tf_keras")]
    family = call.run.keras.family("tf.keras", call.frame).value
    return constant(True) if is_needed and family == "keras3" else call.result()


def last_text(arguments: Arguments) -> str:
    """The last text that is passed to a call; "" if none is."""
    texts_ = [
        item.atom.value
        for value in (*arguments.positional, *arguments.keywords.values())
        for item in value
        if isinstance(item.atom, Const) and isinstance(item.atom.value, str)
    ]
    return texts_[-1] if texts_ else ""


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "import": _import,
    "lazy-import": _lazy_import,
    "find-spec": _find_spec,
}
