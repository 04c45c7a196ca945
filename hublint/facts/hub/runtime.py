"""Which runtime does this run in, and does it run in a graph, eagerly, or in a function?

What decides, in this order: configuration; the TensorFlow that is pinned; symbols that exist
only in TF1; the switches that were thrown before; and where nothing at all speaks, TF2. What
surrounds the call (a graph, an Estimator's model_fn, a tf.function) decides the execution.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from hublint.facts.libraries.symbols import Symbols
from hublint.facts.project.modules import Module
from hublint.facts.project.words import chain_of
from hublint.facts.versions.running import is_sure, satisfies
from hublint.model import Certainty, Evidence, Fact, Span, VersionRange
from hublint.sources.syntax import TRIES, Tree, children, walk

# "unknown": it may have been thrown.
Switch = Literal["none", "disabled-v2", "disabled-eager", "enabled-v2", "enabled-eager", "unknown"]


@dataclass(frozen=True, slots=True)
class Markers:
    """What a file itself shows of its runtime: how it imports TensorFlow, what only TF1 has."""

    alias: str = "none"
    imported: Evidence | None = None
    tf1_only: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a file's runtime before it runs.

    `unfollowed` says why a switch may be thrown that nobody sees; empty if there is none. `beside`
    is which TensorFlow its programs show, for a file that shows none itself.
    """

    versions: Mapping[str, Fact]
    markers: Markers
    configured: Fact | None = None
    unfollowed: str = ""
    beside: Fact | None = None

    @property
    def runs_tf1(self) -> bool:
        """Whether it runs with TensorFlow 1."""
        return _major(self).value == "tf1"

    @property
    def is_silent(self) -> bool:
        """Whether neither the file nor what surrounds it says which TensorFlow it runs with."""
        major = _major(self)
        return major.value == "tf2" and major.certainty == "assumed"


def runtime_facts(
    around: Surroundings,
    switch: Switch,
    thrown: tuple[Evidence, ...],
    certainty: Certainty,
    uncalled: bool,
) -> dict[str, Fact]:
    """The runtime and its own execution at a place where a switch stands so.

    `thrown` is the evidence for the switch, which is as certain as `certainty`; `uncalled` is
    whether nobody in view calls the function around the place.
    """
    major = _major(around)
    if major.value is None:
        return _unknown(major.missing, switch, thrown)
    if switch == "unknown":
        shown = thrown[0].text if thrown else "something"
        return _unknown(f"{shown}, which may throw a switch", switch, thrown)
    if major.value == "tf1":
        eager = switch in ("enabled-v2", "enabled-eager")
        why = (*major.why, *(thrown if eager else ()))
        return _facts("tf1", "eager" if eager else "graph", major.certainty, why, switch, thrown)
    weakest = major.certainty if certainty == "proven" else certainty
    if switch == "disabled-v2":
        return _facts("tf1-compat", "graph", weakest, (*major.why, *thrown), switch, thrown)
    if switch == "disabled-eager":
        return _facts("tf2", "graph", weakest, (*major.why, *thrown), switch, thrown)
    if around.unfollowed and switch == "none" and uncalled:
        return _unknown(around.unfollowed, switch, thrown)
    return _facts("tf2", "eager", weakest, (*major.why, *thrown), switch, thrown)


def _major(around: Surroundings) -> Fact:
    """Whether it is TF1 or TF2: "tf1", "tf1-compat" or "tf2", or unknown."""
    if around.configured is not None:
        value = "tf1" if around.configured.value == "tf1" else "tf2"
        return Fact(value, "proven", around.configured.why)
    pinned = around.versions.get("tensorflow")
    marker = around.markers.tf1_only
    if pinned is not None and isinstance(pinned.value, VersionRange):
        is_assumed = pinned.certainty == "assumed"
        if satisfies(pinned.value, "<2") and (marker is None or not is_assumed):
            return Fact("tf1", pinned.certainty, pinned.why)
        is_proven = _is_proven_tf2(pinned)
        if is_proven and marker is None:
            lines = tuple(one for one in pinned.why if one.span is not None)
            return Fact("tf2", "proven", lines or pinned.why)
        if is_proven and marker is not None:
            missing = f"TensorFlow 2 is pinned, but {marker.text}"
            return Fact(None, missing=missing)
    if marker is not None:
        return Fact("tf1", "proven", (marker,))
    if pinned is not None and pinned.value is not None and pinned.certainty == "proven":
        return Fact(None, missing=pinned.missing or "the pins admit TensorFlow 1 and 2")
    if around.beside is not None:
        return around.beside
    nothing = Evidence("nothing here speaks of TensorFlow 1, so TensorFlow 2 is assumed")
    return Fact("tf2", "assumed", (nothing,))


