"""What do the names of this module mention? Read off Python's own tree, without running it.

A mention is a chain of names, as it is written: `encoders.use.load` is three of them. What a
function or class mentions is all that stands in it, and what a variable mentions all that stands
in the statements that assign it. The body mentions what runs when the module is imported.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from hublint.facts.project.modules import Module
from hublint.facts.project.words import chain_of
from hublint.sources.syntax import DEFINITIONS, TRIES, children, walk

Chain: TypeAlias = tuple[str, ...]

# The module's body, as the name of what runs when it is imported.
BODY = "<body>"

# A function of so many statements, without loops and the like, may just make a text.
SMALL = 8
_BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, *TRIES)


class Imported(NamedTuple):
    """What an import gives a name: a module, or (`name`) a name in it; `level` counts the dots."""

    level: int
    home: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The names of a module.

    `mentions` are the chains by name, `imports` what imports give to names, `stars` the modules
    imported whole, `large` the functions that do more than to make a text, `reopening` those
    functions and classes in which a name of the module gets a value.
    """

    mentions: Mapping[str, Collection[Chain]] = field(default_factory=dict)
    imports: Mapping[str, Collection[Imported]] = field(default_factory=dict)
    stars: Sequence[Imported] = ()
    large: frozenset[str] = frozenset()
    reopening: frozenset[str] = frozenset()


def outline(module: Module, texts: Collection[str]) -> Outline:
    """The outline of a module.

    A text that holds one of `texts` is mentioned like a name. Raises SyntaxRefused where the
    module can't be read.
    """
    reader = _Reader(texts)
    for statement in module.statements:
        reader.read(statement)
    return reader.outline()


class _Reader:
    """Walks over the statements of a module; each mention is put down for all that hold it."""

    def __init__(self, texts: Collection[str]) -> None:
        self._texts = texts
        self._mentions: dict[str, set[Chain]] = {}
        self._imports: dict[str, set[Imported]] = {}
        self._stars: list[Imported] = []
        self._large: set[str] = set()
        self._reopening: set[str] = set()

    def outline(self) -> Outline:
        """What was read."""
        return Outline(
            self._mentions,
            self._imports,
            self._stars,
            frozenset(self._large),
            frozenset(self._reopening),
        )

    def read(self, statement: ast.stmt) -> None:
        """Reads a statement of the module's body."""
        if isinstance(statement, DEFINITIONS):
            self._read(
                [(statement, ()), *((one, (BODY,)) for one in _run_by_definition(statement))]
            )
        else:
            body = () if _is_for_main(statement) else (BODY,)
            self._read([(statement, (*_stored(statement), *body))])

    def _read(self, stack: list[tuple[ast.AST, tuple[str, ...]]]) -> None:
        while stack:
            node, holders = stack.pop()
            if isinstance(node, DEFINITIONS):
                holders = (*holders, node.name)
                self._define(node)
            rest = self._mention(node, holders)
            stack += [(child, holders) for child in rest]

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self._mentions.setdefault(node.name, set())
        if not isinstance(node, ast.ClassDef) and not is_small(node.body):
            self._large.add(node.name)

    def _mention(self, node: ast.AST, holders: tuple[str, ...]) -> Sequence[ast.AST]:
        """Puts down what a node mentions; gives the nodes below that are still to be read."""
        if isinstance(node, (ast.Name, ast.Attribute)):
            chain, first = chain_of(node)
            self._hold(holders, chain)
            return (first,) if first is not None else ()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self._import(node, holders)
        elif isinstance(node, ast.Constant):
            self._text(node, holders)
            return ()
        elif isinstance(node, ast.Global):
            self._reopening.update(holders)
        return children(node)

    def _hold(self, holders: tuple[str, ...], chain: Chain) -> None:
        if chain:
            for holder in holders:
                self._mentions.setdefault(holder, set()).add(chain)

    def _text(self, node: ast.Constant, holders: tuple[str, ...]) -> None:
        if isinstance(node.value, str):
            for text in self._texts:
                if text in node.value:
                    self._hold(holders, (text,))

    def _import(self, node: ast.Import | ast.ImportFrom, holders: tuple[str, ...]) -> None:
        for alias in node.names:
            name = alias.asname or alias.name
            if isinstance(node, ast.ImportFrom):
                imported = Imported(node.level, node.module or "", alias.name)
            elif alias.asname:
                imported = Imported(0, alias.name)
            else:
                name = alias.name.partition(".")[0]
                imported = Imported(0, name)
            if alias.name == "*":
                self._stars.append(imported)
            else:
                self._imports.setdefault(name, set()).add(imported)
            self._hold(holders, (name,))


def is_small(body: Sequence[object]) -> bool:
    """Whether a function with these statements may be nothing but the maker of a text."""
    return len(body) <= SMALL and not any(isinstance(one, _BLOCKS) for one in body)


def _is_for_main(statement: ast.stmt) -> bool:
    """Whether a statement runs something only where its module is the main program."""
    tested = walk(statement.test) if isinstance(statement, ast.If) else ()
    return any(isinstance(node, ast.Name) and node.id == "__name__" for node in tested)


def _run_by_definition(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
) -> list[ast.AST]:
    """What runs when a function or class is defined: its decorators, and a class's own body."""
    if not isinstance(node, ast.ClassDef):
        return [*node.decorator_list]
    own = (one for one in node.body if not isinstance(one, DEFINITIONS))
    return [*node.decorator_list, *own]


def _stored(statement: ast.stmt) -> set[str]:
    found: set[str] = set()
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        stack += children(node)
    return found
