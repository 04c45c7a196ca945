"""Are the variables of this program resource variables, which tf.saved_model.save can write?

Those of TF2's own `tf.Variable` are, those of TF1's only where somebody asks for it. What makes no
variable in view leaves it open.
"""

from __future__ import annotations

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.has_name import asked
from hublint.facts.values.atoms import Const
from hublint.facts.values.value import Value, constant

KEY = "resource variables"
_SEEN = "variables are made"


def made(call: LibraryCall) -> Value:
    """A variable is made; `use_resource` says of which kind it is to be."""
    run, key = call.run, (call.run.ambient, KEY)
    is_first = run.state.get((run.ambient, _SEEN)) is None
    run.state.set((run.ambient, _SEEN), constant(True))
    known, kind = run.state.get(key), _kind(call)
    if is_first and known is None:
        run.state.set(key, kind)
    elif known not in (kind, constant(True)):
        run.state.set(key, call.unknown("there are variables of both kinds"))
    return call.result()


def scoped(call: LibraryCall) -> Value:
    """A scope of variables may say of which kind they are."""
    if call.argument("use_resource") is not None:
        run = call.run
        run.state.set((run.ambient, KEY), call.unknown("a scope says which variables are made"))
    return call.result()


def enable(call: LibraryCall) -> Value:
    """From here on all variables are resource variables."""
    call.run.state.set((call.run.ambient, KEY), constant(True))
    return constant(None)


def are_seen(call: LibraryCall) -> bool:
    """Whether the program has made variables of its own."""
    return call.run.state.get((call.run.ambient, _SEEN)) is not None


def _kind(call: LibraryCall) -> Value:
    chosen = call.argument("use_resource")
    if chosen is not None:
        return call.run.truth(chosen)
    if call.name.startswith("tensorflow.compat."):
        return constant(call.name.startswith("tensorflow.compat.v2."))
    version = call.run.version_of("tensorflow", call.frame.module)
    found = asked(version, lambda release: not release.startswith(("0.", "1.")))
    return constant(found.value) if isinstance(found, Const) else call.unknown("which TensorFlow")
