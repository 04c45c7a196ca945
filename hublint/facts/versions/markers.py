"""What does a file itself show of its TensorFlow, by its imports and by the names that it reads?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hublint.facts.project.modules import Module
from hublint.facts.project.words import chain_of, words_in
from hublint.model import Evidence, Span
from hublint.sources.syntax import DEFINITIONS, TRIES, Tree, children

if TYPE_CHECKING:
    from hublint.facts.libraries.symbols import Symbols


@dataclass(frozen=True, slots=True)
class Markers:
    """What a file itself shows of its runtime: how it imports TensorFlow, what only TF1 has."""

    alias: str = "none"
    imported: Evidence | None = None
    tf1_only: Evidence | None = None


def read_markers(module: Module, symbols: Symbols) -> Markers:
    """What the file shows of its runtime, read off its own tree without running it."""
    plain: set[str] = set()
    version_1: set[str] = set()
    alias, imported = "none", None
    for node in module.imports:
        for word, name in _tensorflow_imports(node):
            if name and word != "compat.v2":
                (plain if word == "tensorflow" else version_1).add(name)
            if _RANK[word] > _RANK[alias]:
                alias, imported = word, _shown(module, node)
    marker = None
    if alias != "none":
        plain -= set(_bound_otherwise(module.tree))
        found = _first_name(plain, module, symbols.is_tf1_only)
        found = found or _first_name(version_1, module, _is_contrib)
        marker = Evidence(f"{found[0]} exists only in TensorFlow 1", found[1]) if found else None
    return Markers(alias, imported, marker)


def _is_contrib(name: str) -> bool:
    """Whether a name of compat.v1, written as one of `tensorflow`, is left out by that of TF2."""
    return name.startswith("tensorflow.contrib.")


def name_of_tf2(module: Module, symbols: Symbols) -> Evidence | None:
    """The first name of TensorFlow that a file reads and that only TF2 has."""
    named = [pair for node in module.imports for pair in _tensorflow_imports(node)]
    plain = {name for word, name in named if word == "tensorflow" and name}
    plain -= set(_bound_otherwise(module.tree))
    found = _first_name(plain, module, symbols.is_tf2_only)
    return Evidence(f"{found[0]} exists only in TensorFlow 2", found[1]) if found else None


def _bound_otherwise(tree: Tree) -> Iterator[str]:
    """The names that a file gives something else than the module `tensorflow`, perhaps as well."""
    for node in tree.every(ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    for statement in tree.imports:
        if isinstance(statement, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in statement.names)
        else:
            given = (one.asname for one in statement.names if one.name != "tensorflow")
            yield from filter(None, given)


_RANK = {"none": 0, "tensorflow": 1, "compat.v2": 2, "compat.v1": 3}


def _tensorflow_imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name in ("tensorflow.compat.v1", "tensorflow.compat.v2"):
                yield alias.name.removeprefix("tensorflow."), alias.asname or ""
            elif alias.name == "tensorflow":
                yield "tensorflow", alias.asname or alias.name
            elif alias.name.startswith("tensorflow."):
                yield "tensorflow", "" if alias.asname else "tensorflow"
        return
    home = "" if node.level else node.module or ""
    if home.startswith(("tensorflow.compat.v1", "tensorflow.compat.v2")):
        yield "compat." + home.split(".")[2], ""
    elif home == "tensorflow.compat":
        for alias in node.names:
            if alias.name in ("v1", "v2"):
                yield f"compat.{alias.name}", alias.asname or alias.name
    elif home == "tensorflow" or home.startswith("tensorflow."):
        yield "tensorflow", ""


def _first_name(
    names: set[str], module: Module, is_wanted: Callable[[str], bool]
) -> tuple[str, Span] | None:
    """The first name of TensorFlow that is wanted, as it is written, and where it is read.

    A name that the file itself gives TensorFlow (`tf.gfile = tf.io.gfile`) says nothing.
    """
    own = tuple(_given_to_tensorflow(module, names))

    def wanted(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, Span]]:
        for node in nodes:
            if isinstance(node, (ast.Attribute, ast.Import, ast.ImportFrom)):
                for dotted, whole in _tensorflow_names(node, names):
                    if is_wanted(whole) and not f"{dotted}.".startswith(own):
                        yield dotted, module.span(node)

    named = (*module.tree.every(ast.Attribute), *module.imports)
    if next(wanted(named), None) is None:  # most files have none, guarded or not
        return None
    given = set(_given_values(module.tree))
    found = wanted(_unguarded(module.python, "__version__" in module.code))
    return next((one for one in found if not any(map(given.__contains__, _starts(one[0])))), None)


def _given_values(tree: Tree) -> Iterator[str]:
    """The dotted names that a file gives a value itself: `tf.Session = tf.compat.v1.Session`."""
    for node in tree.every(ast.Attribute):
        if isinstance(node.ctx, ast.Store):
            yield ".".join(chain_of(node)[0])


def _starts(dotted: str) -> Iterator[str]:
    """A dotted name, and what it stands below."""
    while dotted:
        yield dotted
        dotted = dotted.rpartition(".")[0]


def _given_to_tensorflow(module: Module, names: set[str]) -> Iterator[str]:
    """The names of TensorFlow to which a file assigns, as written, each with a point behind it."""
    for node in module.tree.every(ast.Attribute):
        if not isinstance(node.ctx, ast.Load):
            yield from (f"{dotted}." for dotted, _ in _tensorflow_names(node, names))


def _tensorflow_names(
    node: ast.Attribute | ast.Import | ast.ImportFrom, names: set[str]
) -> Iterator[tuple[str, str]]:
    """The names of TensorFlow that a node reads or imports: as written, and in full.

    `names` are those by which the module `tensorflow` goes in this file.
    """
    if isinstance(node, ast.Attribute):
        dotted = ".".join(chain_of(node)[0])
        head, _, rest = dotted.partition(".")
        if head in names:
            yield dotted, f"tensorflow.{rest}"
    elif isinstance(node, ast.Import):
        yield from ((alias.name, alias.name) for alias in node.names)
    elif not node.level:
        imported = (f"{node.module}.{alias.name}" for alias in node.names)
        yield from ((name, name) for name in imported)


def _unguarded(tree: ast.AST, asks_version: bool) -> Iterator[ast.AST]:
    """Every node, outer first, but what a test of the version or a try may keep from running.

    Where one of two ways reads names of `compat`, the other is for another TensorFlow.
    `asks_version` is whether the version may be given a name, by which it is tested then.
    """
    words = set(_VERSION_WORDS)
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, TRIES):
            continue
        if _tests_version(node, words):
            continue
        if isinstance(node, (ast.If, ast.IfExp)) and any(map(_names_compat, _ways(node))):
            continue
        if (
            asks_version
            and isinstance(node, ast.Assign)
            and not words.isdisjoint(words_in(node.value))
        ):
            words.update(target.id for target in node.targets if isinstance(target, ast.Name))
        stack += reversed(_come_to(node, words))


def _come_to(node: ast.AST, words: Set[str]) -> list[ast.AST]:
    """What is below a node; of a function, up to a test of the version that may leave it."""
    found = children(node)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for number, child in enumerate(found):
            if isinstance(child, ast.If) and _leaves(child) and _tests_version(child, words):
                return found[: number + 1]
    return found


def _leaves(node: ast.If) -> bool:
    return isinstance(node.body[-1], (ast.Return, ast.Raise))


def _tests_version(node: ast.AST, words: Set[str]) -> bool:
    return any(not words.isdisjoint(words_in(test)) for test in _tests(node))


def _ways(node: ast.If | ast.IfExp) -> Sequence[ast.AST]:
    """What is done either way, where a test has two; an `elif` is asked for itself."""
    if isinstance(node, ast.IfExp):
        return (node.body, node.orelse)
    if not node.orelse:
        return ()
    return node.body if isinstance(node.orelse[0], ast.If) else (*node.body, *node.orelse)


def _names_compat(node: ast.AST) -> bool:
    return "compat" in words_in(node)


def _tests(node: ast.AST) -> Sequence[ast.expr]:
    """The tests that let something of a node run, or not: a decorator may skip a test."""
    if isinstance(node, DEFINITIONS):
        return node.decorator_list
    if isinstance(node, (ast.If, ast.IfExp)):
        return (node.test,)
    return node.values[:-1] if isinstance(node, ast.BoolOp) else ()


_VERSION_WORDS = frozenset({"__version__", "executing_eagerly", "hasattr", "tf2", "VERSION"})


def _shown(module: Module, node: ast.Import | ast.ImportFrom) -> Evidence:
    return Evidence(f"`{ast.unparse(node)}`", module.span(node))
