"""Is this the finding that was there before? A name that outlives moved lines and files."""

from __future__ import annotations

import hashlib

from hublint.model import Finding

_DIGITS = 16


def fingerprint(finding: Finding, line: str | None) -> str:
    """16 hexadecimal digits of SHA-256 over the rule, the source line and what is said of it.

    `line` is the one in which the finding begins, None if it isn't known; its spaces don't count.
    The message carries the facts (the handle, the runtime), so the same line with another model
    is another finding. Neither the path nor the line's number counts. What is told once for a
    project is the same wherever it is told.
    """
    if finding.assumes:
        parts = (finding.code, *finding.assumes)
    else:
        parts = (finding.code, " ".join((line or "").split()), finding.message)
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_DIGITS]
