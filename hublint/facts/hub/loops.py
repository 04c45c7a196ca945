"""What does a loop's own code do from pass to pass: what it binds, how it ends, what it runs?

Only the code of the loop is read, not what it calls. Where that leaves a doubt whether a place is
reached in more than one pass, the answer is no.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from hublint.sources.syntax import DEFINITIONS, TRIES, children

Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While

# What goes over something, pass by pass.
_OVER = (ast.For, ast.AsyncFor)
LOOPS = (*_OVER, ast.While)

# What has a life of its own: its names are not the loop's, and it runs when it is called.
_OWN = (*DEFINITIONS, ast.Lambda)
# Behind one of these a place need not be reached in each pass. A `try` may be a second attempt.
_CHOICES = (ast.If, ast.IfExp, ast.BoolOp, *TRIES, ast.Match, ast.comprehension)
# What gives each pass a graph of its own, or takes the old one away.
_FORGETTING = frozenset({"reset_default_graph", "clear_session", "as_default"})


class _Exit(NamedTuple):
    """One way out of a pass, and the tests that it stands behind."""

    node: ast.Break | ast.Continue | ast.Return
    tests: tuple[ast.expr, ...]


def comes_again(node: ast.AST, loop: Loop) -> bool:
    """Whether a place in a loop is reached in every pass, and a pass follows the one before."""
    way = _way(node, loop.body)
    if way is None or any(_may_differ(one, loop) for one in way):
        return False
    made = _derived(loop, set(_targets(way)))
    if isinstance(loop, ast.While) and _mentions(loop.test, made):
        return False
    before, after = _exits(loop, node)
    guards = (one for one in before if isinstance(one.node, ast.Continue) or _asks(one, made))
    ends = (one for one in after if not isinstance(one.node, ast.Continue))
    return not any(guards) and not any(ends)


def _may_differ(node: ast.AST, loop: Loop) -> bool:
    """Whether what stands in a node need not happen in each pass alike.

    What each pass enters may be another place each time, or swallow a failure: an attempt.
    """
    if isinstance(node, (ast.With, ast.AsyncWith)) and isinstance(loop, _OVER):
        names = set(_names(loop.target))
        return any(_mentions(item.context_expr, names) for item in node.items)
    return isinstance(node, (*_CHOICES, ast.Return, ast.Raise))


def is_unchanged(expression: ast.AST, loop: Loop) -> bool:
    """Whether no pass gives another value to a name that an expression reads."""
    return not _mentions(expression, set(_bound(loop)))


def carried(loop: Loop) -> frozenset[str]:
    """The names that a pass computes anew from what the pass before has left."""
    assigned = [node for node in _inside(*loop.body) if isinstance(node, ast.Assign)]
    counted = [node for node in _inside(*loop.body) if isinstance(node, ast.AugAssign)]
    targets = [
        one for node in assigned for one in node.targets if _mentions(node.value, _names(one))
    ]
    return frozenset(
        target.id
        for target in (*targets, *(node.target for node in counted))
        if isinstance(target, ast.Name)
    )


def has_call(expression: ast.AST) -> bool:
    """Whether something is called to compute an expression."""
    return any(isinstance(node, ast.Call) for node in _inside(expression))


def runs(loop: Loop) -> frozenset[str]:
    """The names on which a loop calls `.run(...)`, as a session's."""
    return frozenset(
        name
        for node in _inside(*loop.body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "run" and (name := _text(node.func.value))
    )


def opens_session(loop: Loop) -> bool:
    """Whether each pass enters a session of its own."""
    return any(
        isinstance(node, ast.withitem)
        and isinstance(node.context_expr, ast.Call)
        and _text(node.context_expr.func).endswith("Session")
        for node in _inside(*loop.body)
    )


def forgets_graph(loop: Loop) -> bool:
    """Whether the passes don't all work in one graph."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in _FORGETTING for node in _inside(*loop.body)
    )


def _way(node: ast.AST, inside: Sequence[ast.AST]) -> list[ast.AST] | None:
    """The nodes around a place, outer first; None where it isn't the loop's own."""
    for child in inside:
        if child is node:
            return []
        if isinstance(child, _OWN):
            continue
        rest = _way(node, children(child))
        if rest is not None:
            return [child, *rest]
    return None


def _inside(*nodes: ast.AST) -> Iterator[ast.AST]:
    """The nodes and all below them, outer before inner; not what has a life of its own."""
    for node in nodes:
        if not isinstance(node, _OWN):
            yield node
            yield from _inside(*children(node))


def _targets(way: Sequence[ast.AST]) -> Iterator[str]:
    """What is given the value of something: the targets of the assignments around it."""
    for node in way:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _names(target)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            yield from _names(node.target)


def _derived(loop: Loop, names: set[str]) -> set[str]:
    """The names, and those that are computed from them in the loop."""
    assigned = [node for node in _inside(*loop.body) if isinstance(node, ast.Assign)]
    while names:
        more = {
            name
            for node in assigned
            if _mentions(node.value, names)
            for target in node.targets
            for name in _names(target)
        }
        if more <= names:
            break
        names = names | more
    return names


def _bound(loop: Loop) -> Iterator[str]:
    """All names that a pass gives a value."""
    if isinstance(loop, _OVER):
        yield from _names(loop.target)
    for node in _inside(*loop.body):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _names(target)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr, *_OVER)):
            yield from _names(node.target)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield from _names(node.optional_vars)
        elif isinstance(node, ast.alias) and node.asname is not None:
            yield node.asname
        elif isinstance(node, ast.ExceptHandler) and node.name is not None:
            yield node.name


def _names(target: ast.AST) -> Iterator[str]:
    if isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _names(element)
    elif isinstance(target, ast.Starred):
        yield from _names(target.value)
    elif name := _text(target):
        yield name


def _text(node: ast.AST) -> str:
    """A name or an attribute as it is written; an item is named by what holds it."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Subscript):
        return _text(node.value)
    if isinstance(node, ast.Attribute):
        owner = _text(node.value)
        return f"{owner}.{node.attr}" if owner else ""
    return ""


def _mentions(node: ast.AST, names: Iterable[str]) -> bool:
    return any(_text(one) in names for one in _inside(node) if _text(one))


def _asks(way_out: _Exit, names: set[str]) -> bool:
    return any(_mentions(test, names) for test in way_out.tests)


def _exits(loop: Loop, node: ast.AST) -> tuple[list[_Exit], list[_Exit]]:
    """The ways out of a pass before a place and behind it."""
    before: list[_Exit] = []
    after: list[_Exit] = []
    kept = before

    def visit(one: ast.AST, tests: tuple[ast.expr, ...], is_nested: bool) -> None:
        nonlocal kept
        if isinstance(one, _OWN):
            return
        if one is node:
            kept = after
        if isinstance(one, ast.Return) or (
            isinstance(one, (ast.Break, ast.Continue)) and not is_nested
        ):
            kept.append(_Exit(one, tests))
        inner = (*tests, one.test) if isinstance(one, ast.If) else tests
        for child in children(one):
            visit(child, inner, is_nested or isinstance(one, LOOPS))

    for statement in loop.body:
        visit(statement, (), False)
    return before, after
