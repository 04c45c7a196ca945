"""What is the syntax tree of this text, and where does each of its nodes stand?

libcst reads the file, for it keeps every byte; the standard library's `ast` goes before it, as
a guard (small inputs crash libcst or hang it) and as the source of positions (libcst's own cost
more than its parse). The two trees are paired in source order, kind by kind; where they don't
pair, libcst's positions are asked for that file.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import libcst as cst

# Beyond these, libcst runs out of stack or takes minutes over a few kilobytes.
MAX_TREE_DEPTH = 200
MAX_BRACKET_DEPTH = 100

PYTHON_2 = "Python 2 syntax"

_NEWLINE = re.compile("\r\n|\r|\n")


class SyntaxRefused(Exception):
    """The text can't be read: `reason` says why in a few words, `line` where (from 1)."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


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


class PythonTree(NamedTuple):
    """Python's own tree, and all its nodes, outer before inner."""

    module: ast.Module
    nodes: Sequence[ast.AST]


def read_ast(text: str) -> ast.Module | None:
    """Python's own tree of a text, as `read_python` gives it."""
    read = read_python(text)
    return read.module if read is not None else None


def read_python(text: str) -> PythonTree | None:
    """Python's own tree of a text and its nodes; None where only a newer Python could read it.

    Raises SyntaxRefused for what can't be Python 3, or is nested too deeply for libcst.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        _refuse_deep_brackets(text)
        if "nested" in str(error.msg):
            raise SyntaxRefused("nested too deeply", error.lineno or 1) from error
        return None
    except (RecursionError, MemoryError) as error:
        raise SyntaxRefused("nested too deeply") from error
    except ValueError as error:
        raise SyntaxRefused(str(error)) from error
    return PythonTree(tree, _flat(tree))


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
    nowhere: `ast.iter_child_nodes` takes three times as long.
    """
    found: list[ast.AST] = []
    for value in node.__dict__.values():
        if isinstance(value, list):
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST) and value._fields:
            found.append(value)
    return found


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


class Tree:
    """A text's libcst module, its lines, and the extent of its nodes on demand."""

    def __init__(self, text: str, python: PythonTree | None) -> None:
        """Parses the text. Raises SyntaxRefused where libcst can't."""
        import libcst as cst

        self.text = text
        self.lines = split_lines(text)
        self._python = python
        self._partners: Mapping[cst.CSTNode, Any] | None = None
        self._extents: Mapping[cst.CSTNode, Extent] = {}
        try:
            self.module = cst.parse_module(text)
        except cst.ParserSyntaxError as error:
            raise SyntaxRefused(_python2_or(text, error.message), error.raw_line) from error
        except RecursionError as error:
            raise SyntaxRefused("nested too deeply") from error

    def extent(self, node: cst.CSTNode) -> Extent:
        """Where a name, a call, a keyword argument, a string or a statement stands.

        Nodes inside an f-string stand where the f-string does; a node of another kind stands
        at the file's first character.
        """
        if self._partners is None:
            self._partners = self._pair()
            self._extents = self._ask_libcst() if self._partners is None else {}
            self._partners = self._partners or {}
        partner = self._partners.get(node)
        if partner is not None:
            return self._extent_of(partner)
        return self._extents.get(node, Extent(1, 1, 1, 1))

    def _pair(self) -> Mapping[cst.CSTNode, Any] | None:
        """The node of Python's own tree for each node of ours; None where they don't pair."""
        if self._python is None:
            return None
        ours = _libcst_kinds(self.module)
        theirs = _python_kinds(self._python.nodes)
        found: dict[cst.CSTNode, Any] = {}
        for kind, nodes in ours.items():
            partners = theirs.get(kind, [])
            if len(partners) != len(nodes):
                return None
            for (node, inside), partner in zip(nodes, partners, strict=True):
                if kind == "Call" and _called_name(node) != _called_python_name(partner):
                    return None
                found[node] = partner
                found.update(dict.fromkeys(inside, partner))
        return found

    def _extent_of(self, node: Any) -> Extent:
        return Extent(
            node.lineno,
            self._column(node.lineno, node.col_offset),
            node.end_lineno,
            self._column(node.end_lineno, node.end_col_offset),
        )

    def _column(self, line: int, offset: int) -> int:
        return column_of(self.lines[line - 1], offset)

    def _ask_libcst(self) -> Mapping[cst.CSTNode, Extent]:
        from libcst.metadata import MetadataWrapper, PositionProvider

        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        return {
            node: Extent(
                place.start.line, place.start.column + 1, place.end.line, place.end.column + 1
            )
            for node, place in wrapper.resolve(PositionProvider).items()
        }


def _python2_or(text: str, message: str) -> str:
    if re.search(r"^\s*print\s+[\"'\w]|^\s*except\s+[\w.]+\s*,\s*\w+\s*:", text, re.MULTILINE):
        return PYTHON_2
    return message.split("\n")[0].rstrip(".") or "invalid syntax"


