"""May this `hub.Module(...)` give way to another API of tensorflow_hub, and how is it written?"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hublint.model import Edit, Row
from hublint.repair.nodes import Nodes, keywords


def may_be_replaced(maker: ast.Call, rows: Sequence[Row]) -> bool:
    """Whether the constructor is written out as `hub.Module(...)`, and is certainly frozen."""
    trainable = {row["trainable"].value if "trainable" in row else False for row in rows}
    is_written_out = len(maker.args) <= 1 and not any(
        isinstance(argument, ast.Starred) for argument in maker.args
    )
    is_attribute = isinstance(maker.func, ast.Attribute) and maker.func.attr == "Module"
    hides_nothing = len(keywords(maker)) == len(maker.keywords)
    return is_attribute and is_written_out and hides_nothing and trainable == {False}


def renamed(nodes: Nodes, maker: ast.Call, api: str) -> list[Edit]:
    """The edits that give the constructor another name, and its parameter the other's."""
    end = nodes.end(maker.func)
    edits = [nodes.replace((end[0], end[1] - len("Module")), end, api)]
    spec = next((item for item in maker.keywords if item.arg == "spec"), None)
    if spec is not None:
        line, column = nodes.start(spec)
        edits.append(nodes.replace((line, column), (line, column + len("spec")), "handle"))
    return edits
