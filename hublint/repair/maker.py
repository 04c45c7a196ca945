"""May this `hub.Module(...)` give way to another API of tensorflow_hub, and how is it written?"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hublint.model import Edit, Fact, Row, value_of
from hublint.repair.hub_names import api_of, other_api
from hublint.repair.nodes import Nodes, hides_arguments, keywords
from hublint.repair.view import View

# What gives hub.Module a spec in the place of a handle.
_SPECS = ("load_module_spec", "create_module_spec", "create_module_spec_from_saved_model")


def may_be_replaced(nodes: Nodes, maker: ast.Call, rows: Sequence[Row], view: View) -> bool:
    """Whether it is written out as `hub.Module(handle)`, and is certainly frozen."""
    frozen = all("trainable" not in row or _is_surely_false(row["trainable"]) for row in rows)
    is_module = api_of(nodes, maker.func) == "Module"
    given = keywords(maker)
    handle = maker.args[0] if len(maker.args) == 1 else given.get("spec")
    if handle is None or not is_module or hides_arguments(maker) or not frozen:
        return False
    # What is no handle but a spec, only hub.Module takes.
    is_object = nodes.span(handle) in view.places_of(nodes)
    return not is_object and len(maker.args) <= 1


def _is_surely_false(fact: Fact) -> bool:
    return fact.value is False and fact.certainty == "proven"


def formats_of(nodes: Nodes, rows: Sequence[Row]) -> set[str]:
    """The formats that the model may have, of which hub.Module takes only that of TF1 Hub.

    So an unknown one is none other, unless specs are about, which hub.Module takes, too.
    """
    found = {value_of(row, "format") for row in rows}
    if None in found and not any(nodes.attributes(name) for name in _SPECS):
        found = {value or "tf1-hub" for value in found}
    return {str(value) for value in found}


def renamed(nodes: Nodes, maker: ast.Call, api: str, view: View) -> list[Edit] | None:
    """The edits that give the constructor another name, and its parameter the other's.

    None where the other name is taken.
    """
    edits = other_api(nodes, maker.func, api, view)
    parent = nodes.parent(maker)
    if isinstance(parent, ast.AnnAssign) and edits is not None:
        is_type = api == "KerasLayer" and api_of(nodes, parent.annotation) == "Module"
        annotated = other_api(nodes, parent.annotation, api, view) if is_type else None
        edits = [*edits, *annotated] if annotated is not None else None
    if edits is None:
        return None
    spec = next((item for item in maker.keywords if item.arg == "spec"), None)
    if spec is not None:
        line, column = nodes.start(spec)
        edits.append(nodes.replace((line, column), (line, column + len("spec")), "handle"))
    return edits
