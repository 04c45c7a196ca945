"""What is computed of tensors, and what is trained?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.own_variables import collect
from hublint.facts.values.value import (
    External,
    Value,
    is_none,
    just,
    sources_in,
)


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


def _collects(call: LibraryCall) -> Value:
    names = (call.argument(name, 0) for name in ("name", "names"))
    collect(call.run, next((one for one in names if one is not None), None))
    return call.result()


def _tape(call: LibraryCall) -> Value:
    variables = call.argument("sources", 1)
    idents = tuple(sources_in(variables or ()))
    call.run.objects.train(idents, "tape", True, call.node, call.frame)
    return call.result()


def _gradients(call: LibraryCall) -> Value:
    variables = call.argument("xs", 1)
    idents = tuple(sources_in(variables or ()))
    call.run.objects.train(idents, "gradients", True, call.node, call.frame)
    return call.result()


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "takes-tensor": _takes_tensor,
    "tensor": _tensor,
    "ndarray": _ndarray,
    "minimize": _minimize,
    "collects": _collects,
    "tape": _tape,
    "gradients": _gradients,
}
