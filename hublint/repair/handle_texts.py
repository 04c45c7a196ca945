"""Where is a handle written out, and how is another put in its place?"""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import takewhile

from hublint.judging.ruling import Ruling
from hublint.model import Edit, Evidence, Fix, Safety, value_of
from hublint.repair.nodes import constant_text
from hublint.repair.view import View


def _handle_of(ruling: Ruling) -> str | None:
    """The handle that all paths of an event agree on; None if they don't, or it isn't known."""
    values = {value_of(row, "handle") for row in ruling.event.rows}
    handle = values.pop() if len(values) == 1 else None
    return handle if isinstance(handle, str) else None


def with_handle(
    ruling: Ruling,
    view: View,
    find: Callable[[str], str | None],
    title: Callable[[str], str],
    safety: Safety,
) -> Fix | None:
    """The repair that writes another handle wherever a ruling's own is written out.

    `find` gives the other one, None where there is none, and `title` the repair's title for it.
    """
    handle = _handle_of(ruling)
    other = find(handle) if handle is not None else None
    if handle is None or other is None:
        return None
    edits = _handle_edits(ruling, handle, other, view)
    return Fix(title(other), safety, edits) if edits else None


def _handle_edits(ruling: Ruling, handle: str, other: str, view: View) -> tuple[Edit, ...]:
    """The edits that write another handle wherever the first one is shown to be written out."""
    shown = dict.fromkeys(one for row in ruling.event.rows for one in row["handle"].why)
    edits = (_edit(one, handle, other, view) for one in shown)
    return tuple(edit for edit in edits if edit is not None)


def _edit(shown: Evidence, handle: str, other: str, view: View) -> Edit | None:
    span = shown.span
    nodes = view.nodes(span.path) if span is not None else None
    text = nodes.at(span, ast.Constant) if nodes is not None and span is not None else None
    if nodes is None or text is None or constant_text(text) != handle:
        return None
    (line, start), (last, end) = nodes.start(text), nodes.end(text)
    source = nodes.module.lines[line - 1][start - 1 : end - 1]
    if line != last or source[1:-1] != handle:
        return None
    # What the two have in common stays, from whole segment to whole segment.
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(handle, other, strict=False))
    )
    kept = handle[:alike].rpartition("/")[0]
    place = start + 1 + len(kept)
    return nodes.replace((line, place), (line, end - 1), other[len(kept) :])
