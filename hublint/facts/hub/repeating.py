"""What runs this again and again: the passes of a loop, the requests to a handler, or nothing?"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from hublint.facts.hub import loops
from hublint.facts.values.arguments import Argument
from hublint.facts.values.atoms import Const
from hublint.facts.values.contexts import LOOP, Context
from hublint.facts.values.rows import evidence
from hublint.facts.values.value import Value
from hublint.model import Evidence, Fact

if TYPE_CHECKING:
    from hublint.facts.values.frames import Frame

# What a call may run in for every request, and what keeps it from that.
_FOR_REQUESTS = ("handler", "cached", "branch")
# Contexts in which one pass does what the next one does.
_PLAIN = ("session", "default-session", "custom-objects")


def is_repeated(contexts: Sequence[Context]) -> bool:
    """Whether a branch here may keep something from being done again."""
    return any(context.kind in ("handler", LOOP) for context in contexts)


def load_fact(
    contexts: Sequence[Context], node: ast.Call, frame: Frame, handle: tuple[Argument, Value]
) -> Fact:
    """Give the fact `loop` of a call that loads a model; `handle` is its argument and value."""
    inner = _loop_around(contexts, frame)
    if inner is not None and _loads_again(node, inner, *handle):
        return _passes(inner)
    kinds = [one for one in contexts if one.kind in _FOR_REQUESTS]
    if kinds and kinds[-1].kind == "handler":
        return Fact("request", "proven", _shown(kinds[-1], "is run for every request"))
    return Fact("none")


def module_fact(
    contexts: Sequence[Context], node: ast.Call, frame: Frame, is_session: Callable[[str], bool]
) -> Fact:
    """Give the fact `loop` of a call of a hub.Module, which adds operations to its graph.

    That matters where a session runs the graph in the same loop; `is_session` says whether a name
    is one's.
    """
    inner = _loop_around(contexts, frame)
    loop = _code(inner)
    if inner is None or loop is None or not loops.comes_again(node, loop):
        return Fact("none")
    running = loops.runs(loop)
    entered = any(one.kind == "session" for one in contexts) or loops.opens_session(loop)
    in_session = (entered and running) or any(map(is_session, running))
    return _passes(inner) if in_session and not loops.forgets_graph(loop) else Fact("none")


def _loop_around(contexts: Sequence[Context], frame: Frame) -> Context | None:
    """The loop of this very function whose passes come here, each as the one before."""
    inner = next((one for one in reversed(contexts) if one.kind not in _PLAIN), None)
    if inner is None or inner.kind != LOOP or inner.detail != str(frame.ident):
        return None
    return inner


def _loads_again(node: ast.Call, inner: Context, handle: Argument, value: Value) -> bool:
    loop = _code(inner)
    if loop is None or handle is None or not loops.comes_again(node, loop):
        return False
    written = handle.value if isinstance(handle, ast.keyword) else handle
    if loops.forgets_graph(loop) or not loops.is_unchanged(written, loop):
        return False
    return not loops.has_call(written) or all(
        isinstance(item.atom, Const) and ("loop", id(loop)) not in item.guard for item in value
    )


def _code(inner: Context | None) -> loops.Loop | None:
    node = inner.trace.node if inner is not None and inner.trace is not None else None
    return node if isinstance(node, loops.LOOPS) else None


def _passes(inner: Context) -> Fact:
    return Fact("pass", "proven", _shown(inner, "each pass of the loop comes here"))


def _shown(inner: Context, text: str) -> tuple[Evidence, ...]:
    return evidence((inner.trace,), text) if inner.trace is not None else ()
