"""How does the state call a flag of the command line? By its parser, and by its name alone."""

from __future__ import annotations

from collections.abc import Hashable

_FLAG = "flag "
_PARSER = " of parser "

# How a guard's key begins that says which of its values a flag has; its name comes next.
CHOICE_OF = "choice of"


def flag_of(name: str, parser: Hashable = None) -> str:
    """How the state calls a flag of a parser; of none, it is what any may read."""
    return f"{_FLAG}{name}" if parser is None else f"{_FLAG}{name}{_PARSER}{hash(parser)}"


def flag_in(key: str) -> str | None:
    """The name of the flag that any may read under a key of the state; None if it is no such."""
    return key.removeprefix(_FLAG) if key.startswith(_FLAG) and _PARSER not in key else None


def is_parsers_own(key: str) -> bool:
    """Whether a key of the state is that of one parser's flag, which its name alone has, too."""
    return key.startswith(_FLAG) and _PARSER in key


def flag_name(key: str) -> str:
    """The name of a flag under whatever key of the state."""
    return key.removeprefix(_FLAG).partition(_PARSER)[0]
