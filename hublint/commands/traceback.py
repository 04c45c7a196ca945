"""`hublint explain --traceback FILE`: which rule explains this exception, and what to do?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from hublint.judging.messages import Explanation, explain_text
from hublint.judging.rulebook import Rule, load_rulebook
from hublint.report.outlet import emit
from hublint.report.style import Style, printable, wants_colour
from hublint.settings.options import STDIN, Options

OUTSIDE = "that is no matter of TensorFlow Hub: no rule of hublint speaks of it"
UNKNOWN = "no message of this text is among those that hublint knows"


def explain_traceback(options: Options) -> int:
    """Print the cause and the rules; 0 if the message is known, 1 if it is not.

    Raises OSError where the file can't be read.
    """
    name = options.traceback or STDIN
    data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    found = explain_text(data.decode("utf-8", "replace"))
    style = Style(wants_colour(options.color, sys.stdout, os.environ))
    if found is None:
        emit(f"{UNKNOWN}\n", sys.stdout)
        return 1
    emit("\n".join(_lines(found, style)) + "\n", sys.stdout)
    return 0


def _lines(found: Explanation, style: Style) -> Iterator[str]:
    yield style("bold", printable(found.line))
    yield f"cause: {found.cause}"
    if not found.codes:
        yield OUTSIDE
        return
    book = load_rulebook()
    for code in found.codes:
        yield from _rule(book.find(code), style)


def _rule(rule: Rule, style: Style) -> Iterator[str]:
    yield ""
    yield f"{style('heading', f'{rule.code} {rule.name}')}: {rule.summary}"
    repairs = dict.fromkeys(case.repair for case in rule.cases if case.repair)
    for repair in repairs:
        yield f"  {repair.format_map(_Unnamed())}"
    yield f"  hublint explain {rule.code}"


class _Unnamed(dict[str, str]):
    """What a page's text names: no code is at hand that would say it."""

    def __missing__(self, name: str) -> str:
        return "it"
