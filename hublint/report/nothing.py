"""What is said where nothing uses hub?

Most runs are such, so that this module imports next to nothing: a report of nothing is written
down here once more, and a test holds it to what the formats themselves make of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hublint.report.style import Style, counted

_JSON = """\
{
  "version": 1,
  "findings": [],
  "calls": [],
  "notes": [],
  "summary": {
    "files": %d,
    "parsed": 0,
    "calls": 0,
    "decided": 0,
    "undecided": 0,
    "errors": 0,
    "warnings": 0,
    "infos": 0,
    "suppressed": 0
  }
}
"""
_JSON_LINE = (
    '{"type": "summary", "version": 1, "files": %d, "parsed": 0, "calls": 0, "decided": 0,'
    ' "undecided": 0, "errors": 0, "warnings": 0, "infos": 0, "suppressed": 0}\n'
)

# What a program reads of so many files without hub.
FOR_PROGRAMS: Mapping[str, Callable[[int], str]] = {
    "json": lambda files: _JSON % files,
    "jsonl": lambda files: _JSON_LINE % files,
    "github": lambda files: "",
    "gitlab": lambda files: "[]\n",
}
FOR_PEOPLE = ("text", "concise")


def nothing_line(files: int, seconds: float, style: Style) -> str:
    """The last line of a run over so many files that found no hub call in them."""
    if not files:
        return f"there is no Python file to read ({seconds:.2f} s)"
    return style("good", f"no use of TensorFlow Hub in {counted(files, 'file')} ({seconds:.2f} s)")
