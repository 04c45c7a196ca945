"""Which node of a file stands at a place, and what is around it?

These are the nodes of Python's own tree: it knows where each begins and ends. What is inside
of an f-string has no place, since older Pythons don't know where it stands.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from hublint.facts.project.modules import Module
from hublint.model import Edit, Span
from hublint.sources.syntax import Extent, children

Node = TypeVar("Node", bound=ast.AST)
Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Position = tuple[int, int]
Placed = ast.expr | ast.stmt | ast.keyword | ast.alias

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Nodes:
    """The nodes of one module, by their place."""

    def __init__(self, module: Module) -> None:
        """Takes a module that can be read."""
        self.module = module
        self.tree = module.python
        self._syntax = module.tree
        self._by_scope: dict[str, dict[Scope, list[ast.Name]]] = {}
        self._bound: dict[ast.AST, frozenset[str]] = {}

    # The tables are made when they are first asked for: many repairs need none of them.

    @cached_property
    def _parents(self) -> Mapping[ast.AST, ast.AST]:
        return {child: node for node in self._syntax.nodes for child in children(node)}

    @cached_property
    def _at(self) -> Mapping[tuple[int | None, int], Sequence[ast.expr]]:
        """The expressions that begin in each line of each cell, but those in f-strings."""
        found: dict[tuple[int | None, int], list[ast.expr]] = {}
        lines: dict[int, list[ast.expr]] = {}
        for node in self._syntax.nodes:
            if isinstance(node, ast.expr) and not self._syntax.is_in_text(node):
                lines.setdefault(node.lineno, []).append(node)
        for line, nodes in lines.items():
            place = self.module.placed(Extent(line, 1, line, 1))
            found.setdefault((place.cell, place.line), []).extend(nodes)
        return found

    @cached_property
    def _names(self) -> Mapping[str, Sequence[ast.Name]]:
        return _grouped(self._syntax.every(ast.Name), attrgetter("id"))

    @cached_property
    def _attributes(self) -> Mapping[str, Sequence[ast.Attribute]]:
        return _grouped(self._syntax.every(ast.Attribute), attrgetter("attr"))

    @cached_property
    def _givers(self) -> Counter[str]:
        return Counter(name for node in self._syntax.nodes for name in _given(node))

    def extent(self, node: Placed) -> Extent:
        """Where a node stands in the module's code, which for a notebook is all cells in a row."""
        return self._syntax.extent(node)

    def span(self, node: Placed) -> Span:
        """Where a node stands in its file."""
        return self.module.placed(self.extent(node))

    def start(self, node: Placed) -> Position:
        """The line and the column of the code where a node begins."""
        return self.extent(node)[:2]

    def end(self, node: Placed) -> Position:
        """The line and the column of the code behind a node."""
        return self.extent(node)[2:]

    def replace(self, start: Position, end: Position, text: str) -> Edit:
        """The edit that puts a text in the place of what stands between two places of the code."""
        return Edit(self.module.placed(Extent(*start, *end)), text)

    def insert(self, at: Position, text: str) -> Edit:
        """The edit that puts a text at a place of the code."""
        return self.replace(at, at, text)

    def at(self, span: Span, kind: type[Node]) -> Node | None:
        """The node of a kind that has exactly this span."""
        for node in self._at.get((span.cell, span.line), ()):
            if isinstance(node, kind) and self.span(node) == span:
                return node
        return None

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds this one."""
        return self._parents.get(node)

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes that hold this one, the innermost first."""
        parent = self._parents.get(node)
        while parent is not None:
            yield parent
            parent = self._parents.get(parent)

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """The statement of the module's own body that holds a node."""
        below = node
        for one in self.above(node):
            if isinstance(one, ast.Module):
                return below if isinstance(below, ast.stmt) else None
            below = one
        return None

    def text(self, node: Placed) -> str:
        """The code of a node, with the comments in it."""
        return self.code(self.start(node), self.end(node))

    def code(self, begin: Position, behind: Position) -> str:
        """The code between two places."""
        (line, start), (last, end) = begin, behind
        lines = self.module.lines[line - 1 : last]
        lines[-1] = lines[-1][: end - 1]
        lines[0] = lines[0][start - 1 :]
        return "\n".join(lines)

    def all_names(self, name: str) -> Sequence[ast.Name]:
        """Every place where a name stands, of whatever scope."""
        return self._names.get(name, ())

    def names(self, name: str, scope: Scope) -> Sequence[ast.Name]:
        """Every place where a name stands, read or bound, that the scope owns."""
        by_scope = self._by_scope.get(name)
        if by_scope is None:
            by_scope = self._by_scope[name] = {}
            for node in self._names.get(name, ()):
                by_scope.setdefault(self.scope(node), []).append(node)
        return by_scope.get(scope, ())

    def attributes(self, name: str) -> Sequence[ast.Attribute]:
        """Every place where an attribute of that name stands, of whatever object."""
        return self._attributes.get(name, ())

    def is_free(self, name: str) -> bool:
        """Whether nothing in the file has this name, as far as can be seen."""
        return not (self._names.get(name) or self._givers[name] or self._givers["*"])

    def givers(self, name: str) -> int:
        """How many places of the file give a name a value, of whatever scope."""
        return self._givers[name]

    def value(self, node: ast.expr) -> ast.expr:
        """What a name stands for, if it is given that alone; any other node stands for itself."""
        if not isinstance(node, ast.Name):
            return node
        places = self.names(node.id, self.scope(node))
        given = [one for one in places if not isinstance(one.ctx, ast.Load)]
        parent = self.parent(given[0]) if len(given) == 1 else None
        is_plain = isinstance(parent, ast.Assign) and parent.targets == given
        return parent.value if isinstance(parent, ast.Assign) and is_plain else node

    def scope(self, node: ast.Name) -> Scope:
        """The function that owns the name that stands here, or the module."""
        return self.owner(node.id, node)

    def owner(self, name: str, place: ast.AST) -> Scope:
        """The function that owns a name as it is meant at some place, or the module."""
        for one in self.above(place):
            if isinstance(one, _FUNCTIONS) and name in self._bound_in(one):
                return one
        return self.tree

    def function(self, node: ast.AST) -> Scope:
        """The innermost function around a node, or the module."""
        found = (one for one in self.above(node) if isinstance(one, _FUNCTIONS))
        return next(found, self.tree)

    def _bound_in(self, function: ast.AST) -> frozenset[str]:
        known = self._bound.get(function)
        if known is None:
            known = self._bound[function] = _bound(function)
        return known


