"""May a text that is run as code throw a switch of the runtime? If so, nobody knows what holds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.project.switches import SWITCHES
from hublint.facts.values.atoms import Const
from hublint.facts.values.value import Value, constant, just


def _execute(call: LibraryCall) -> Value:
    """exec(...), and eval(...), whose detail is that it gives something."""
    if _may_throw(call):
        run = call.run
        trace = call.trace(f"`{call.frame.module.excerpt(call.node)}` runs a text")
        run.state.set((run.ambient, "switch"), just(Const("unknown"), (trace,)))
    return call.unknown("what a text gives is not followed") if call.detail else constant(None)


def _may_throw(call: LibraryCall) -> bool:
    """Whether the text names a switch; of one that is not known, the module's texts tell."""
    text = [item.atom for item in call.arguments.positional[0]] if call.arguments.positional else []
    known = [atom.value for atom in text if isinstance(atom, Const)]
    texts = map(str, known) if len(known) == len(text) else _texts_in(call)
    return any(_names_switch(one) or _is_switching(call, one) for one in texts)


def _texts_in(call: LibraryCall) -> Iterator[str]:
    for node in call.frame.module.tree.every(ast.Constant):
        if isinstance(node.value, str):
            yield node.value


def _names_switch(text: str) -> bool:
    return any(map(text.__contains__, SWITCHES))


def _is_switching(call: LibraryCall, path: str) -> bool:
    """Whether a text is the path of a module of the project that throws a switch."""
    if not path.endswith(".py"):
        return False
    modules, importer = call.run.modules, call.frame.module
    places = [folder / path for folder in (importer.path.parent, modules.root)]
    found = (importer.beside.get(place) or modules.at(place) for place in places)
    return any(call.run.throws_switch(one) for one in found if one is not None)


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {"executes": _execute}
