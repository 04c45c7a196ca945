r"""How would an older Python write this f-string or template string, in the same place?

A string in an f-string (PEP 701) gets such quotes as are free there. Where none are, or where the
braces hold a backslash, a comment or the end of a line, the f-string becomes an item of some
text, and its index lists what was formatted: `f"{x["a"]} {"\n"}"`, `""[x["a"],  "\n",]`. Its value
is then unknown, but what it runs is not lost. So it goes with a template string (PEP 750).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, TypeAlias

import libcst as cst
from libcst.metadata import (
    CodePosition,
    MetadataWrapper,
    PositionProvider,
    WhitespaceInclusivePositionProvider,
)

Edit: TypeAlias = tuple[int, int, str]  # what the text is from here to there (exclusive)

LINE_END = re.compile("(\r\n|\r|\n)")
_BEHIND_CONVERSION = re.compile(r"(?<=![ars])\s+")
_OTHER_QUOTE = str.maketrans("'\"", "\"'")


class Unfit(Exception):
    """No older Python reads this where it stands."""


class Strings:
    """The strings of a text that only newer Pythons read, in older words."""

    def __init__(self, text: str, module: cst.Module) -> None:
        self.text = text
        code = module.code
        self._starts = [0, *(end.end() for end in LINE_END.finditer(code))]
        self._lost = _lost_blanks(code, text)
        self._wrapper = MetadataWrapper(module, unsafe_skip_copy=True)

    @cached_property
    def _places(self) -> Mapping[Any, Any]:
        return self._wrapper.resolve(PositionProvider)

    @cached_property
    def _places_with_brackets(self) -> Mapping[Any, Any]:
        return self._wrapper.resolve(WhitespaceInclusivePositionProvider)

    def edits(self, node: cst.CSTNode, around: tuple[str, ...] = ()) -> Iterator[Edit]:
        """The edits of a node that stands in f-strings of these quotes, outer ones first.

        Raises Unfit where there are such f-strings, and it can't stand in them.
        """
        raise TypeError("the layer above knows all of the newer syntax")

    def edits_of_all(self, nodes: Iterable[Any], around: tuple[str, ...]) -> Iterator[Edit]:
        """The same of many nodes, one after the other."""
        for node in nodes:
            yield from self.edits(node, around)

    def written(self, start: int, end: int, edits: Iterable[Edit]) -> str:
        """The text from `start` to `end` with these edits, none of which overlap."""
        pieces = []
        for first, last, new in sorted(edits):
            pieces += [self.text[start:first], new]
            start = last
        return "".join([*pieces, self.text[start:end]])

    def span(self, node: cst.CSTNode, with_brackets: bool = False) -> tuple[int, int]:
        """Where a node begins and ends in the text."""
        place = (self._places_with_brackets if with_brackets else self._places)[node]
        return self._offset(place.start), self._offset(place.end)

    def _offset(self, place: CodePosition) -> int:
        offset = self._starts[place.line - 1] + place.column
        return offset + bisect_left(self._lost, offset)

    def string(self, node: Any, around: tuple[str, ...]) -> str:
        """A string of any kind, or strings side by side. Raises Unfit as `edits` does."""
        with suppress(Unfit):
            return self._quoted(node, around)
        if around:
            raise Unfit
        return self._listed(node)

    def _quoted(self, node: Any, around: tuple[str, ...]) -> str:
        """A string in quotes that none has which is around it."""
        start, end = self.span(node)
        if isinstance(node, cst.ConcatenatedString):
            parts = (node.left, node.right)
            edits = [(*self.span(part), self._quoted(part, around)) for part in parts]
            between = self.edits(node.whitespace_between, around)
            return self.written(start, end, [*edits, *between])
        if "t" in node.prefix:
            raise Unfit
        own = node.quote
        first, last = self.text.index(own, start), end - len(own)
        for quote in (own, own.translate(_OTHER_QUOTE)) if around else (own,):
            if any(other in quote for other in around):
                continue
            with suppress(Unfit):
                inside = self.edits_of_all(_parts(node), (*around, quote))
                body = self.written(first + len(own), last, inside)
                if quote == own or quote[0] not in body:
                    return f"{self.text[start:first]}{quote}{body}{quote}"
        raise Unfit

    def braces(self, node: cst.FormattedStringExpression, around: tuple[str, ...]) -> str:
        """What an f-string formats, in its braces: with other quotes where it needs them."""
        start, end = self.span(node)
        text = self.written(start, end, self.edits_of_all(node.children, around))
        spec = _spec(node)
        code = text[: self.span(spec[0])[0] - start] if spec else text
        cut = any(quote in text for quote in around)
        long = LINE_END.search(text) and min(map(len, around)) == 1
        deep = any(_is_field(inner) for part in spec for inner in _spec(part))
        shown = node.equal is not None and text != self.text[start:end]
        apart = _BEHIND_CONVERSION.search(code)
        if "\\" in code or apart or cut or long or deep or shown:
            raise Unfit
        return text

    def _listed(self, node: Any) -> str:
        """What is formatted, as the index of some text; what formats nothing is negated."""
        at, end = self.span(node)
        pieces: list[str] = []
        for value in _formatted(_parts(node)):
            first, last = self.span(value, with_brackets=True)
            pieces.append(_gap(self.text[at:first], is_first=not pieces))
            pieces.append(self.written(first, last, self.edits(value)))
            at = last
        if not pieces:
            return "-" + re.sub("[tT]", "", self.text[at:end], count=1)
        return "".join([*pieces, _gap(self.text[at:end], is_last=True)])


def _lost_blanks(code: str, text: str) -> list[int]:
    """Where libcst's code of a text lacks blanks, once for each: it loses those behind `!r`.

    Raises Unfit where it lacks something else.
    """
    lost: list[int] = []
    pieces = []
    end = 0
    for blanks in _BEHIND_CONVERSION.finditer(text):
        at = blanks.start() - len(lost)
        if not code[at : at + 1].isspace():
            lost += [at] * len(blanks[0])
            pieces.append(text[end : blanks.start()])
            end = blanks.end()
    written = "".join([*pieces, text[end:]])
    if written not in (code, f"{code}\r"):  # such an end of the last line is lost as well
        raise Unfit
    return lost


def _parts(node: Any) -> list[Any]:
    """The parts of an f-string, a template string or strings side by side."""
    if isinstance(node, cst.ConcatenatedString):
        return [*_parts(node.left), *_parts(node.right)]
    return list(getattr(node, "parts", ()))


def _spec(part: Any) -> Sequence[Any]:
    """The parts of how something is formatted, behind its colon."""
    return getattr(part, "format_spec", None) or ()


def _formatted(parts: Sequence[Any]) -> Iterator[Any]:
    """What is formatted, and what is in the formats, in the order of the text."""
    for part in filter(_is_field, parts):
        yield part.expression
        yield from _formatted(_spec(part))


def _is_field(part: Any) -> bool:
    return hasattr(part, "expression")


def _gap(text: str, is_first: bool = False, is_last: bool = False) -> str:
    """What stands before, between and behind the items of a list that was a formatted string.

    What isn't ASCII stays, in strings of its own: blanks have fewer bytes.
    """
    pieces = LINE_END.split(text)
    lines = pieces[::2]
    comma = "" if is_first else ","
    for at, line in enumerate(lines):
        is_opening, is_closing = is_first and at == 0, is_last and at == len(lines) - 1
        kept = re.sub(r"[\0-\x7f]", "", line)
        quote = '"' if kept or is_opening else ""
        before = comma + quote if line else ""
        after = quote + ("[" if is_opening else "]" if is_closing else "," if kept else "")
        pieces[2 * at] = before + kept.ljust(len(line) - len(before + after)) + after
        comma = "" if line else comma
    return "".join(pieces)
