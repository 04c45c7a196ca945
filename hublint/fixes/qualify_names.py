"""Import tensorflow_hub by its name, and write that name before all that is taken from it."""

from __future__ import annotations

import ast
from collections.abc import Collection

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.nodes import Nodes
from hublint.repair.view import View
from hublint.sources.syntax import walk


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Rewrites the star import with every use, if nobody may take the names from this module."""
    span = ruling.event.span
    nodes = view.nodes(span.path)
    star = _star_import(nodes) if nodes is not None else None
    if nodes is None or star is None or nodes.module.is_package or view.is_public(nodes):
        return None
    is_taken = nodes.all_names("hub") or nodes.givers("hub") or nodes.givers("__all__")
    uses = _uses(nodes, view.hub_names)
    if is_taken or not uses:
        return None
    edit = nodes.replace(nodes.start(star), nodes.end(star), "import tensorflow_hub as hub")
    edits = [nodes.insert(nodes.start(one), "hub.") for one in uses]
    return Fix("import it as hub", "unsafe", (edit, *edits))


def _star_import(nodes: Nodes) -> ast.ImportFrom | None:
    """The statement that takes all of tensorflow_hub, if it is the only star import."""
    stars = [
        one
        for one in walk(nodes.tree)
        if isinstance(one, ast.ImportFrom) and any(alias.name == "*" for alias in one.names)
    ]
    if len(stars) != 1 or stars[0].module != "tensorflow_hub" or stars[0].level:
        return None
    return stars[0]


def _uses(nodes: Nodes, names: Collection[str]) -> list[ast.Name]:
    """Every place that reads one of the names; none if any can't be followed."""
    found: list[ast.Name] = []
    for name in names:
        places = nodes.all_names(name)
        if places and (nodes.givers(name) or any(not _has_place(nodes, one) for one in places)):
            return []
        found += places
    return found


def _has_place(nodes: Nodes, name: ast.Name) -> bool:
    """Whether it is known where a name stands: inside of a text it isn't."""
    return nodes.at(nodes.span(name), ast.Name) is name
