"""What do the functions of Keras make?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.symbols import keras_family
from hublint.facts.values.atoms import (
    Collection,
    External,
    Instance,
    KerasModel,
    KerasTensor,
    Partial,
    is_none,
)
from hublint.facts.values.sources import sources_in
from hublint.facts.values.symbolic_inputs import concrete, symbolic_family
from hublint.facts.values.value import Value, constant, just

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame


def _keras_version(call: LibraryCall) -> Value:
    """The version of the Keras that TensorFlow brings: that of Keras 2 or 3, as the pins say."""
    number = keras_number(call.run, "tf.keras", call.frame)
    return constant(number) if number else call.unknown("it is not known which Keras this is")


def _keras_input(call: LibraryCall) -> Value:
    return just(KerasTensor(keras_family(call.name), (id(call.node), call.frame.ident)))


def _sequential(call: LibraryCall) -> Value:
    layers = call.argument("layers", 0) or just(Collection("list", ()))
    family = keras_family(call.name)
    return call.run.keras.make("sequential", family, layers, call.node, call.frame)


def _functional(call: LibraryCall) -> Value:
    outputs = call.argument("outputs", 1)
    if outputs is None:
        return call.result()
    family = keras_family(call.name)
    return call.run.keras.make("functional", family, outputs, call.node, call.frame)


def _lambda_layer(call: LibraryCall) -> Value:
    function = call.argument("function", 0)
    if function is None:
        return call.result()
    return just(Partial(just(External(f"{call.name}()")), (function,), ()))


def _run_lambda(call: LibraryCall) -> Value:
    """A Lambda layer is applied: Keras calls its function with the inputs."""
    run, positional = call.run, call.arguments.positional
    given = replace(call.arguments, positional=positional[1:], node=None)
    with run.inside("lambda", call.frame.module, call.node, keras_family(call.name)):
        result = run.apply(positional[0], concrete(given), call.node, call.frame)
    family = symbolic_family(given)
    if not family:
        return result
    return just(KerasTensor(family, (id(call.node), call.frame.ident), sources_in(result)))


def _wraps_layer(call: LibraryCall) -> Value:
    layer = call.argument("layer", 0)
    return layer if layer is not None else call.result()


def _load_keras_model(call: LibraryCall) -> Value:
    """What Keras loads again may hold hub layers that this program saved."""
    path = call.argument("filepath", 0)
    given = call.argument("custom_objects", 1)
    told = given is not None and not all(is_none(item.atom) for item in given)
    if path is not None:
        call.run.keras.load(path, told, call.node, call.frame)
    return call.result()


def _load_tfsm(call: LibraryCall) -> Value:
    call.run.objects.load_elsewhere("TFSMLayer", call.argument("filepath", 0), None, call)
    return call.result()


def _save_keras(call: LibraryCall) -> Value:
    for item in call.argument("model", 0) or ():
        if isinstance(item.atom, (KerasModel, Instance)):
            path = call.argument("filepath", 1)
            call.run.saved.write_keras(path, item.atom, call.written(), call.frame)
    return constant(None)


def keras_number(run: Interpreter, family: str, frame: Frame) -> str | None:
    """A version of Keras 2 or 3, as the pins say which it is."""
    known = str(run.keras.family(family, frame).value)
    return {"keras2": "2.15.0", "tf_keras": "2.15.0", "keras3": "3.0.0"}.get(known)


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "keras-load": _load_keras_model,
    "tfsm-layer": _load_tfsm,
    "keras-version": _keras_version,
    "keras-input": _keras_input,
    "sequential": _sequential,
    "functional": _functional,
    "lambda-layer": _lambda_layer,
    "lambda-call": _run_lambda,
    "wraps-layer": _wraps_layer,
    "save-keras": _save_keras,
}
