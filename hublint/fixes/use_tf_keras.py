"""Take all of Keras from `tf_keras`, as hub.KerasLayer does; or set TF_USE_LEGACY_KERAS.

The parts of a model must all be of one Keras. So all of a program moves, if it is one file that
is written out; where it has several files, the variable moves them all.
"""

from __future__ import annotations

import ast

from hublint.judging.ruling import Ruling
from hublint.model import Edit, Fix
from hublint.repair.libraries import (
    hub_import,
    imports_keras,
    is_import_of,
    tensorflow_names,
    written_behind,
)
from hublint.repair.nodes import Nodes
from hublint.repair.unused import unused_import
from hublint.repair.view import View
from hublint.sources.syntax import walk

# Parts of Keras that TF2 has at its top, too.
_PARTS = ("initializers", "losses", "metrics", "optimizers")


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Rewrites the one file of the program, else sets the variable in its entry module."""
    path = ruling.event.span.path
    return view.once(("use-tf-keras", path), lambda: _of_file(path, view))


def _of_file(path: str, view: View) -> Fix | None:
    entry = view.entry_of(path)
    nodes = view.nodes(entry) if entry is not None else None
    if nodes is None:
        return None
    is_alone = entry == path and not any(view.is_own_import(nodes, one) for one in nodes.tree.body)
    edits = _all_of_keras(nodes, view) if is_alone else None
    if edits is not None:
        return Fix("take all of Keras from tf_keras", "unsafe", tuple(edits))
    edit = _variable(nodes, view)
    return Fix("set TF_USE_LEGACY_KERAS before the imports", "unsafe", (edit,)) if edit else None


def _all_of_keras(nodes: Nodes, view: View) -> list[Edit] | None:
    """The edits of a file that has Keras as `tf.keras`, or as `tf.metrics`; None for any other."""
    hub = hub_import(nodes)
    names = tensorflow_names(nodes)
    others = [one for one in walk(nodes.tree) if _imports_keras_alone(one)]
    if hub is None or others or not nodes.is_free("tf_keras"):
        return None
    whole = nodes.attributes("keras")
    parts = [one for name in _PARTS for one in nodes.attributes(name) if _root(one) in names]
    found = [*whole, *parts]
    is_followed = all(_root(node) in names for node in whole) and all(
        nodes.at(nodes.span(node), ast.Attribute) is node for node in found
    )
    if not whole or not is_followed:
        return None
    first = min(node.lineno for node in found)
    imports = [hub, *(one for one in nodes.tree.body if is_import_of(one, _root(whole[0])))]
    place = next((one for one in imports if one.lineno < first), None)
    behind = written_behind(nodes, place, "import tf_keras") if place is not None else None
    if behind is None:
        return None
    roots = {node.value for node in found}
    edits = [nodes.replace(nodes.start(one), nodes.end(one), "tf_keras") for one in roots]
    edits += [nodes.replace(nodes.end(one.value), nodes.end(one), "") for one in whole]
    unused = (unused_import(nodes, name, roots, view) for name in names)
    return [behind, *edits, *(edit for some in unused for edit in some)]


def _root(node: ast.Attribute) -> str:
    """The name of which something is an attribute; empty if that is no name."""
    return node.value.id if isinstance(node.value, ast.Name) else ""


def _imports_keras_alone(node: ast.AST) -> bool:
    """Whether a statement gives Keras, or a part of it, a name of its own."""
    if isinstance(node, ast.Import):
        return any("keras" in one.name for one in node.names)
    if isinstance(node, ast.ImportFrom):
        return "keras" in (node.module or "") or any(one.name == "keras" for one in node.names)
    return False


def _variable(nodes: Nodes, view: View) -> Edit | None:
    """The edit that sets the variable before the first import that chooses a Keras."""
    own = (one for one in nodes.tree.body if imports_keras(one) or view.is_own_import(nodes, one))
    first = next(own, None)
    if first is None or any("TF_USE_LEGACY_KERAS" in line for line in nodes.module.lines):
        return None
    before = nodes.tree.body[: nodes.tree.body.index(first)]
    has_os = any(
        isinstance(one, ast.Import)
        and any(alias.name == "os" and not alias.asname for alias in one.names)
        for one in before
    )
    if not (nodes.givers("os") == 1 if has_os else nodes.is_free("os")):
        return None
    text = 'os.environ["TF_USE_LEGACY_KERAS"] = "1"\n\n'
    return nodes.insert((first.lineno, 1), text if has_os else f"import os\n\n{text}")
