"""What is the syntax tree of this text, and where does each of its nodes stand?

Python's own parser reads it. What a newer Python than the running one could read is first put into
older words; only then libcst is needed, which reads them all.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, cached_property
from typing import NamedTuple, TypeAlias, TypeVar, cast

from hublint.sources.refusal import PYTHON_2, SyntaxRefused

# Beyond these, who walks a tree runs out of stack, and libcst takes minutes over a few kilobytes.
MAX_TREE_DEPTH = 200
MAX_BRACKET_DEPTH = 100

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

# What defines a name, what has handlers, and the kinds of nodes that have a place in the text.
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
TRIES: tuple[type[ast.stmt], ...] = (ast.Try, getattr(ast, "TryStar", ast.Try))
PLACED = (ast.stmt, ast.expr, ast.keyword, ast.arg, ast.alias, ast.excepthandler, ast.pattern)

# Strings with code in them; Python knows templates from 3.14 on.
TEMPLATES: tuple[type[ast.expr], ...] = tuple(
    getattr(ast, name) for name in ("TemplateStr",) if hasattr(ast, name)
)
_WITH_CODE: tuple[type[ast.AST], ...] = (ast.JoinedStr, *TEMPLATES)

# The fields of nodes that hold no code: operators and contexts stand nowhere, texts have no nodes.
_PLAIN = frozenset(
    {"asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level"}
    | {"module", "op", "ops", "rest", "simple", "str", "type_comment", "type_ignores"}
)

# So many lines right above an error may be part of the statement that has it.
_NEAR = 4

_Node = TypeVar("_Node", bound=ast.AST)

_NEWLINE = re.compile("\r\n|\r|\n")


class Extent(NamedTuple):
    """Where a node begins and ends: lines and columns from 1, in code points, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def split_lines(text: str) -> list[str]:
    """The lines of a text as Python counts them, without their ends."""
    return _NEWLINE.split(text)


def column_of(line: str, offset: int) -> int:
    """The column (from 1, in code points) of what Python puts at an offset in UTF-8 bytes."""
    if line.isascii():
        return offset + 1
    return len(line.encode("utf-8")[:offset].decode("utf-8", "ignore")) + 1


class Tree:
    """The tree of a text: its lines, all its nodes, outer before inner, and where they stand."""

    def __init__(self, text: str, module: ast.Module) -> None:
        """Raises SyntaxRefused where it is nested too deeply."""
        self.module = module
        self.nodes = _flat(module)
        self.lines = split_lines(text)

    def every(self, kind: type[_Node]) -> Sequence[_Node]:
        """The nodes of one kind, outer before inner."""
        return cast("Sequence[_Node]", self._by_kind.get(kind, ()))

    @cached_property
    def imports(self) -> Sequence[ast.Import | ast.ImportFrom]:
        """The statements that import something, in the order of the text."""
        found: list[ast.Import | ast.ImportFrom] = []
        found += self.every(ast.Import)
        found += self.every(ast.ImportFrom)
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    @cached_property
    def _by_kind(self) -> Mapping[type[ast.AST], Sequence[ast.AST]]:
        found: dict[type[ast.AST], list[ast.AST]] = {}
        for node in self.nodes:
            found.setdefault(type(node), []).append(node)
        return found

    def extent(self, node: ast.AST) -> Extent:
        """Where a node stands; one without a place of its own, at the file's first character.

        Nodes inside an f-string stand where the f-string does: Pythons before 3.12 don't know.
        """
        placed = self._around.get(node, node)
        if not isinstance(placed, PLACED):
            return Extent(1, 1, 1, 1)
        end_line = placed.end_lineno or placed.lineno
        end = placed.col_offset if placed.end_col_offset is None else placed.end_col_offset
        return Extent(
            placed.lineno,
            column_of(self.lines[placed.lineno - 1], placed.col_offset),
            end_line,
            column_of(self.lines[end_line - 1], end),
        )

    def is_in_text(self, node: ast.AST) -> bool:
        """Whether a node stands inside of an f-string."""
        return self._around.get(node, node) is not node

    @cached_property
    def _around(self) -> Mapping[ast.AST, ast.AST]:
        """The f-string around each node that stands in one."""
        found: dict[ast.AST, ast.AST] = {}
        for kind in (*_WITH_CODE, ast.Subscript):
            for node in self._by_kind.get(kind, ()):
                if node not in found and _has_code(node):
                    found.update(dict.fromkeys(walk(node), node))
        return found


