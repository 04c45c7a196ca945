"""What is computed of tensors, and what is trained?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.values.atoms import Atom, Const, External, is_none
from hublint.facts.values.sources import sources_in
from hublint.facts.values.value import Value, just


def _takes_tensor(call: LibraryCall) -> Value:
    if call.arguments.positional:
        call.run.objects.use_as_tensor(call.arguments.positional[0], call.node, call.frame)
    return call.result()


def _tensor(call: LibraryCall) -> Value:
    made = External(f"{call.name}()", "tensor", sources_in(*call.inputs))
    return just(made)


def _ndarray(call: LibraryCall) -> Value:
    return just(External(f"{call.name}()", "ndarray", sources_in(*call.inputs)))


def _minimize(call: LibraryCall) -> Value:
    """An optimizer is told what to train by the argument of that place and name, or nothing."""
    place, _, name = call.detail.partition(" ")
    loss, variables = call.argument("loss", 0), call.argument(name or "var_list", int(place))
    has = variables is not None and not all(is_none(item.atom) for item in variables)
    call.run.objects.train(tuple(sources_in(loss or ())), "minimize", has, call.node, call.frame)
    return call.result()


def _fills_collection(call: LibraryCall) -> Value:
    """Variables are put into a collection: into that of what is trained, unless it is another."""
    named = call.argument("key") or call.argument("name", 0) or ()
    if not all(map(_is_other_collection, (item.atom for item in named))) or not named:
        call.run.objects.fill_collection(call.node, call.frame)
    return call.result()


def _is_other_collection(atom: Atom) -> bool:
    if isinstance(atom, External):
        return ".GraphKeys." in atom.name and not atom.name.endswith(".TRAINABLE_VARIABLES")
    return isinstance(atom, Const) and atom.value != "trainable_variables"


def _differentiates(variables: str, by: str, call: LibraryCall) -> Value:
    idents = tuple(sources_in(call.argument(variables, 1) or ()))
    call.run.objects.train(idents, by, True, call.node, call.frame)
    return call.result()


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "takes-tensor": _takes_tensor,
    "tensor": _tensor,
    "ndarray": _ndarray,
    "fills-collection": _fills_collection,
    "minimize": _minimize,
    "tape": partial(_differentiates, "sources", "tape"),
    "gradients": partial(_differentiates, "xs", "gradients"),
}
