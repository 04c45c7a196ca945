"""Which module does a call import?"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from hublint.facts.libraries.call import LibraryCall
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Const, External, ModuleAtom
from hublint.facts.values.value import Alternative, Value, constant, just, union

if TYPE_CHECKING:
    from hublint.facts.project.modules import Module


def _import(call: LibraryCall) -> Value:
    """import_module("a.b") and __import__("a.b"), which gives `a` where no names are asked for."""
    is_top = call.detail == "top" and call.argument("fromlist", 3) is None
    names = call.argument("name", 0) or ()
    return union(*(_imported(call, item, is_top) for item in names)) or call.result()


def _imported(call: LibraryCall, item: Alternative, is_top: bool) -> Value:
    atom = item.atom
    if not isinstance(atom, Const) or not isinstance(atom.value, str):
        return _any_member(call)
    modules, importer = call.run.modules, call.frame.module
    dotted = atom.value.lstrip(".")
    replaced = call.run.replaced.whole(dotted.partition(".")[0] if is_top else atom.value)
    if replaced is not None:
        return replaced
    level = len(atom.value) - len(dotted)
    found = _beside(call, level, dotted) if level else modules.find(dotted, importer)
    if found is not None:
        call.run.load(found)
    if is_top:
        dotted = dotted.partition(".")[0]
        found = modules.find(dotted, importer)
    return just(External(dotted) if found is None else ModuleAtom(found))


def _any_member(call: LibraryCall) -> Value:
    """Any module of the package by whose name the name begins that is asked for."""
    package = call.node.args[0] if call.node.args else None
    begin = _begin(package) if package is not None else ""
    members = call.run.members(begin, call.frame.module) if begin.endswith(".") else ()
    for one in members:
        call.run.load(one)
    return union(call.result(), *(just(ModuleAtom(one)) for one in members))


def _begin(node: ast.expr) -> str:
    """What a computed text begins with, as far as it is written, up to its last dot."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return _begin(node.values[0])
    if isinstance(node, ast.BinOp):
        return _begin(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _begin(node.func.value)
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    head, dot, _ = re.split("[{%]", text)[0].rpartition(".")
    return head + dot


def _beside(call: LibraryCall, level: int, dotted: str) -> Module | None:
    """The module of a name with dots before it, seen from the package that is passed."""
    modules, importer = call.run.modules, call.frame.module
    for item in call.argument("package", 1) or ():
        if isinstance(item.atom, Const) and isinstance(item.atom.value, str):
            above = item.atom.value.split(".")
            whole = ".".join((*above[: len(above) + 1 - level], dotted))
            found = modules.find(whole, importer)
            if found is not None:
                return found
    return modules.relative(level, dotted, importer)


def _lazy_import(call: LibraryCall) -> Value:
    """LazyLoader("hub", globals(), "tensorflow_hub"): the last text is the module."""
    name = last_text(call.arguments)
    return just(External(name)) if name else call.result()


def _find_spec(call: LibraryCall) -> Value:
    """Whether a package is installed: tf_keras is where hub is, and Keras is Keras 3."""
    name = call.argument("name", 0)
    is_needed = name is not None and [item.atom for item in name] == [Const("tf_keras")]
    family = call.run.keras.family("tf.keras", call.frame).value
    return constant(True) if is_needed and family == "keras3" else call.result()


def last_text(arguments: Arguments) -> str:
    """The last text that is passed to a call; "" if none is."""
    texts_ = [
        item.atom.value
        for value in (*arguments.positional, *arguments.keywords.values())
        for item in value
        if isinstance(item.atom, Const) and isinstance(item.atom.value, str)
    ]
    return texts_[-1] if texts_ else ""


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "import": _import,
    "lazy-import": _lazy_import,
    "find-spec": _find_spec,
}
