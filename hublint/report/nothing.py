"""What is said where nothing uses hub?"""

from __future__ import annotations

from hublint.report.style import Style, counted


def nothing_line(files: int, seconds: float, style: Style) -> str:
    """The last line of a run over so many files that found no hub call in them."""
    if not files:
        return f"there is no Python file to read ({seconds:.2f} s)"
    return style("good", f"no use of TensorFlow Hub in {counted(files, 'file')} ({seconds:.2f} s)")
