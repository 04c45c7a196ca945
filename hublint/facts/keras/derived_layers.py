"""Which hub layer is an object of a class that derives from hub.KerasLayer?

The layer is made where the class passes its arguments on to hub.KerasLayer, or, if it passes none
on itself, where its object is made. Unless the class has a `call` of its own, its object is that
layer, and nothing more is known of it. Of a class that changes how the layer works, nothing is.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, External, Instance, Method
from hublint.facts.values.value import Value, constant, only

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.libraries.symbols import HubApi
    from hublint.facts.values.frames import Frame

_LAYER = "the layer of hub"

# By these hub.KerasLayer does what it does: who has others in their place makes another layer, one
# that fine-tunes models in the TF1 Hub format for instance.
_WORKS_BY = (
    *("_setup_layer", "_check_trainability", "_get_callable", "_is_hub_module_v1"),
    "trainable",  # a property in its place
)

_CALLS = frozenset({"call", "__call__"})


class DerivedLayers:
    """The layers of one program whose classes stand in its code."""

    def __init__(self, run: Interpreter) -> None:
        self._run = run

    def api(self, type_: Class) -> HubApi | None:
        """The API of hub that a class derives from, at whatever remove, and works as."""
        if any(self._run.state.get((type_.frame.ident, name)) is not None for name in _WORKS_BY):
            return None
        for item in type_.bases:
            if isinstance(item.atom, External):
                api = self._run.symbols.hub_api(item.atom.name)
                if api is not None and api.name == "KerasLayer":
                    return api
            elif isinstance(item.atom, Class) and item.atom is not type_:
                above = self.api(item.atom)
                if above is not None:
                    return above
        return None

    def bare(self, type_: Class) -> HubApi | None:
        """The API whose arguments a class takes as they are: it has no __init__ of its own."""
        if self._run.find_in_class(type_, "__init__") is not None:
            return None
        return self.api(type_)

    def layer(self, instance: Instance) -> Value | None:
        """The hub layer that an object is; None where it is another, or has a call of its own."""
        if self._run.find_in_class(instance.type, "call") is not None:
            return None
        return self._run.state.get((instance.ident, _LAYER))

    def is_one(self, instance: Instance) -> bool:
        """Whether an object works as a layer of hub."""
        return self._run.state.get((instance.ident, _LAYER)) is not None

    def call(
        self, method: Method, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value | None:
        """What a method gives that an object has from hub.KerasLayer; None if it is none of it."""
        owner = method.owner
        api = self.api(owner.type) if isinstance(owner, Instance) else None
        if api is None or not isinstance(owner, Instance):
            return None
        key = (owner.ident, _LAYER)
        if method.name == "__init__":
            self._run.state.set(key, self._run.objects.make(api, arguments, node, frame))
            return constant(None)
        layer = self._run.state.get(key)
        if layer is None or method.name not in _CALLS:
            return None
        return self._run.apply(layer, arguments, node, frame)

    def call_unbound(
        self, name: str, arguments: Arguments, node: ast.Call, frame: Frame
    ) -> Value | None:
        """The same where the method is named by its class: `hub.KerasLayer.__init__(self, …)`."""
        dotted, _, called = name.rpartition(".")
        if not arguments.positional or self._run.symbols.hub_api(dotted) is None:
            return None
        first = arguments.positional[0]
        owner = only(first)
        if not isinstance(owner, Instance):
            return None
        return self.call(Method(owner, called), arguments.without_first(), node, frame)
