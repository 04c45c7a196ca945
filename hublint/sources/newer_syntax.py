"""How would an older Python write this, character for character at the same place?

`ast` of the Python that runs can't read syntax newer than itself; libcst can. Other characters
are put over such syntax: as many of them, in as many bytes, so that what stays keeps its place.
Where older words can't say it, they say something of which no value is known:

- `type X[T] = list[T]` becomes `...;(X  ) = list[T]`; the type parameters of a function or class
  become blanks;
- `except* E` becomes `except  E`, and `except A, B` (PEP 758) becomes `except A| B`;
- what `a[*b]` or `*args: *Ts` unpacks is negated, `a[-b]`: it can't be a number;
- strings are the matter of `newer_strings`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import libcst as cst

from hublint.sources.newer_strings import LINE_END, Edit, Strings, Unfit
from hublint.sources.refusal import PYTHON_2, SyntaxRefused

_PYTHON_2 = re.compile(r"^\s*print\s+[\"'\w]|^\s*except\s+[\w.]+\s*,\s*\w+\s*:", re.MULTILINE)

# What libcst raises of a text: the second of strings and bytes side by side, the last of template
# strings side by side, which it can't hold; before 1.8.1 it has no such error.
_REFUSALS: tuple[type[Exception], ...] = (
    cst.ParserSyntaxError,
    cst.CSTValidationError,
    getattr(cst, "CSTLogicError", cst.ParserSyntaxError),
)


def in_older_words(text: str) -> str:
    """A text in syntax that Python 3.10 reads too, every token that stays at its line and column.

    Each line keeps its length, in characters as in bytes of UTF-8. Syntax for which there are no
    words of that length is left as it is. Raises SyntaxRefused for what libcst can't read.
    """
    try:
        module = _parsed(text)
        newer = _Newer(text, module)
        return newer.written(0, len(text), filter(newer.fits, newer.edits(module)))
    except Unfit:
        return text
    except RecursionError as error:
        raise SyntaxRefused("nested too deeply") from error


def _parsed(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except _REFUSALS as error:
        reason = getattr(error, "message", "").split("\n")[0].rstrip(".") or "invalid syntax"
        reason = PYTHON_2 if _PYTHON_2.search(text) else reason
        raise SyntaxRefused(reason, getattr(error, "raw_line", 1)) from error


class _Newer(Strings):
    """The newer syntax of a text, in older words."""

    def fits(self, edit: Edit) -> bool:
        """Whether an edit keeps the length of each line: over what isn't ASCII it may not."""
        start, end, new = edit
        return _lengths(self.text[start:end]) == _lengths(new)

    def edits(self, node: cst.CSTNode, around: tuple[str, ...] = ()) -> Iterator[Edit]:
        """The edits of a node that stands in f-strings of these quotes, as of any."""
        kind = type(node).__name__
        if kind.endswith("String"):
            yield (*self.span(node), self.string(node, around))
            return
        if isinstance(node, cst.FormattedStringExpression):
            yield (*self.span(node), self.braces(node, around))
            return
        if around and isinstance(node, cst.Comment):
            raise Unfit
        if kind in self._METHODS:
            yield from self._METHODS[kind](self, node)
        inside = (child for child in node.children if not isinstance(child, cst.TypeParameters))
        yield from self.edits_of_all(inside, around)

    def _first_word(self, node: cst.CSTNode) -> Iterator[Edit]:
        """`type` and `lazy` are as long as a statement that does nothing.

        Type parameters may go over many lines, which brackets around the name hold together.
        """
        start, _ = self.span(node)
        if not isinstance(node, cst.TypeAlias) or node.type_parameters is None:
            yield _put("...;", start)
            return
        first, end = self.span(node.type_parameters)
        name = self.text[start + 5 : first]
        yield start, end, f"...;({name}{_blank(self.text[first : end - 1])})"

    def _definition(self, node: cst.FunctionDef | cst.ClassDef) -> Iterator[Edit]:
        """The brackets of parameters or bases begin where those of the type parameters did."""
        if node.type_parameters is None:
            return
        start, end = self.span(node.type_parameters)
        if isinstance(node, cst.FunctionDef) or isinstance(node.lpar, cst.LeftParen):
            end = self.text.index("(", end) + 1
            yield start, end, f"({_blank(self.text[start + 1 : end])}"
        else:
            yield start, end, f"({_blank(self.text[start + 1 : end - 1])})"

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Iterator[Edit]:
        if isinstance(node, cst.ExceptStarHandler):
            yield _put(" ", self.text.index("*", self.span(node)[0]))
        if isinstance(node.type, cst.Tuple) and not node.type.lpar:
            for element in node.type.elements[:-1]:
                yield _put("|", self.text.index(",", self.span(element)[1]))

    def _starred(self, node: cst.Index | cst.Annotation) -> Iterator[Edit]:
        starred = node.annotation if isinstance(node, cst.Annotation) else node
        start, _ = self.span(starred)
        if self.text[start] == "*":
            yield _put("-", start)

    _METHODS: ClassVar[Mapping[str, Callable[[Any, Any], Iterator[Edit]]]] = {
        "TypeAlias": _first_word,
        "LazyImport": _first_word,
        "LazyImportFrom": _first_word,
        "FunctionDef": _definition,
        "ClassDef": _definition,
        "ExceptHandler": _handler,
        "ExceptStarHandler": _handler,
        "Index": _starred,
        "Annotation": _starred,
    }


def _put(new: str, start: int) -> Edit:
    return start, start + len(new), new


def _blank(text: str) -> str:
    return re.sub(r"[^\r\n]", " ", text)


def _lengths(text: str) -> list[tuple[int, int]]:
    return [(len(line), len(line.encode())) for line in LINE_END.split(text)]