def _has_code(node: ast.AST) -> bool:
    """Whether a node is a string with code in it, or the older words for one: a text's item at
    several indices, which fails in all other code.
    """
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return isinstance(node, _WITH_CODE)


def read_tree(text: str) -> Tree:
    """The tree of a text. Raises SyntaxRefused for what is no Python 3, or nested too deeply."""
    try:
        return Tree(text, _parsed(text))
    except SyntaxError as error:
        refused = SyntaxRefused(error.msg, error.lineno or 1)
    except (RecursionError, MemoryError) as error:
        raise SyntaxRefused("nested too deeply") from error
    except ValueError as error:
        raise SyntaxRefused(str(error)) from error
    return _read_newer(text, refused)


def _read_newer(text: str, refused: SyntaxRefused) -> Tree:
    """The tree of a text that this Python refuses, if a newer one may read it."""
    from hublint.sources.newer_syntax import in_older_words

    _refuse_deep_brackets(text)
    try:
        return Tree(text, _parsed(in_older_words(text)))
    except SyntaxRefused as error:
        if error.reason == PYTHON_2:
            raise
        raise _behind_newer(text, refused, error.line) from error
    except SyntaxError as error:
        raise SyntaxRefused(error.msg, error.lineno or 1) from error
    except ValueError as error:
        raise refused from error


def _behind_newer(text: str, refused: SyntaxRefused, line: int) -> SyntaxRefused:
    """What this Python says of an error that is known to stand at a line or before it.

    It has complained of a line above, which may only be newer than itself: what can be read is put
    into older words up to the error, then it is asked again.
    """
    from hublint.sources.newer_syntax import in_older_words

    lines = text.splitlines(keepends=True)
    if line <= refused.line:
        return refused
    for cut in _cuts(lines, refused.line, line):
        try:
            older = in_older_words("".join(lines[:cut]))
            _parsed(older + "".join(lines[cut:]))
        except SyntaxRefused:
            continue
        except SyntaxError as error:
            return SyntaxRefused(error.msg, error.lineno or 1)
        except ValueError:
            break
    return refused


def _cuts(lines: Sequence[str], first: int, last: int) -> Iterator[int]:
    """Numbers of whole lines before an error: right before it, or before the statement around."""
    yield from range(last - 1, max(last - 1 - _NEAR, first - 1), -1)
    for line in (last, first):
        outer = (
            at for at in range(line - 1, -1, -1) if lines[at : at + 1] and lines[at][0].isalpha()
        )
        yield next(outer, 0)


@contextmanager
def unwarned() -> Iterator[None]:
    """Python says nothing while it reads code: what it would warn of is not hublint's to tell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _parsed(text: str) -> ast.Module:
    with unwarned():
        return ast.parse(text)


def _flat(tree: ast.Module) -> list[ast.AST]:
    """All nodes, level by level. Raises SyntaxRefused where there are too many levels."""
    nodes: list[ast.AST] = []
    level: list[ast.AST] = [tree]
    for _ in range(MAX_TREE_DEPTH):
        nodes += level
        level = [child for node in level for child in children(node)]
        if not level:
            return nodes
    raise SyntaxRefused("nested too deeply")


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes right below one, but for operators and contexts, which hold nothing and stand
    nowhere: `ast.iter_child_nodes` takes several times as long.
    """
    found: list[ast.AST] = []
    kind: type = type(node)
    for name in _code_fields(kind):
        value = getattr(node, name, None)
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


@cache
def _code_fields(kind: type) -> tuple[str, ...]:
    """The fields of a kind of nodes that may hold code."""
    return tuple(name for name in getattr(kind, "_fields", ()) if name not in _PLAIN)


def blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of statements in a statement, those of its handlers and cases among them."""
    for value in vars(statement).values():
        first = value[0] if isinstance(value, list) and value else None
        if isinstance(first, ast.stmt):
            yield value
        elif isinstance(first, (ast.ExceptHandler, ast.match_case)):
            yield from (part.body for part in value)


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, outer before inner."""
    queue = [node]
    for one in queue:
        yield one
        queue += children(one)


def _refuse_deep_brackets(text: str) -> None:
    """Counts brackets outright: strings only make the count larger, which errs on the safe side."""
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(0, depth - 1)
    if deepest > MAX_BRACKET_DEPTH:
        raise SyntaxRefused("nested too deeply")
