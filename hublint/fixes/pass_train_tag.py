"""Take the graph that was made for training, where the code trains and updates averages."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Edit, Fix
from hublint.repair.arguments import brackets_of
from hublint.repair.nodes import Nodes, hides_arguments, keywords
from hublint.repair.uses import uses_of
from hublint.repair.view import View
from hublint.sources.syntax import walk

TAGS = '{"train"}'


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Passes `tags={"train"}` to a `hub.Module` that is called once, and surely to be trained."""
    call = ruling.event.call
    uses = uses_of(call, view) if call is not None else None
    if uses is None or len(uses.calls) != 1:
        return None
    nodes, maker = uses.nodes, uses.maker
    made = [one for one in view.events_at(ruling.event.span) if one.kind == "made"]
    rows = [row for event in made for row in event.rows]
    has_variant = all("train_variant" in row and row["train_variant"].value for row in rows)
    is_updated = bool(nodes.attributes("UPDATE_OPS"))
    if not has_variant or not is_updated or _may_be_told(nodes, maker):
        return None
    edit = _edit(nodes, maker)
    return Fix(f"pass tags={TAGS}", "unsafe", (edit,)) if edit is not None else None


def _may_be_told(nodes: Nodes, maker: ast.Call) -> bool:
    """Whether a function may be told to make it for another purpose."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    around = [one for one in nodes.above(maker) if isinstance(one, functions)]
    return any(any(isinstance(part, ast.arg) for part in walk(one.args)) for one in around)


def _edit(nodes: Nodes, maker: ast.Call) -> Edit | None:
    given = keywords(maker)
    trainable = maker.args[1] if len(maker.args) > 1 else given.get("trainable")
    is_written = isinstance(trainable, ast.Constant) and trainable.value is True
    if hides_arguments(maker) or not is_written or len(maker.args) > 3:
        return None
    tags = given.get("tags")
    if tags is None:
        brackets = brackets_of(nodes, maker)
        return brackets.append(f"tags={TAGS}") if brackets is not None else None
    is_none = isinstance(tags, ast.Constant) and tags.value is None
    return nodes.replace(nodes.start(tags), nodes.end(tags), TAGS) if is_none else None
