"""What is made of TF Hub, and what happens to it? The events of hub objects, with their facts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from hublint.facts.hub.calls import Calls
from hublint.facts.hub.origins import Thing
from hublint.facts.values import rows
from hublint.facts.values.atoms import (
    HubObject,
    KerasModel,
    Method,
    Signature,
    SignatureResult,
    Signatures,
    Unknown,
)
from hublint.facts.values.identity import identity
from hublint.facts.values.rows import Column
from hublint.facts.values.value import Value, constant, just
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.values.frames import Frame

# The variables of a loaded object: TF1 Hub format has no list of the trainable ones.
_VARIABLES = frozenset(
    {"variables", "trainable_variables", "trainable_weights", "weights", "non_trainable_variables"}
)

# What a hub.Module has, or a TF2 SavedModel may have, and what hub.load gives seldom has.
_SELDOM = frozenset(
    {"regularization_losses", "variable_map", "export", "get_attached_message"}
    | {"get_input_info_dict", "get_output_info_dict", "get_signature_names"}
)

# What a tensor has and a dict has not.
_OF_TENSORS = frozenset({"numpy", "shape", "dtype", "get_shape", "set_shape"})


class HubObjects(Calls):
    """The hub objects of one program."""

    def see(self, atom: HubObject, node: ast.AST, frame: Frame) -> None:
        """An expression gives this object, whatever is done with it there."""
        self.recorder.see(self._things[atom.ident].call, node, frame.module)

    def read(self, atom: Any, name: str, node: ast.AST, frame: Frame) -> Value:
        """What an attribute of a hub object, of its signatures or of a model is."""
        if isinstance(atom, HubObject):
            return self._read_object(self._things[atom.ident], name, node, frame)
        if isinstance(atom, KerasModel):
            return self._read_model(atom, name)
        if isinstance(atom, SignatureResult) and name in _OF_TENSORS:
            self.use_as_tensor(just(atom), node, frame)
            return just(Unknown("a tensor's own", ("tensor", atom.key, name), atom.sources))
        if isinstance(atom, Signature):
            key = ("signature", atom.ident, identity(atom.name), name)
            return just(Unknown(f"the signature's {name}", key, frozenset({atom.ident})))
        return just(Method(atom, name))

    def _read_object(self, thing: Thing, name: str, node: ast.AST, frame: Frame) -> Value:
        given = self._run.state.get((thing.ident, f".{name}"))
        if given is not None:
            return given
        if name == "signatures":
            return just(Signatures(thing.ident))
        if name == "trainable":
            return self._run.state.get((thing.ident, "trainable")) or constant(False)
        if name in _SELDOM or name.startswith("trainable_"):
            self._record("attribute-read", thing, node, frame, [_attribute(name)])
        if name in _VARIABLES:
            key = ("variables", thing.ident, name)
            return just(Unknown("the model's variables", key, frozenset({thing.ident})))
        return just(Method(HubObject(thing.ident), name))

    def _read_model(self, model: KerasModel, name: str) -> Value:
        if name == "layers":
            return self._run.keras.listed(model)
        if name in _VARIABLES or name in ("output", "outputs"):
            key = ("model", model.ident, name)
            sources = frozenset(self._run.keras.layers(model))
            return just(Unknown("the model's variables", key, sources))
        return just(Method(model, name))


def _attribute(name: str) -> Column:
    return rows.fixed({"attribute": Fact(name)})
