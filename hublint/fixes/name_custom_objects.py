"""Tell Keras what KerasLayer is where it loads a model that has one."""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.arguments import brackets_of
from hublint.repair.libraries import tensorflow_hub
from hublint.repair.nodes import hides_arguments, keywords
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Adds the argument to a call that has the path alone, or other keywords."""
    nodes = view.nodes(ruling.event.span.path)
    call = nodes.at(ruling.event.span, ast.Call) if nodes is not None else None
    hub = tensorflow_hub(nodes) if nodes is not None else None
    if nodes is None or call is None or hub is None:
        return None
    brackets = brackets_of(nodes, call)
    given = keywords(call)
    if brackets is None or hides_arguments(call) or "custom_objects" in given or len(call.args) > 1:
        return None
    argument = f'custom_objects={{"KerasLayer": {hub.name}.KerasLayer}}'
    edits = (*hub.edits, brackets.append(argument))
    return Fix("tell Keras what KerasLayer is", "unsafe", edits)
