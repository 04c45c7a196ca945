"""What may a text do that is run as code? It gives names other values, or throws a switch."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.project.switches import SWITCHES
from hublint.facts.values.atoms import Atom, Const, Dictionary, ModuleAtom, Namespace
from hublint.facts.values.value import Value, constant, just, only


def _execute(call: LibraryCall) -> Value:
    """exec(...), and eval(...), whose detail is that it gives something."""
    if _may_throw(call):
        run = call.run
        trace = call.trace(f"`{call.frame.module.excerpt(call.node)}` runs a text")
        run.state.set((run.ambient, "switch"), just(Const("unknown"), (trace,)))
    if call.detail:
        return call.unknown("what a text gives is not followed")
    _overwrite_names(call)
    return constant(None)


def _overwrite_names(call: LibraryCall) -> None:
    """Names of the module are given other values: those that the text names, if it is known.

    In a function it changes no name, unless it is handed the module's.
    """
    run, given = call.run, call.arguments.positional
    names = only(given[1]) if len(given) > 1 else None
    owner: Atom = ModuleAtom(call.frame.module)
    if isinstance(names, Dictionary) and isinstance(names.key, Namespace):
        owner = names.key.owner
    elif len(given) > 1 or call.frame.kind != "module":
        return
    code = only(given[0]) if given else None
    text = code.value if isinstance(code, Const) and isinstance(code.value, str) else None
    run.overwrite(just(owner)[0], call.node, call.frame, None if text is None else _words_of(text))


def _words_of(code: str) -> frozenset[str]:
    """Every word of some code, whatever it means there."""
    return frozenset(re.findall(r"\w+", code))


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
