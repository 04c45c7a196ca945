"""What does one pass of a loop find as the pass before has left it, and what does it keep?

Only the code of the loop is read, not what it calls.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache

from hublint.facts.hub.loops import (
    OVER,
    REMEMBERED,
    Loop,
    bound,
    derived,
    inside,
    mentions,
    names_of,
)
from hublint.sources.syntax import blocks, children, walk

# The methods by which a container takes something.
_TAKING = frozenset({"add", "append", "extend", "insert", "setdefault", "update"})
_SETTING = frozenset({"setattr", "__setattr__"})


@lru_cache(maxsize=REMEMBERED)
def found_from_before(loop: Loop) -> frozenset[str]:
    """The names that a pass gives a value, and may read before it does so."""
    targets = set(names_of(loop.target)) if isinstance(loop, OVER) else set()
    given = set(bound(loop)) - targets
    if not given:
        return frozenset()
    tested = set(_read(loop.test)) if isinstance(loop, ast.While) else set()
    return frozenset(given & (tested | _read_first(loop.body, targets)))


@lru_cache(maxsize=REMEMBERED)
def keeps_by_item(loop: Loop) -> bool:
    """Whether a pass puts something into a container, or under a name, that goes with its item."""
    if not isinstance(loop, OVER):
        return False
    names = derived(loop, set(names_of(loop.target)))
    return any(_keeps_by(node, names) for node in inside(*loop.body))


@lru_cache(maxsize=REMEMBERED)
def names_read(loop: Loop) -> frozenset[str]:
    """The names that a pass reads."""
    return frozenset(_read(*loop.body))


def _keeps_by(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.ctx, ast.Store) and mentions(node.slice, names)
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr in _TAKING:
        return any(_mentions_anywhere(one, names) for one in node.args)
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return called in _SETTING and any(mentions(one, names) for one in node.args[:-1])


def _mentions_anywhere(node: ast.AST, names: set[str]) -> bool:
    """Whether code mentions one of the names, functions that it makes among it."""
    return any(isinstance(one, ast.Name) and one.id in names for one in walk(node))


def _read(*nodes: ast.AST) -> Iterator[str]:
    """The names that code reads, also to count them."""
    for node in inside(*nodes):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _read_first(body: Sequence[ast.stmt], written: set[str]) -> set[str]:
    """The names that statements may read before they give them a value.

    Those that they surely give one are added to `written`.
    """
    found: set[str] = set()
    for statement in body:
        inner = list(blocks(statement))
        heads = list(_heads(statement)) if inner else [statement]
        found.update(name for name in _read(*heads) if name not in written)
        given = set(_given(*heads))  # to a loop's or a context's own names, for what is inside
        ways = []
        for block in inner:
            ways.append(written | given)
            found |= _read_first(block, ways[-1])
        if _runs_one(statement):
            written |= set.intersection(*ways)
        elif not inner:
            written |= given
    return found


def _given(*nodes: ast.AST) -> Iterator[str]:
    """The names that code gives a value."""
    for node in inside(*nodes):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _heads(statement: ast.AST) -> Iterator[ast.AST]:
    """What of a statement is no statement itself: a test, what is looped over, a pattern."""
    for child in children(statement):
        if isinstance(child, (ast.ExceptHandler, ast.match_case)):
            yield from _heads(child)
        elif not isinstance(child, ast.stmt):
            yield child


def _runs_one(statement: ast.stmt) -> bool:
    """Whether one of the blocks in a statement is surely run to its end."""
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return True
    return isinstance(statement, ast.If) and bool(statement.orelse)