# Where libcst's order of fields is not that of the source.
_SOURCE_ORDER: Mapping[str, tuple[str, ...]] = {
    "FunctionDef": ("decorators", "type_parameters", "params", "returns", "body"),
    "ClassDef": ("decorators", "type_parameters", "bases", "keywords", "body"),
    "Parameters": (
        "posonly_params",
        "params",
        "star_arg",
        "kwonly_params",
        "star_kwarg",
    ),
    "AugAssign": ("target", "value"),
    "ExceptHandler": ("type", "body"),
    "ExceptStarHandler": ("type", "body"),
    "IfExp": ("body", "test", "orelse"),
    "MatchCase": ("pattern", "guard", "body"),
    # What is left out here are names that Python's own tree holds as plain strings.
    "Attribute": ("value",),
    "Param": ("annotation", "default"),
    "Arg": ("value",),
    "Global": (),
    "Nonlocal": (),
    "MatchAs": ("pattern",),
    "MatchStar": (),
    "MatchSingleton": (),
    "MatchMapping": ("elements",),
    "MatchKeywordElement": ("pattern",),
    "TypeAlias": ("name", "type_parameters", "value"),
    "TypeVar": ("bound",),
    "TypeVarTuple": (),
    "ParamSpec": (),
    "ImportAlias": (),
    "ImportFrom": (),
}
_NO_CODE = re.compile(
    "whitespace|comma|lpar|rpar|lbracket|rbracket|lbrace|rbrace|leading_lines|lines_after"
    "|header|footer|semicolon|equal|newline|colon|comment|encoding|default_indent|indent"
    "|has_trailing|trailing|dot|star$|separator|default_newline"
)
_STRINGS = frozenset({"SimpleString", "ConcatenatedString", "FormattedString", "TemplatedString"})
_KINDS = frozenset(
    {
        "Name",
        "Call",
        "Attribute",
        "Subscript",
        "Dict",
        "Lambda",
        "Assign",
        "AnnAssign",
        "AugAssign",
        "Import",
        "ImportFrom",
        "Expr",
        "Return",
        "With",
        "For",
        "While",
        "If",
        "Try",
        "FunctionDef",
        "ClassDef",
    }
)


@cache
def code_fields(kind: type) -> tuple[str, ...]:
    """The fields of a libcst class that hold code, in the order of the source."""
    if kind.__name__ in _SOURCE_ORDER:
        return _SOURCE_ORDER[kind.__name__]
    return tuple(field.name for field in fields(kind) if not _NO_CODE.search(field.name))


def walk(root: cst.CSTNode, into_strings: bool = False) -> Iterator[cst.CSTNode]:
    """Every node of a libcst tree that holds code, in source order, outer before inner."""
    from libcst import CSTNode

    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        yield node
        kind: type = type(node)
        if kind.__name__ in _STRINGS and not into_strings:
            continue
        for name in reversed(code_fields(kind)):
            child = getattr(node, name)
            if isinstance(child, CSTNode):
                stack.append(child)
            elif isinstance(child, (list, tuple)):
                stack += [item for item in reversed(child) if isinstance(item, CSTNode)]


_Found = tuple["cst.CSTNode", Sequence["cst.CSTNode"]]


def _libcst_kinds(module: cst.Module) -> dict[str, list[_Found]]:
    kinds: dict[str, list[_Found]] = {}
    for node in walk(module):
        name = type(node).__name__
        if name in _STRINGS:
            inside = tuple(walk(node, into_strings=True))[1:]
            kinds.setdefault("String", []).append((node, inside))
        elif name == "Arg":
            if getattr(node, "keyword", None) is not None:
                kinds.setdefault("keyword", []).append((node, ()))
        elif name == "TryStar":
            kinds.setdefault("Try", []).append((node, ()))
        elif name in _KINDS:
            kinds.setdefault(name, []).append((node, ()))
    return kinds


_RENAMED: Mapping[str, str] = {
    "AsyncFunctionDef": "FunctionDef",
    "AsyncFor": "For",
    "AsyncWith": "With",
    "TryStar": "Try",
    "JoinedStr": "String",
    "TemplateStr": "String",
}


def _python_kinds(nodes: Sequence[ast.AST]) -> dict[str, list[Any]]:
    kinds: dict[str, list[Any]] = {}
    inside: set[ast.AST] = set()  # what stands in a string, as in libcst's tree
    for node in nodes:
        kind = _python_kind(node)
        if node in inside or (kind == "String" and not isinstance(node, ast.Constant)):
            inside.update(children(node))
        if kind is not None and node not in inside:
            kinds.setdefault(kind, []).append(node)
    for found in kinds.values():
        found.sort(key=_by_position)
    return kinds


def _python_kind(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, (str, bytes)):
            return "String"
        return "Name" if node.value is None or isinstance(node.value, bool) else None
    if isinstance(node, ast.keyword):
        return "keyword" if node.arg is not None else None
    name = type(node).__name__
    name = _RENAMED.get(name, name)
    return name if name in _KINDS or name == "String" else None


def _by_position(node: Any) -> tuple[int, int, int, int]:
    return (node.lineno, node.col_offset, -node.end_lineno, -node.end_col_offset)


def _called_name(call: Any) -> str | None:
    function = call.func
    name = getattr(function, "attr", function)
    value = getattr(name, "value", None)
    return value if isinstance(value, str) and type(name).__name__ == "Name" else None


def _called_python_name(call: Any) -> str | None:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else None
