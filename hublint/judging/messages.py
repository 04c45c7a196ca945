"""Which rule explains this exception? The table of messages, data/messages.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hublint.tables import DATA, table_rows

OUTSIDE = "outside"

# The end of a traceback: the exception's name, perhaps with its module, and what it says.
_EXCEPTION = re.compile(
    r"^(?:[\w.]+\.)?(\w+(?:Error|Exception|Warning|Interrupt|Exit))(?::\s*(.*))?$"
)
_QUOTES = str.maketrans({"`": "'", '"': "'"})


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of a message: the codes of its rules (none: no matter of TF Hub), its cause."""

    line: str
    codes: tuple[str, ...]
    cause: str


def explain_text(text: str) -> Explanation | None:
    """Give what the last exception in a text means; None if no message of it is known.

    A message may run over several lines, and TensorFlow wraps one error into another: of all
    that stand in the text, the last one that is known speaks.
    """
    for line in reversed(list(_messages(text))):
        found = explain_line(line)
        if found is not None:
            return found
    return None


def explain_line(line: str) -> Explanation | None:
    """Give what one line "Exception: message" means."""
    plain = line.translate(_QUOTES)
    for pattern, rule, cause in _table():
        if pattern.match(plain):
            codes = () if rule == OUTSIDE else tuple(rule.split())
            return Explanation(line, codes, cause)
    return None


def _messages(text: str) -> Iterator[str]:
    """Every line of a text that may say what went wrong, behind its exception's name."""
    name = ""
    for raw in text.splitlines():
        line = raw.strip()
        found = _EXCEPTION.match(line)
        if found is not None:
            name = found[1]
            yield f"{name}: {found[2] or ''}"
        elif line and not line.startswith(("File ", "^", "Traceback ", "Call arguments")):
            yield f"{name or 'Error'}: {line}"


@cache
def _table() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rows = table_rows(DATA / "messages.tsv")
    return tuple((_compiled(pattern), rule, cause) for pattern, rule, cause in rows)


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in pattern.translate(_QUOTES).split("*"))
    return re.compile(".*".join(parts) + r"\Z", re.DOTALL)
