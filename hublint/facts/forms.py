"""What else may be chosen in this form field? Colab's `#@param` comments behind assignments.

`name = "small"  #@param ["small", "large"]` offers a list; `{type:"boolean"}` offers both truths.
The field of free text offers nothing that anyone could foresee.
"""

from __future__ import annotations

import ast
import re

import libcst as cst

Choice = str | int | float | bool | None | tuple[str | int | float, ...]

_FIELD = re.compile(r"#\s*@param\b\s*(\[.*?\])?(.*)")
_RAW = re.compile(r"type[\"']?\s*:\s*[\"']raw")
_BOOLEAN = re.compile(r"type[\"']?\s*:\s*[\"']boolean")
_RAW = re.compile(r"type[\"']?\s*:\s*[\"']raw")


def choices(statement: cst.SimpleStatementLine) -> tuple[Choice, ...]:
    """The values that the form field behind a statement offers; none if there is no field."""
    comment = statement.trailing_whitespace.comment
    field = _FIELD.match(comment.value) if comment is not None else None
    if field is None:
        return ()
    if field[1] is None:
        return (True, False) if _BOOLEAN.search(field[2]) else ()
    try:
        offered = ast.literal_eval(field[1])
        if _RAW.search(field[2]):  # the choices are code
            offered = [ast.literal_eval(one) if isinstance(one, str) else one for one in offered]
    except (ValueError, SyntaxError):
        return ()
    if _RAW.search(field[2]):
        offered = [_evaluated(one) for one in offered]
    return tuple(
        one for one in offered if isinstance(one, (str, int, float, bool, type(None), tuple))
    )


def _evaluated(written: object) -> object:
    """What a raw choice is: an expression of Python, given as a text."""
    try:
        return ast.literal_eval(written) if isinstance(written, str) else written
    except (ValueError, SyntaxError):
        return ()
