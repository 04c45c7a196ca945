"""What else may be chosen in this form field? Colab's `#@param` comments behind assignments.

`name = "small"  #@param ["small", "large"]` offers a list; `{type:"boolean"}` offers both truths.
A list and its options stand in either order. The field of free text, and what may be typed
beside a list, offer nothing that anyone could foresee.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from hublint.sources.syntax import unwarned

Choice = str | int | float | bool | None | tuple[str | int | float, ...]

_FIELD = re.compile(r";?\s*#\s*@param\b(.*)")
_QUOTED = r'"(?:\\.|[^"\\])*"' + r"|'(?:\\.|[^'\\])*'"
_LIST = re.compile(rf"\[(?:{_QUOTED}|[^\]\"'])*\]")
_OPTIONS = re.compile(rf"\{{(?:{_QUOTED}|[^}}\"'])*\}}")
_TYPE = re.compile(r"""\btype["']?\s*:\s*["'](\w+)""")


def choices(behind: str) -> tuple[Choice, ...]:
    """The values that the form field offers which stands behind a statement, if one does."""
    field = _FIELD.match(behind)
    if field is None:
        return ()
    options = _OPTIONS.search(field[1])
    typed = _TYPE.search(options[0]) if options is not None else None
    type_ = typed[1] if typed is not None else ""
    listed = _LIST.search(_OPTIONS.sub("", field[1]))
    if listed is None:
        return (True, False) if type_ == "boolean" else ()
    return tuple(_offered(listed[0], is_code=type_ == "raw"))


def _offered(listed: str, is_code: bool) -> Iterator[Choice]:
    """The items of a written list; where they are code, what it evaluates to, if it is plain."""
    offered = _evaluated(listed)
    for item in offered if isinstance(offered, Sequence) else ():
        value = _evaluated(item) if is_code and isinstance(item, str) else item
        if value is not _COMPUTED and isinstance(value, (str, int, float, type(None), tuple)):
            yield value


_COMPUTED = object()


def _evaluated(written: str) -> object:
    """The value of an expression that is a literal; `_COMPUTED` for any other."""
    try:
        with unwarned():
            return ast.literal_eval(written)
    except (ValueError, SyntaxError):
        return _COMPUTED
