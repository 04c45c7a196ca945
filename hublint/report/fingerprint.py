"""Is this the finding that was there before? A name that outlives moved lines and files."""

from __future__ import annotations

import hashlib

from hublint.model import Finding

_DIGITS = 16


def fingerprint(finding: Finding, line: str | None) -> str:
    """16 hexadecimal digits of SHA-256 over the rule, the source line and the facts.

    `line` is the one in which the finding begins, None if it isn't known; its spaces don't count.
    The facts are those that the finding rests on (its message, where it rests on none), so the
    same line with another model is another finding. Neither the path nor the line's number
    counts. What is told once for a project is the same wherever it is told.
    """
    facts = finding.facts or (finding.message,)
    parts: tuple[str, ...]
    if finding.assumes:
        parts = (finding.code, *finding.assumes)
    else:
        parts = (finding.code, " ".join((line or "").split()), *facts)
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_DIGITS]
