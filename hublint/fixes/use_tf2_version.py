"""Name the TF2 version of the same model, where the catalogue has one: shown, never applied.

Another version is another model: its inputs and its numbers differ.
"""

from __future__ import annotations

import ast

from hublint.model import Edit, Evidence, Fix
from hublint.repair.nodes import constant_text
from hublint.repair.view import View
from hublint.ruling import Ruling


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Changes the version in the handle, wherever it is written out."""
    handles = {row["handle"] for row in ruling.event.rows if "handle" in row}
    values = {fact.value for fact in handles}
    handle = values.pop() if len(values) == 1 else None
    newer = view.tf2_version(handle) if isinstance(handle, str) else None
    if newer is None or not isinstance(handle, str):
        return None
    shown = dict.fromkeys(one for fact in handles for one in fact.why)
    edits = [edit for one in shown for edit in _edits(one, handle, newer, view)]
    title = f"take its TF2 version, {newer}, whose inputs and numbers may differ"
    return Fix(title, "display", tuple(edits)) if edits else None


def _edits(shown: Evidence, handle: str, newer: str, view: View) -> list[Edit]:
    """The edit of the place that shows the handle, if the handle is written there as it is."""
    span = shown.span
    nodes = view.nodes(span.path) if span is not None else None
    text = nodes.at(span, ast.Constant) if nodes is not None and span is not None else None
    if nodes is None or text is None or constant_text(text) != handle:
        return []
    (line, start), (last, end) = nodes.start(text), nodes.end(text)
    source = nodes.module.lines[line - 1][start - 1 : end - 1]
    if line != last or source[1:-1] != handle:
        return []
    place = start + 1 + handle.rindex("/") + 1
    return [nodes.replace((line, place), (line, end - 1), newer.rpartition("/")[2])]
