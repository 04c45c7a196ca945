"""What does each comment ask to be silent about?

`# noqa`, `# noqa: HUB101`, `# hublint: ignore[module-in-eager] reason`, and for a whole file
`# hublint: ignore-file[HUB1] reason`. One comment may hold several of them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from hublint.model import Finding, Span
from hublint.sources.comments import Comment, comments_of
from hublint.sources.syntax import split_lines

_MARK = re.compile(r"#[ \t]*(?:noqa\b|hublint:)", re.IGNORECASE)
_NOQA = re.compile(r"#[ \t]*noqa\b(?P<colon>[ \t]*:)?", re.IGNORECASE)
_OURS = re.compile(r"#[ \t]*hublint:[ \t]*(?P<verb>[\w-]*)(?P<bracket>\[(?P<words>[^\]]*)\]?)?")
_WORD = re.compile(r"[\w-]+")
_SEPARATOR = re.compile(r"[ \t]*,?[ \t]*")
_CODE = re.compile(r"[A-Za-z]+\d+")

VERBS = ("ignore", "ignore-file")

# What flake8 and its plugins can't have meant by a code that is none of hublint's.
_OUR_PREFIX = "HUB"


@dataclass(frozen=True, slots=True)
class Word:
    """A code, a prefix or a name, and where it stands: columns from 1, end exclusive."""

    text: str
    column: int
    end_column: int

    def means(self, code: str, name: str) -> bool:
        """Whether it means the rule of this code and name."""
        prefix = self.text.upper()
        return bool(prefix) and (code.startswith(prefix) or name == self.text.lower())


@dataclass(frozen=True, slots=True)
class Suppression:
    """One request: `verb` is "noqa", one of VERBS, or what stands in its place by mistake.

    Without `words` it speaks of every rule. It covers the lines `first` to `last`, all lines if
    these are 0. `span` is its part of the comment; `removal` what goes if all of it goes.
    """

    verb: str
    words: tuple[Word, ...]
    reason: str
    first: int
    last: int
    span: Span
    removal: Span

    def covers(self, span: Span) -> bool:
        """Whether it speaks of what stands there: by its first line or by its last."""
        if span.cell != self.span.cell and self.first:
            return False
        return not self.first or any(
            self.first <= line <= self.last for line in (span.line, span.end_line)
        )

    def matching(self, finding: Finding) -> Iterator[Word | None]:
        """The words that silence a finding (None: without words)."""
        if self.verb in ("noqa", *VERBS) and self.covers(finding.span):
            yield from (word for word in self.words if word.means(finding.code, finding.name))
            if not self.words:
                yield None


def may_suppress(text: str) -> bool:
    """Whether a text can hold a suppression: most hold none, and need not be tokenized."""
    return _MARK.search(text) is not None


def suppressions_of(
    text: str, path: str, names: Iterable[str], cell: int | None = None, is_code: bool = True
) -> list[Suppression]:
    """The suppressions in a text, of Python or not, in order. `names` are those of all rules."""
    if not may_suppress(text):
        return []
    known = frozenset(names)
    lines = split_lines(text)
    parts = (
        _Part(comment, start, end, lines[comment.line - 1], len(lines))
        for comment in _comments(text, lines, is_code)
        for start, end in _parts(comment.text)
    )
    return [one for part in parts for one in _suppression(part, known, path, cell)]


def _comments(text: str, lines: list[str], is_code: bool) -> Iterator[Comment]:
    """The comments of Python; where a text is none, line by line those that may suppress."""
    found, done = comments_of(text) if is_code else ([], 0)
    yield from found
    for number, line in enumerate(lines[done:], start=done + 1):
        if mark := _MARK.search(line):
            alone = not line[: mark.start()].strip()
            beside = number + 1 if alone else number
            yield Comment(line[mark.start() :], number, mark.start() + 1, beside, beside, alone)


def is_ours(word: str, names: Container[str]) -> bool:
    """Whether a word of a noqa is for hublint and not for others that read it."""
    return word.upper().startswith(_OUR_PREFIX) or word.lower() in names


class _Part(NamedTuple):
    """A stretch of a comment from one number sign to the next, with its line."""

    comment: Comment
    start: int
    end: int
    line: str
    lines: int

    @property
    def text(self) -> str:
        return self.comment.text[self.start : self.end]

    @property
    def column(self) -> int:
        return self.comment.column + self.start


def _parts(text: str) -> Iterator[tuple[int, int]]:
    starts = [match.start() for match in re.finditer("#", text)]
    return zip(starts, [*starts[1:], len(text)], strict=True)


def _suppression(
    part: _Part, names: frozenset[str], path: str, cell: int | None
) -> Iterator[Suppression]:
    read = _read_ours(part) or _read_noqa(part, names)
    if read is None:
        return
    verb, words, reason = read
    comment, line = part.comment, part.comment.line
    covered = (line, line) if verb == "noqa" and comment.alone else (comment.first, comment.last)
    first, last = (0, 0) if verb == "ignore-file" else covered
    end = part.column + len(part.text.rstrip())
    span = Span(path, line, part.column, line, end, cell)
    yield Suppression(verb, words, reason, first, last, span, _removal(part, span))


def _removal(part: _Part, span: Span) -> Span:
    """What goes with the part: the blanks before it, or its line if nothing else is on that."""
    if part.end < len(part.comment.text):  # another part follows and takes this one's place
        return replace(span, end_column=part.comment.column + part.end)
    before = part.line[: part.column - 1].rstrip()
    if not before and span.line < part.lines:
        return replace(span, column=1, end_line=span.line + 1, end_column=1)
    return replace(span, column=len(before) + 1, end_column=len(part.line) + 1)


_Read = tuple[str, tuple[Word, ...], str]


def _read_ours(part: _Part) -> _Read | None:
    text, at = part.text, part.column
    match = _OURS.match(text)
    if match is None:
        return None
    words: tuple[Word, ...] = ()
    if match["bracket"]:
        start = match.start("words")
        words = tuple(
            Word(word[0], at + start + word.start(), at + start + word.end())
            for word in _WORD.finditer(match["words"])
        )
        if not words:  # empty brackets ask for nothing, and not for everything
            words = (Word("", at + start, at + start),)
    return match["verb"], words, text[match.end() :].strip(" \t-:")


def _read_noqa(part: _Part, names: frozenset[str]) -> _Read | None:
    text, at = part.text, part.column
    match = _NOQA.match(text)
    if match is None:
        return None
    words: list[Word] = []
    position = match.end()
    while match["colon"]:
        separator = _SEPARATOR.match(text, position)
        start = separator.end() if separator else position
        word = _WORD.match(text, start)
        if word is None or not (_CODE.fullmatch(word[0]) or word[0].lower() in names):
            break
        words.append(Word(word[0], at + word.start(), at + word.end()))
        position = word.end()
    return "noqa", tuple(words), text[position:].strip(" \t-:,")
