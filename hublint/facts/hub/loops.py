"""What does a loop's own code do from pass to pass: what it binds, how it ends, what it runs?

Only the code of the loop is read, not what it calls. Where that leaves a doubt whether a place is
reached in more than one pass, the answer is no.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from hublint.sources.syntax import DEFINITIONS, TRIES, children

Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While

# What goes over something, pass by pass.
OVER = (ast.For, ast.AsyncFor)
LOOPS = (*OVER, ast.While)

# What has a life of its own: its names are not the loop's, and it runs when it is called.
_OWN = (*DEFINITIONS, ast.Lambda)
# Behind one of these a place need not be reached in each pass. A `try` may be a second attempt.
_CHOICES = (ast.If, ast.IfExp, ast.BoolOp, *TRIES, ast.Match, ast.comprehension)
# What gives each pass a graph of its own, or takes the old one away.
_FORGETTING = frozenset({"reset_default_graph", "clear_session", "as_default"})

# What gives another thing each time that it is called.
_TAKING = frozenset({"next", "pop", "popitem", "popleft", "__next__"})


class _Exit(NamedTuple):
    """One way out of a pass, and the tests that it stands behind."""

    node: ast.Break | ast.Continue | ast.Return
    tests: tuple[ast.expr, ...]


def comes_again(node: ast.AST, loop: Loop) -> bool:
    """Whether a place in a loop is reached in every pass, and a pass follows the one before."""
    way = _way(node, loop.body)
    if way is None or any(_may_differ(one, loop) for one in way):
        return False
    made = derived(loop, set(_targets(way)))
    if isinstance(loop, ast.While) and mentions(loop.test, made | _settled(loop)):
        return False
    before, after = _exits(loop, node)
    guards = (one for one in before if isinstance(one.node, ast.Continue) or _asks(one, made))
    ends = (one for one in after if not isinstance(one.node, ast.Continue))
    return not any(guards) and not any(ends)


def _may_differ(node: ast.AST, loop: Loop) -> bool:
    """Whether what stands in a node need not happen in each pass alike.

    What each pass enters may be another place each time, or swallow a failure: an attempt.
    """
    if isinstance(node, (ast.With, ast.AsyncWith)) and isinstance(loop, OVER):
        names = set(names_of(loop.target))
        return any(mentions(item.context_expr, names) for item in node.items)
    return isinstance(node, (*_CHOICES, ast.Return, ast.Raise))


def is_unchanged(expression: ast.AST, loop: Loop) -> bool:
    """Whether no pass gives another value to a name that an expression reads."""
    return not mentions(expression, set(bound(loop)))


# So many loops are remembered: each is run again and again, by all programs that come to it.
REMEMBERED = 512


@lru_cache(maxsize=REMEMBERED)
def carried(loop: Loop) -> frozenset[str]:
    """The names that a pass computes anew from what the pass before has left."""
    assigned = [node for node in inside(*loop.body) if isinstance(node, ast.Assign)]
    counted = [node for node in inside(*loop.body) if isinstance(node, ast.AugAssign)]
    targets = [
        one for node in assigned for one in node.targets if mentions(node.value, names_of(one))
    ]
    return frozenset(
        target.id
        for target in (*targets, *(node.target for node in counted))
        if isinstance(target, ast.Name)
    )


def _settled(loop: Loop) -> set[str]:
    """The names that each pass gives the same constant: who tests one knows when it is done."""
    return {
        name
        for node in loop.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        for name in names_of(target)
    }


def is_endless(loop: Loop) -> bool:
    """Whether nothing but a pass of its own ends a loop: `while True`."""
    return (
        isinstance(loop, ast.While)
        and isinstance(loop.test, ast.Constant)
        and bool(loop.test.value)
    )


def has_call(expression: ast.AST) -> bool:
    """Whether something is called to compute an expression."""
    return any(isinstance(node, ast.Call) for node in inside(expression))


def takes_away(expression: ast.AST) -> bool:
    """Whether an expression takes the next thing out of something: another one in each pass."""
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and _text(node).rpartition(".")[2] in _TAKING
        for node in inside(expression)
    )


def runs(loop: Loop) -> frozenset[str]:
    """The names on which a loop calls `.run(...)`, as a session's."""
    return frozenset(
        name
        for node in inside(*loop.body)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "run" and (name := _text(node.func.value))
    )


def opens_session(loop: Loop) -> bool:
    """Whether each pass enters a session of its own."""
    return any(
        isinstance(node, ast.withitem)
        and isinstance(node.context_expr, ast.Call)
        and _text(node.context_expr.func).endswith("Session")
        for node in inside(*loop.body)
    )


def forgets_graph(loop: Loop) -> bool:
    """Whether the passes don't all work in one graph."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in _FORGETTING for node in inside(*loop.body)
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


def inside(*nodes: ast.AST) -> Iterator[ast.AST]:
    """The nodes and all below them, outer before inner; not what has a life of its own."""
    for node in nodes:
        if not isinstance(node, _OWN):
            yield node
            yield from inside(*children(node))


def _targets(way: Sequence[ast.AST]) -> Iterator[str]:
    """What is given the value of something: the targets of the assignments around it."""
    for node in way:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from names_of(target)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            yield from names_of(node.target)


def derived(loop: Loop, names: set[str]) -> set[str]:
    """The names, and those that are computed from them in the loop."""
    assigned = [node for node in inside(*loop.body) if isinstance(node, ast.Assign)]
    while names:
        more = {
            name
            for node in assigned
            if mentions(node.value, names)
            for target in node.targets
            for name in names_of(target)
        }
        if more <= names:
            break
        names = names | more
    return names


def bound(loop: Loop) -> Iterator[str]:
    """All names that a pass gives a value."""
    if isinstance(loop, OVER):
        yield from names_of(loop.target)
    for node in inside(*loop.body):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from names_of(target)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr, *OVER)):
            yield from names_of(node.target)
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            yield from names_of(node.optional_vars)
        elif isinstance(node, ast.alias) and node.asname is not None:
            yield node.asname
        elif isinstance(node, ast.ExceptHandler) and node.name is not None:
            yield node.name


def names_of(target: ast.AST) -> Iterator[str]:
    """The names that a target gives a value, as they are written."""
    if isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from names_of(element)
    elif isinstance(target, ast.Starred):
        yield from names_of(target.value)
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


def mentions(node: ast.AST, names: Iterable[str]) -> bool:
    """Whether code mentions one of these names."""
    return any(_text(one) in names for one in inside(node) if _text(one))


def _asks(way_out: _Exit, names: set[str]) -> bool:
    return any(mentions(test, names) for test in way_out.tests)


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
