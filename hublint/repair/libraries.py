"""By which name does a file know a library, and how does it come to know it?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from hublint.model import Edit
from hublint.repair.nodes import Nodes

# Any of these has the symbols that repairs write, such as tf.constant.
TENSORFLOW = ("tensorflow", "tensorflow.compat.v2", "tensorflow.compat.v1")

_CHOOSING = ("tensorflow", "tensorflow_hub", "keras", "tf_keras", "tensorflow_text")


@dataclass(frozen=True, slots=True)
class Known:
    """The name of a library in a file, and the edits without which it has none."""

    name: str
    edits: tuple[Edit, ...] = ()


def tensorflow(nodes: Nodes) -> Known | None:
    """TensorFlow's name in a file, imported beside tensorflow_hub if it has none.

    None where it can't be given one: `tf` is something else there.
    """
    for name, library, statement in _imports(nodes):
        if library in TENSORFLOW and _is_given_once(nodes, name, statement):
            return Known(name)
    hub = hub_import(nodes)
    if hub is None or not nodes.is_free("tf"):
        return None
    edit = nodes.insert(nodes.start(hub), "import tensorflow as tf\n")
    return Known("tf", (edit,))


def tensorflow_hub(nodes: Nodes) -> Known | None:
    """The name of tensorflow_hub in a file, imported behind TensorFlow if it has none.

    None where it can't be given one: `hub` is something else there.
    """
    imports = list(_imports(nodes))
    for name, library, statement in imports:
        if library == "tensorflow_hub" and _is_given_once(nodes, name, statement):
            return Known(name)
    before = [one for _, library, one in imports if library.partition(".")[0] in _CHOOSING]
    edit = written_behind(nodes, before[-1], "import tensorflow_hub as hub") if before else None
    if edit is None or not nodes.is_free("hub"):
        return None
    return Known("hub", (edit,))


def hub_import(nodes: Nodes) -> ast.stmt | None:
    """The first statement of a module's own body that imports tensorflow_hub, or a part of it."""
    return next((item for _, library, item in _imports(nodes) if _is_of_hub(library)), None)


def written_behind(nodes: Nodes, statement: ast.stmt, line: str) -> Edit | None:
    """The edit that puts a line behind a statement's own; None if others share its last line."""
    number = statement.end_lineno or statement.lineno
    text = nodes.module.lines[number - 1]
    rest = text[nodes.end(statement)[1] - 1 :].strip()
    if nodes.start(statement)[1] != 1 or (rest and rest[0] != "#"):
        return None
    return nodes.insert((number, len(text) + 1), f"\n{line}")


def _is_of_hub(library: str) -> bool:
    return library.partition(".")[0] == "tensorflow_hub"


def compat_name(nodes: Nodes) -> str | None:
    """How a file writes tensorflow.compat.v1: `tf`, or `tf.compat.v1`."""
    for name, library, statement in _imports(nodes):
        if _is_given_once(nodes, name, statement):
            if library == "tensorflow.compat.v1":
                return name
            if library == "tensorflow":
                return f"{name}.compat.v1"
    return None


def tensorflow_names(nodes: Nodes) -> frozenset[str]:
    """The names that TensorFlow of TF2 has in a file, whose `keras` is Keras."""
    return frozenset(
        name
        for name, library, statement in _imports(nodes)
        if library in TENSORFLOW[:2] and _is_given_once(nodes, name, statement)
    )


def gives_tensor(nodes: Nodes, node: ast.expr) -> bool:
    """Whether a node is a call of TensorFlow's, which gives a tensor or what goes for one."""
    if not isinstance(node, ast.Call):
        return False
    root: ast.expr = node.func
    while isinstance(root, ast.Attribute):
        root = root.value
    names = (name for name, library, _ in _imports(nodes) if library in TENSORFLOW)
    return isinstance(root, ast.Name) and root.id in names


def imports_keras(statement: ast.stmt) -> bool:
    """Whether a statement imports TensorFlow, tensorflow_hub or Keras, or a part of them."""
    if isinstance(statement, ast.Import):
        names = [one.name for one in statement.names]
    elif isinstance(statement, ast.ImportFrom) and not statement.level:
        names = [statement.module or ""]
    else:
        return False
    return any(name.partition(".")[0] in _CHOOSING for name in names)


def is_import_of(statement: ast.stmt, name: str) -> bool:
    """Whether a statement imports something by that name."""
    if not isinstance(statement, (ast.Import, ast.ImportFrom)):
        return False
    return any((one.asname or one.name.partition(".")[0]) == name for one in statement.names)


def _imports(nodes: Nodes) -> Iterator[tuple[str, str, ast.stmt]]:
    """The name, the library and the statement of each plain import of the module's own body."""
    for statement in nodes.tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.asname or "." not in alias.name:
                    yield alias.asname or alias.name, alias.name, statement
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            for alias in statement.names:
                dotted = f"{statement.module}.{alias.name}"
                yield alias.asname or alias.name, dotted, statement


def _is_given_once(nodes: Nodes, name: str, statement: ast.stmt) -> bool:
    """Whether the import is all that ever gives the name a value."""
    return nodes.givers(name) == 1 and statement in nodes.tree.body