def _is_proven_tf2(version: Fact) -> bool:
    is_tf2 = isinstance(version.value, VersionRange) and satisfies(version.value, ">=2")
    return bool(is_tf2) and is_sure(version, ">=2")


def proves_tf1(
    markers: Markers, configured: Fact | None, versions: Mapping[str, Fact]
) -> Evidence | None:
    """What shows that a file runs with TensorFlow 1, beside its pins; None if nothing does.

    `versions` are those of the pins: where these prove TensorFlow 2, nothing is shown.
    """
    if _is_proven_tf2(versions["tensorflow"]):
        return None
    if configured is None:
        return markers.tf1_only
    return configured.why[0] if configured.value == "tf1" else None


def _facts(
    runtime: str,
    execution: str,
    certainty: Certainty,
    why: tuple[Evidence, ...],
    switch: Switch,
    thrown: tuple[Evidence, ...],
) -> dict[str, Fact]:
    return {
        "runtime": Fact(runtime, certainty, why),
        "execution": Fact(execution, certainty, why),
        "switch": _switch_fact(switch, thrown),
    }


def _unknown(missing: str, switch: Switch, thrown: tuple[Evidence, ...]) -> dict[str, Fact]:
    graph = switch in ("disabled-v2", "disabled-eager")
    return {
        "runtime": Fact(None, missing=missing),
        "execution": Fact("graph", "proven", thrown) if graph else Fact(None, missing=missing),
        "switch": _switch_fact(switch, thrown),
    }


def _switch_fact(switch: Switch, thrown: tuple[Evidence, ...]) -> Fact:
    if switch == "unknown":
        return Fact(None, missing="it is not known which switches are thrown")
    return Fact("before" if switch.startswith("disabled") else "none", "proven", thrown)


# What surrounds a call, from the inside out, decides how it is executed.
_EXECUTIONS = {"graph": "graph", "session": "graph", "function": "function", "eager": "eager"}
EXECUTING = frozenset({*_EXECUTIONS, "keras", "unknown-graph"})


def surrounded(
    facts: dict[str, Fact], contexts: Sequence[tuple[str, Evidence | None]]
) -> dict[str, Fact]:
    """The same facts with the execution that the contexts around the call give (outer first)."""
    for kind, shown in reversed(contexts):
        why = (shown,) if shown is not None else ()
        if kind in _EXECUTIONS:
            return {**facts, "execution": Fact(_EXECUTIONS[kind], "proven", why)}
        if kind == "unknown-graph":
            return {**facts, "execution": Fact(None, missing="the graph around it is not known")}
        if kind in ("keras", "lambda") and facts["execution"].value == "eager":
            base = facts["execution"]
            return {**facts, "execution": Fact("function", base.certainty, (*base.why, *why))}
    return facts


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
    """The first name of TensorFlow that is wanted, as it is written, and where it is read."""

    def wanted(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, Span]]:
        for node in nodes:
            if isinstance(node, (ast.Attribute, ast.Import, ast.ImportFrom)):
                for dotted, whole in _tensorflow_names(node, names):
                    if is_wanted(whole):
                        yield dotted, module.span(node)

    named = (*module.tree.every(ast.Attribute), *module.imports)
    if next(wanted(named), None) is None:  # most files have none, guarded or not
        return None
    return next(wanted(_unguarded(module.python, "__version__" in module.code)), None)


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

    `asks_version` is whether the version may be given a name, by which it is tested then.
    """
    words = set(_VERSION_WORDS)
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, TRIES):
            continue
        if any(_names_one(test, words) for test in _tests(node)):
            continue
        if asks_version and isinstance(node, ast.Assign) and _names_one(node.value, words):
            words.update(target.id for target in node.targets if isinstance(target, ast.Name))
        stack += reversed(children(node))


def _tests(node: ast.AST) -> Sequence[ast.expr]:
    """The tests that let something of a node run, or not."""
    if isinstance(node, (ast.If, ast.IfExp)):
        return (node.test,)
    return node.values[:-1] if isinstance(node, ast.BoolOp) else ()


_VERSION_WORDS = frozenset({"__version__", "executing_eagerly", "hasattr", "tf2", "VERSION"})


def _names_one(expression: ast.expr, words: Set[str]) -> bool:
    for inner in walk(expression):
        if isinstance(inner, ast.Attribute) and inner.attr in words:
            return True
        if isinstance(inner, ast.Name) and inner.id in words:
            return True
    return False


def _shown(module: Module, node: ast.Import | ast.ImportFrom) -> Evidence:
    return Evidence(f"`{ast.unparse(node)}`", module.span(node))
