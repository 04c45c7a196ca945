"""What does a `pip install` command ask for: in a shell, a Dockerfile, a notebook, a subprocess?"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from hublint.facts.versions.requirements import (
    Requirement,
    RequirementError,
    Source,
    parse_requirement,
)
from hublint.model import Span

_PIP = re.compile(r"pip[\d.]*(\.exe)?")
_SEPARATOR = re.compile(r"[&|;()]+")
_COMMENT = re.compile(r"(^|\s)#.*")

# The options whose value, the next word, could be taken for a requirement.
_NAMES_FOLLOW = ("--no-binary", "--only-binary", "-t", "--target", "-e", "--editable", "--src")


def parse_pip_command(
    arguments: Sequence[str], span: Span, source: Source = "code"
) -> tuple[Requirement, ...]:
    """Read the words of a pip command, with or without what stands before `install`.

    What is no requirement on one of the libraries, and malformed ones, are passed over.
    """
    words = list(arguments)
    if "install" not in words:
        return ()
    found = (_requirement(word, span, source) for word in _positional(words))
    return tuple(requirement for requirement in found if requirement)


def parse_shell_command(text: str, span: Span, source: Source = "code") -> tuple[Requirement, ...]:
    """Read a shell line, of which any command may be `pip install`, also `python -m pip`.

    A `!` or `%` before the command, as notebooks have it, may be left standing.
    """
    return tuple(
        requirement
        for command in _commands(text.lstrip().lstrip("!%"))
        if any(_PIP.fullmatch(PurePath(word).name) for word in command)
        for requirement in parse_pip_command(command, span, source)
    )


def _positional(words: Sequence[str]) -> Iterator[str]:
    following = iter(words[words.index("install") + 1 :])
    for word in following:
        if word in _NAMES_FOLLOW:
            next(following, None)
        elif not word.startswith("-"):
            yield word


def _requirement(word: str, span: Span, source: Source) -> Requirement | None:
    try:
        return parse_requirement(word, span, source)
    except RequirementError:
        return None


def _commands(text: str) -> Iterator[list[str]]:
    # Brackets and braces belong to words here: tensorflow[and-cuda], {version}.
    lexer = shlex.shlex(_COMMENT.sub("", text), posix=True, punctuation_chars="&|;()")
    lexer.whitespace_split = True
    lexer.commenters = ""
    command: list[str] = []
    try:
        for word in lexer:
            if _SEPARATOR.fullmatch(word):
                yield command
                command = []
            else:
                command.append(word)
    except ValueError:  # a quotation without an end: what stands before it was read
        pass
    yield command
