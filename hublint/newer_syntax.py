"""Stand-in until the real one lands."""

from hublint.syntax import SyntaxRefused


def in_older_words(text: str) -> str:
    raise SyntaxRefused("Python 2 syntax")
