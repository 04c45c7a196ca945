"""Where do the arguments of a call stand, between which brackets and commas?

A tree knows neither, nor the parentheses around an argument, so that Python's own tokens are
asked. Comments belong to no argument: they stay where they are.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hublint.model import Edit
from hublint.repair.nodes import Nodes, Position

_LAYOUT = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    | {tokenize.ENDMARKER}
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument with its parentheses, keyword and stars: from its first token to its last.

    `value` is where it begins behind its keyword.
    """

    start: Position
    end: Position
    value: Position


@dataclass(frozen=True, slots=True)
class Brackets:
    """The brackets of a call or a subscript, and what stands between them.

    `opening` and `closing` are what stands within them. `commas` are where those after the slots
    begin; a trailing one is the last of them.
    """

    nodes: Nodes
    opening: Position
    closing: Position
    slots: tuple[Slot, ...]
    commas: tuple[Position, ...]
    comments: tuple[tuple[Position, str], ...]

    @property
    def before(self) -> Position:
        """Where the opening bracket begins."""
        line, column = self.opening
        return line, column - 1

    def append(self, text: str) -> Edit:
        """The edit that adds an argument at the end."""
        if not self.slots:
            return self.nodes.insert(self.opening, text)
        if len(self.commas) == len(self.slots):
            return self.nodes.insert(_behind(self.commas[-1]), f" {text},")
        return self.nodes.insert(self.slots[-1].end, f", {text}")

    def remove(self, numbers: Iterable[int]) -> list[Edit]:
        """The edits that take arguments away, with the commas that part them from the others."""
        gone = sorted(numbers)
        if gone and len(gone) == len(self.slots):
            return [self.delete(self.opening, self.closing)]
        runs: list[list[int]] = []
        for number in gone:
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return [self._remove(run[0], run[-1]) for run in runs]

    def _remove(self, first: int, last: int) -> Edit:
        start, end = self.slots[first].start, self.slots[last].end
        own_comma = _behind(self.commas[last]) if last < len(self.commas) else end
        if first > 0 and not self.comments_between(self.commas[first - 1], start):
            return self.delete(self.commas[first - 1], end)
        if first == 0 and last + 1 < len(self.slots):
            following = self.slots[last + 1].start
            if not self.comments_between(end, following):
                return self.delete(start, following)
        return self.delete(*self._with_blanks(start, own_comma))

    def _with_blanks(self, start: Position, end: Position) -> tuple[Position, Position]:
        """The stretch with the blanks behind it, or its lines, if it has these for itself."""
        lines = self.nodes.module.lines
        before = lines[start[0] - 1][: start[1] - 1]
        rest = lines[end[0] - 1][end[1] - 1 :]
        if before.strip():
            return start, end
        if not rest.strip() and end[0] < len(lines):
            return (start[0], 1), (end[0] + 1, 1)
        return start, (end[0], end[1] + len(rest) - len(rest.lstrip()))

    def delete(self, start: Position, end: Position) -> Edit:
        """The edit that takes away what stands between two places, but the comments."""
        return self.nodes.replace(start, end, self.comments_between(start, end))

    def comments_between(self, start: Position, end: Position) -> str:
        """The comments between two places, each with the line end that it needs."""
        found = (text for place, text in self.comments if start < place < end)
        return "".join(f"  {text}\n" for text in found)


def _behind(comma: Position) -> Position:
    line, column = comma
    return line, column + 1


def brackets_of(nodes: Nodes, node: ast.Call | ast.Subscript) -> Brackets | None:
    """The brackets at the end of a call or a subscript; None if the tokens can't be followed."""
    extent = nodes.extent(node)
    lines = list(nodes.module.lines[extent.line - 1 : extent.end_line])
    lines[-1] = lines[-1][: extent.end_column - 1]
    lines[0] = lines[0][extent.column - 1 :]
    # In parentheses of our own, so that line ends mean as little as they do around the node.
    text = "(" + "\n".join(lines) + ")"
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return None

    def place(position: Position) -> Position:
        line, column = position
        return line + extent.line - 1, column + (extent.column - 1 if line == 1 else 1)

    comments = tuple(
        (place(token.start), token.string) for token in tokens if token.type == tokenize.COMMENT
    )
    code = [token for token in tokens if token.type not in _LAYOUT]
    return _brackets(nodes, code[1:-1], comments, place)


def only_argument(nodes: Nodes, call: ast.Call) -> tuple[Edit, ...]:
    """The edits that leave the only argument of a call in its place; none where more is said."""
    brackets = brackets_of(nodes, call)
    if brackets is None or len(brackets.slots) != 1:
        return ()
    slot, start, end = brackets.slots[0], nodes.start(call), nodes.end(call)
    if brackets.comments_between(start, slot.value) or brackets.comments_between(slot.end, end):
        return ()
    return nodes.replace(start, slot.value, ""), nodes.replace(slot.end, end, "")


def _brackets(
    nodes: Nodes,
    tokens: list[tokenize.TokenInfo],
    comments: tuple[tuple[Position, str], ...],
    place: Callable[[Position], Position],
) -> Brackets | None:
    opener = _opener(tokens)
    if opener is None:
        return None
    slots: list[Slot] = []
    commas: list[Position] = []
    current: list[tokenize.TokenInfo] = []
    depth = 0
    for token in tokens[opener + 1 : -1]:
        depth += _step(token)
        if token.string == "," and depth == 0 and token.type == tokenize.OP:
            slots.append(_slot(current, place))
            commas.append(place(token.start))
            current = []
        else:
            current.append(token)
    if current:
        slots.append(_slot(current, place))
    opening, closing = place(tokens[opener].end), place(tokens[-1].start)
    return Brackets(nodes, opening, closing, tuple(slots), tuple(commas), comments)


def _slot(tokens: list[tokenize.TokenInfo], place: Callable[[Position], Position]) -> Slot:
    has_keyword = len(tokens) > 2 and tokens[1].string == "=" and tokens[0].type == tokenize.NAME
    value = tokens[2] if has_keyword else tokens[0]
    return Slot(place(tokens[0].start), place(tokens[-1].end), place(value.start))


def _opener(tokens: list[tokenize.TokenInfo]) -> int | None:
    """The number of the bracket that the last token closes."""
    depth = 0
    for number in range(len(tokens) - 1, -1, -1):
        depth -= _step(tokens[number])
        if depth == 0:
            return number
    return None


def _step(token: tokenize.TokenInfo) -> int:
    if token.type != tokenize.OP:
        return 0
    return {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.string, 0)
