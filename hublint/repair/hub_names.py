"""How does a file write an API of tensorflow_hub, and how is another written in its place?"""

from __future__ import annotations

import ast

from hublint.model import Edit
from hublint.repair.nodes import Nodes
from hublint.repair.view import View


def api_of(nodes: Nodes, written: ast.expr) -> str | None:
    """The API that `hub.Module`, or a name that was imported from tensorflow_hub, means."""
    if isinstance(written, ast.Attribute):
        return written.attr
    found = _imported(nodes, written.id) if isinstance(written, ast.Name) else None
    return found[1].name if found is not None else None


def other_api(nodes: Nodes, written: ast.expr, api: str, view: View) -> list[Edit] | None:
    """The edits that write another API there, imported if need be; None if its name is taken.

    The import of the first goes with the last place that reads it.
    """
    if isinstance(written, ast.Attribute):
        line, end = nodes.end(written)
        return [nodes.replace((line, end - len(written.attr)), (line, end), api)]
    found = _imported(nodes, written.id) if isinstance(written, ast.Name) else None
    if found is None or not isinstance(written, ast.Name):
        return None
    statement, alias = found
    edit = nodes.replace(nodes.start(written), nodes.end(written), api)
    is_last = list(nodes.all_names(written.id)) == [written] and not view.is_imported(nodes)
    known = _imported(nodes, api)
    if known is not None and known[1].name == api:
        return [edit, *(without_alias(nodes, statement, alias) if is_last else ())]
    if not nodes.is_free(api):
        return None
    if is_last:
        return [edit, nodes.replace(nodes.start(alias), nodes.end(alias), api)]
    return [edit, nodes.insert(nodes.end(alias), f", {api}")]


def without_alias(nodes: Nodes, statement: ast.ImportFrom, alias: ast.alias) -> tuple[Edit, ...]:
    """The edits that take one of several imported names away; none where a comment stands."""
    number = statement.names.index(alias)
    if number:
        start, end = nodes.end(statement.names[number - 1]), nodes.end(alias)
        between = nodes.code(start, nodes.start(alias))
    elif len(statement.names) > 1:
        start, end = nodes.start(alias), nodes.start(statement.names[1])
        between = nodes.code(nodes.end(alias), end)
    else:
        return ()
    return () if "#" in between or "\\" in between else (nodes.replace(start, end, ""),)


def _imported(nodes: Nodes, name: str) -> tuple[ast.ImportFrom, ast.alias] | None:
    """The import from tensorflow_hub that alone gives a name its value."""
    for statement in nodes.tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "tensorflow_hub":
            for alias in statement.names:
                if (alias.asname or alias.name) == name and nodes.givers(name) == 1:
                    return statement, alias
    return None
