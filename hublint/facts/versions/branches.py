"""Which branches are for other versions than those that this code runs with?

A test that reads nothing but versions goes the same way whoever runs the code. What it never lets
through is not come to as long as the pins are as they are.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from hublint.facts.project.modules import Module
from hublint.facts.project.words import words_in
from hublint.model import Span
from hublint.sources.syntax import FunctionNode, walk

_HUB = "tensorflow_hub"

# How a library's version is read, and what else a test of it may name.
_VERSIONS = frozenset({"__version__", "VERSION", "hasattr"})
_LIBRARIES = frozenset(
    {"tensorflow", "tensorflow_hub", "tensorflow_text", "keras", "tf_keras", "sys", "packaging"}
    | {
        "distutils",
        "pkg_resources",
        "importlib",
        "importlib_metadata",
        "semver",
        "semantic_version",
    }
)
_COMPUTING = frozenset({"int", "float", "str", "tuple", "list", "map", "len", "bool", "getattr"})

# The ways that a test has gone, by where its statement begins.
Ways = Mapping[Span, Set[bool]]


class _Names(NamedTuple):
    """What a test of versions may name in a module: what reads one, and what may stand beside."""

    derived: Set[str]
    allowed: Set[str]


def _names_of(module: Module) -> _Names:
    derived = _derived(module)
    return _Names(derived, {*_libraries(module), *_COMPUTING, *_VERSIONS, *derived})


def _tests_versions(test: ast.expr, names: _Names) -> bool:
    """Whether a test reads versions and nothing else that could differ from run to run."""
    named = {node.id for node in walk(test) if isinstance(node, ast.Name)}
    return named <= names.allowed and (_reads(test) or not named.isdisjoint(names.derived))


def may_test_versions(module: Module) -> bool:
    """Whether a module uses hub, and names anything by which a version is read."""
    return module.names_word(_HUB) and any(map(module.names_word, _VERSIONS))


def beginning(span: Span) -> Span:
    """Where something begins, whatever its end."""
    return replace(span, end_line=span.line, end_column=span.column)


def passed_by(module: Module, ways: Ways) -> Mapping[Span, Span]:
    """Where each call stands that is never come to, and the test that lets nobody through."""
    looking = _Looking(module, ways, _names_of(module))
    return dict(looking.in_block(module.statements, None))


class _Looking(NamedTuple):
    """A look for what is never come to, in one module."""

    module: Module
    ways: Ways
    names: _Names

    def in_block(self, block: Sequence[ast.stmt], dead: Span | None) -> Iterator[tuple[Span, Span]]:
        """The calls of a block that are never come to; `dead` is what keeps all of it so."""
        for statement in block:
            if isinstance(statement, ast.If):
                yes, no = self._ways(statement, dead)
                yield from self.in_block(statement.body, yes)
                yield from self.in_block(statement.orelse, no)
                ends = (yes or _leaves(statement.body)) and (no or _leaves(statement.orelse))
                dead = (dead or yes or no) if ends else dead
            elif dead is not None:
                calls = (node for node in walk(statement) if isinstance(node, ast.Call))
                yield from ((self.module.span(call), dead) for call in calls)
            else:
                for body in _bodies(statement):
                    yield from self.in_block(body, None)

    def _ways(self, node: ast.If, dead: Span | None) -> tuple[Span | None, Span | None]:
        """What keeps the two sides of a test from being come to."""
        at = beginning(self.module.span(node))
        went = self.ways.get(at, frozenset({True, False}))
        never = at if _tests_versions(node.test, self.names) else None
        yes = dead or (never if True not in went else None)
        return yes, dead or (never if False not in went else None)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks in a statement."""
    for value in vars(statement).values():
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield value
        elif isinstance(value, list) and value and isinstance(value[0], ast.ExceptHandler):
            yield from (handler.body for handler in value)


def _leaves(block: Sequence[ast.stmt]) -> bool:
    """Whether nothing behind a block is come to once it has run."""
    return bool(block) and isinstance(block[-1], (ast.Return, ast.Raise))


def _reads(node: ast.expr) -> bool:
    """Whether an expression reads a version."""
    return not _VERSIONS.isdisjoint(words_in(node))


def _derived(module: Module) -> Set[str]:
    """The names that are never given anything but a version, or what a test of one gives."""
    given: Counter[str] = Counter()
    versions: Counter[str] = Counter()
    tree = module.tree
    for parameter in tree.every(ast.arg):
        given[parameter.arg] += 1
    for name in tree.every(ast.Name):
        if isinstance(name.ctx, ast.Store):
            given[name.id] += 1
    functions: list[FunctionNode] = [*tree.every(ast.FunctionDef)]
    for function in (*functions, *tree.every(ast.AsyncFunctionDef)):
        given[function.name] += 1
        versions[function.name] += _gives_version(function)
    for node in tree.every(ast.Assign):
        if _reads(node.value):
            versions.update(one.id for one in node.targets if isinstance(one, ast.Name))
    return {name for name, count in versions.items() if given[name] == count}


def _gives_version(function: FunctionNode) -> bool:
    """Whether all that a function does is to look at a version: `def is_tf2(): return …`."""
    last = function.body[-1]
    does = [one for one in function.body if not isinstance(one, ast.Expr)]
    is_read = isinstance(last, ast.Return) and last.value is not None and _reads(last.value)
    takes = any(isinstance(one, ast.arg) for one in walk(function.args))
    return is_read and len(does) == 1 and not takes


def _libraries(module: Module) -> Iterator[str]:
    """The names that a module imports from libraries which have, or compare, versions."""
    for node in module.imports:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in _LIBRARIES:
                    yield alias.asname or alias.name.partition(".")[0]
        else:
            home = "" if node.level else node.module or ""
            if home.partition(".")[0] in _LIBRARIES:
                yield from (alias.asname or alias.name for alias in node.names)
