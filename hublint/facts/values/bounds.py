"""Would this operation make more than the text of a handle can be? Code is read that may mean harm.

What a few characters ask for can take all memory: `"%1000000000d" % 3` is a gigabyte. Who computes
what code says asks here first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter
from typing import Any

# A handle is a URL or a path; the longest that the systems take is of this size.
LONGEST = 4096

# The bits of a number: no version, year or size needs as many.
WIDEST = 1024

_LARGE = re.compile(r"\d{5}")
_CONVERSION = re.compile(r"%%|%(?:\([^)]*\))?[-+ #0]*([*\d]*)(?:\.([*\d]*))?")


class TooLargeError(ValueError):
    """The result would be too large."""


def check_product(left: Any, right: Any) -> None:
    """Raises TooLargeError where `left * right` repeats something too often."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, int) and hasattr(other, "__len__") and one * len(other) > LONGEST:
            raise TooLargeError


def check_percent(text: Any, operand: Any) -> None:
    """Raises TooLargeError where a field of `text % operand` is too wide."""
    pattern = text.decode("latin-1") if isinstance(text, bytes) else text
    if not isinstance(pattern, str):
        return
    sizes = [size for found in _CONVERSION.findall(pattern) for size in found]
    given = operand if isinstance(operand, tuple) else (operand,)
    if any(map(_LARGE.search, sizes)) or ("*" in "".join(sizes) and any(map(_is_large, given))):
        raise TooLargeError


def check_format(text: str, given: Sequence[Any]) -> None:
    """Raises TooLargeError where a field of `text.format(*given)` is too wide."""
    for _, _, specification, _ in Formatter().parse(text):
        is_given = "{" in (specification or "") and any(map(_is_large, given))
        if is_given or _LARGE.search(specification or ""):
            raise TooLargeError


def check_specification(specification: str) -> None:
    """Raises TooLargeError where a field of an f-string is too wide."""
    if _LARGE.search(specification):
        raise TooLargeError


def check_value(value: Any) -> None:
    """Raises TooLargeError for a text that is no handle, or a number of too many digits."""
    if isinstance(value, (str, bytes)) and len(value) > LONGEST:
        raise TooLargeError
    if isinstance(value, int) and value.bit_length() > WIDEST:
        raise TooLargeError


def _is_large(value: Any) -> bool:
    if isinstance(value, str):
        return _LARGE.search(value) is not None
    return isinstance(value, int) and abs(value) > LONGEST
