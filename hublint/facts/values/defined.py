"""Which function or class of the code is this? Its name in its file, in whatever process."""

from __future__ import annotations

import ast
from typing import NamedTuple

from hublint.facts.values.atoms import Class, Function
from hublint.model import Span


class Defined(NamedTuple):
    """A function or class: its file as people see it, its name behind that of its class.

    `span` tells those apart that are defined in functions; None where the names do.
    """

    path: str
    name: str
    span: Span | None = None


def defined(atom: Function | Class) -> Defined:
    """What a function or class is called in all programs."""
    node, home = atom.node, atom.module
    if isinstance(node, ast.Lambda) or is_inner(atom):
        return Defined(home.display, "", home.span(node))
    owner = atom.defined_in if isinstance(atom, Function) else None
    name = node.name
    return Defined(home.display, name if owner is None else f"{owner.node.name}.{name}")


def is_inner(atom: Function | Class) -> bool:
    """Whether it is defined in a function, of which it may see whatever that was given."""
    home = atom.frame if isinstance(atom, Function) else atom.frame.parent
    while home is not None and home.kind == "class":
        home = home.parent
    return home is not None and home.kind != "module"
