"""What does a loop's own code do from pass to pass: what it binds, how it ends, what it runs?

Only the code of the loop is read, not what it calls. Where that leaves a doubt whether a place is
reached in more than one pass, the answer is no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import libcst as cst

Loop: TypeAlias = cst.For | cst.While

# What has a life of its own: its names are not the loop's, and it runs when it is called.
_OWN = (cst.FunctionDef, cst.Lambda, cst.ClassDef)
# Behind one of these a place need not be reached in each pass. A `try` may be a second attempt.
_CHOICES = (cst.If, cst.IfExp, cst.BooleanOperation, cst.Try, cst.TryStar, cst.Match, cst.CompFor)
# What gives each pass a graph of its own, or takes the old one away.
_FORGETTING = frozenset({"reset_default_graph", "clear_session", "as_default"})


class _Exit(NamedTuple):
    """One way out of a pass, and the tests that it stands behind."""

    node: cst.Break | cst.Continue | cst.Return
    tests: tuple[cst.BaseExpression, ...]


def comes_again(node: cst.CSTNode, loop: Loop) -> bool:
    """Whether a place in a loop is reached in every pass, and a pass follows the one before."""
    way = _way(node, loop.body)
    if way is None or any(_may_differ(one, loop) for one in way):
        return False
    made = _derived(loop, set(_targets(way)))
    if isinstance(loop, cst.While) and _mentions(loop.test, made):
        return False
    before, after = _exits(loop, node)
    guards = (one for one in before if isinstance(one.node, cst.Continue) or _asks(one, made))
    ends = (one for one in after if not isinstance(one.node, cst.Continue))
    return not any(guards) and not any(ends)


def _may_differ(node: cst.CSTNode, loop: Loop) -> bool:
    """Whether what stands in a node need not happen in each pass alike.

    What each pass enters may be another place each time, or swallow a failure: an attempt.
    """
    if isinstance(node, cst.With) and isinstance(loop, cst.For):
        names = set(_names(loop.target))
        return any(_mentions(item.item, names) for item in node.items)
    return isinstance(node, (*_CHOICES, cst.Return, cst.Raise))


def is_unchanged(expression: cst.CSTNode, loop: Loop) -> bool:
    """Whether no pass gives another value to a name that an expression reads."""
    return not _mentions(expression, set(_bound(loop)))


def has_call(expression: cst.CSTNode) -> bool:
    """Whether something is called to compute an expression."""
    return any(isinstance(node, cst.Call) for node in _inside(expression))


def runs(loop: Loop) -> frozenset[str]:
    """The names on which a loop calls `.run(...)`, as a session's."""
    return frozenset(
        name
        for node in _inside(loop.body)
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute)
        if node.func.attr.value == "run" and (name := _text(node.func.value))
    )


def opens_session(loop: Loop) -> bool:
    """Whether each pass enters a session of its own."""
    return any(
        isinstance(node, cst.WithItem)
        and isinstance(node.item, cst.Call)
        and _text(node.item.func).endswith("Session")
        for node in _inside(loop.body)
    )


def forgets_graph(loop: Loop) -> bool:
    """Whether the passes don't all work in one graph."""
    return any(
        isinstance(node, cst.Attribute) and node.attr.value in _FORGETTING
        for node in _inside(loop.body)
    )


def _way(node: cst.CSTNode, inside: cst.CSTNode) -> list[cst.CSTNode] | None:
    """The nodes around a place, outer first; None where it isn't the loop's own."""
    for child in inside.children:
        if child is node:
            return []
        if isinstance(child, _OWN):
            continue
        rest = _way(node, child)
        if rest is not None:
            return [child, *rest]
    return None


def _inside(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """A node and all below it, in the order of the text; not what has a life of its own."""
    yield node
    for child in node.children:
        if not isinstance(child, _OWN):
            yield from _inside(child)


def _targets(way: Sequence[cst.CSTNode]) -> Iterator[str]:
    """What is given the value of something: the targets of the assignments around it."""
    for node in way:
        if isinstance(node, cst.Assign):
            for target in node.targets:
                yield from _names(target.target)
        elif isinstance(node, (cst.AnnAssign, cst.AugAssign, cst.NamedExpr)):
            yield from _names(node.target)


def _derived(loop: Loop, names: set[str]) -> set[str]:
    """The names, and those that are computed from them in the loop."""
    assigned = [node for node in _inside(loop.body) if isinstance(node, cst.Assign)]
    while names:
        more = {
            name
            for node in assigned
            if _mentions(node.value, names)
            for target in node.targets
            for name in _names(target.target)
        }
        if more <= names:
            break
        names = names | more
    return names


def _bound(loop: Loop) -> Iterator[str]:
    """All names that a pass gives a value."""
    if isinstance(loop, cst.For):
        yield from _names(loop.target)
    for node in _inside(loop.body):
        if isinstance(node, cst.Assign):
            for target in node.targets:
                yield from _names(target.target)
        elif isinstance(node, (cst.AnnAssign, cst.AugAssign, cst.NamedExpr, cst.For)):
            yield from _names(node.target)
        elif isinstance(node, cst.AsName):
            yield from _names(node.name)


def _names(target: cst.CSTNode) -> Iterator[str]:
    if isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from _names(element.value)
    elif name := _text(target):
        yield name


def _text(node: cst.CSTNode) -> str:
    """A name or an attribute as it is written; an item is named by what holds it."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Subscript):
        return _text(node.value)
    if isinstance(node, cst.Attribute):
        owner = _text(node.value)
        return f"{owner}.{node.attr.value}" if owner else ""
    return ""


def _mentions(node: cst.CSTNode, names: Iterable[str]) -> bool:
    return any(_text(one) in names for one in _inside(node) if _text(one))


def _asks(way_out: _Exit, names: set[str]) -> bool:
    return any(_mentions(test, names) for test in way_out.tests)


def _exits(loop: Loop, node: cst.CSTNode) -> tuple[list[_Exit], list[_Exit]]:
    """The ways out of a pass before a place and behind it."""
    before: list[_Exit] = []
    after: list[_Exit] = []
    kept = before

    def visit(one: cst.CSTNode, tests: tuple[cst.BaseExpression, ...], is_nested: bool) -> None:
        nonlocal kept
        if one is node:
            kept = after
        if isinstance(one, cst.Return) or (
            isinstance(one, (cst.Break, cst.Continue)) and not is_nested
        ):
            kept.append(_Exit(one, tests))
        inner = (*tests, one.test) if isinstance(one, cst.If) else tests
        for child in one.children:
            if not isinstance(child, _OWN):
                visit(child, inner, is_nested or isinstance(one, (cst.For, cst.While)))

    visit(loop.body, (), False)
    return before, after
