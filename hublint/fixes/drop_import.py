"""Import no more what tensorflow_hub no longer has, where nothing uses it any more."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.hub_names import without_alias
from hublint.repair.unused import is_taken_elsewhere, without_statement
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Takes the name away that a statement imports and nothing reads."""
    event = ruling.event
    nodes = view.nodes(event.span.path)
    if event.kind != "named" or nodes is None:
        return None
    here = (one for one in nodes.tree.body if isinstance(one, ast.ImportFrom))
    statement = next((one for one in here if nodes.span(one) == event.span), None)
    names = statement.names if statement is not None else []
    alias = next((one for one in names if one.name == event.api), None)
    if statement is None or alias is None:
        return None
    name = alias.asname or alias.name
    if nodes.all_names(name) or is_taken_elsewhere(nodes, name, view):
        return None
    is_alone = len(names) == 1
    edits = (
        without_statement(nodes, statement) if is_alone else without_alias(nodes, statement, alias)
    )
    return Fix(f"import {name} no more", "unsafe", edits) if edits else None
