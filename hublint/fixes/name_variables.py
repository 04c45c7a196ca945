"""Tell an optimizer to train a hub object's variables beside those that it finds by itself."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Event, Fix, Row
from hublint.repair.arguments import brackets_of
from hublint.repair.libraries import compat_name
from hublint.repair.names import name_at
from hublint.repair.nodes import Nodes, hides_arguments, keywords
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Adds `var_list` to the call, if the object has a name there by which it is called."""
    event = ruling.event
    nodes = view.nodes(event.span.path)
    call = nodes.at(event.span, ast.Call) if nodes is not None else None
    brackets = brackets_of(nodes, call) if nodes is not None and call is not None else None
    if nodes is None or call is None or brackets is None or not _may_be_told(call):
        return None
    tf = compat_name(nodes)
    names = _trained(nodes, call, event, view)
    if tf is None or not names:
        return None
    own = "".join(f", *{name}.trainable_variables" for name in names)
    argument = f"var_list=[*{tf}.trainable_variables(){own}]"
    return Fix("train its variables, too", "unsafe", (brackets.append(argument),))


def _may_be_told(call: ast.Call) -> bool:
    """Whether a call has neither the argument, nor anything that may hide it."""
    return not hides_arguments(call) and "var_list" not in keywords(call) and len(call.args) <= 2


def _trained(nodes: Nodes, call: ast.Call, event: Event, view: View) -> list[str]:
    """The names of all objects that are to be trained here; none if one has no name."""
    found: dict[str, None] = {}
    for one in view.events_at(event.span):
        if one.kind != "trained" or one.call is None or _is_frozen(one):
            continue
        name = name_at(nodes, one.call, call, view)
        if name is None or not _lists_variables(one):
            return []
        found[name] = None
    return list(found)


def _is_frozen(event: Event) -> bool:
    return all("trainable" in row and row["trainable"].value is False for row in event.rows)


def _lists_variables(event: Event) -> bool:
    """Whether the object surely has `trainable_variables`: so has what is made for fine-tuning."""
    if event.api == "KerasLayer":
        return True
    return all(
        row["format"].value == "tf2-savedmodel" and _says_so(row, "has_weights", "fine_tunable")
        for row in event.rows
        if "format" in row
    )


def _says_so(row: Row, *names: str) -> bool:
    return any(name in row and row[name].value is True for name in names)
