"""Which word was meant? The nearest spelling, for messages about words nobody knows."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown `word`: ", did you mean `x`?", or "" if none is near.

    Case doesn't count.
    """
    import difflib  # only a mistake needs it, and start-up is a feature

    by_lower = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return f", did you mean `{by_lower[near[0]]}`?" if near else ""
