"""What is passed to a call, and which parameter of a function takes it?"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from hublint.facts.project.modules import Module
from hublint.facts.values.value import Trace, Value

# An argument as it is written: by name, or by its place; None where it isn't.
Argument: TypeAlias = ast.keyword | ast.expr | None


@dataclass(frozen=True, slots=True)
class Arguments:
    """The values of a call's arguments; `open` if *args or **kwargs hide some of them.

    `before` is how many of the positional ones are not written in the call `node`, `indirect` is
    whether a partial stands between, of which not all may be known. `passed_by` is who passes
    those that are hidden, where that is not the code itself.
    """

    positional: tuple[Value, ...] = ()
    keywords: Mapping[str, Value] = field(default_factory=dict)
    open: bool = False
    node: ast.Call | None = None
    module: Module | None = None
    before: int = 0
    indirect: bool = False
    passed_by: str = ""

    def get(self, name: str, position: int | None = None) -> Value | None:
        """The value passed by name or, failing that, at a position (from 0); None if neither."""
        if name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None

    def hidden(self, name: str) -> str:
        """Why it is not known what is passed as a parameter, where arguments are hidden."""
        if self.passed_by:
            return f"what {self.passed_by} passes as {name} is not known"
        return f"what is passed as {name} is hidden behind * or **"

    def argument(self, name: str, position: int | None = None) -> Argument:
        """The node of the argument that `get` would find."""
        if self.node is None:
            return None
        named = (one for one in self.node.keywords if one.arg == name)
        found: Argument = next(named, None)
        if found is not None or position is None or name in self.keywords:
            return found
        plain = [one for one in self.node.args if not isinstance(one, ast.Starred)]
        place = position - self.before
        return plain[place] if 0 <= place < len(plain) else None

    def trace(self, name: str, position: int | None = None) -> tuple[Trace, ...]:
        """Where the argument is written: the keyword argument, or the whole call."""
        argument = self.argument(name, position)
        if argument is None or self.module is None or self.node is None:
            return ()
        node = argument if isinstance(argument, ast.keyword) else self.node
        return (Trace(f"{self.module.excerpt(argument)} is passed here", self.module, node),)

    def shows(self, name: str, position: int | None) -> Trace | None:
        """Where the argument is written, for a value that has no other place of its own."""
        argument = self.argument(name, position)
        if argument is None or self.module is None or self.node is None:
            return None
        is_placed = isinstance(argument, (ast.keyword, ast.Name, ast.Constant))
        return Trace("", self.module, argument if is_placed else self.node)

    def after(self, *values: Value) -> Arguments:
        """The same arguments behind others, as for a bound method or a partial."""
        positional, before = (*values, *self.positional), self.before + len(values)
        return replace(self, positional=positional, before=before)

    def without_first(self) -> Arguments:
        """The same arguments without the object that a method was named for by its class."""
        return replace(self, positional=self.positional[1:], before=self.before - 1)

    def with_defaults(self, keywords: Mapping[str, Value]) -> Arguments:
        """The same arguments, with keywords that hold unless they are passed."""
        return replace(self, keywords={**keywords, **self.keywords}, indirect=True)