def _grouped(nodes: Sequence[Node], name: Callable[[Node], str]) -> Mapping[str, Sequence[Node]]:
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(name(node), []).append(node)
    return found


def constant_text(node: ast.AST | None) -> str | None:
    """The text of a string that is written out; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def keywords(call: ast.Call) -> Mapping[str, ast.expr]:
    """The keyword arguments of a call, but what ** hides."""
    return {item.arg: item.value for item in call.keywords if item.arg is not None}


def hides_keywords(call: ast.Call) -> bool:
    """Whether ** may hide keyword arguments of a call."""
    return any(item.arg is None for item in call.keywords)


def hides_arguments(call: ast.Call) -> bool:
    """Whether * or ** may hide arguments of a call."""
    return hides_keywords(call) or any(isinstance(one, ast.Starred) for one in call.args)


def _bound(function: ast.AST) -> frozenset[str]:
    """The names that a function owns: its parameters, and what it binds itself."""
    released: set[str] = set()
    found: set[str] = set()
    stack = children(function)
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            released.update(node.names)
        found.update(_given(node))
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            stack += children(node)
    return frozenset(found - released)


def _given(node: ast.AST) -> tuple[str, ...]:
    """The names that a node itself gives a value."""
    if isinstance(node, ast.Name):
        return () if isinstance(node.ctx, ast.Load) else (node.id,)
    if isinstance(node, ast.arg):
        return (node.arg,)
    if isinstance(node, ast.alias):
        return (node.asname or node.name.partition(".")[0],)
    name = getattr(node, "name", None) or getattr(node, "rest", None)
    return (name,) if isinstance(name, str) else ()
