"""What does pytest run before a test, and around it? Hooks, and fixtures, of conftest files too.

A fixture is only run for what it does to the whole program, or to what runs while it waits: the
graph that it has entered where it yields.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.project.words import last_name
from hublint.facts.values.atoms import Entered, Function
from hublint.facts.values.contexts import Context
from hublint.sources.syntax import walk

if TYPE_CHECKING:
    from hublint.facts.interpreter.supposing import Supposing
    from hublint.facts.project.modules import Module

_HOOK, _TEST = "pytest_", "test"


class Pytest:
    """The tests of one program, as pytest would run them."""

    def __init__(self, run: Supposing) -> None:
        self._run = run
        self._modules: Collection[Module] = ()
        self._fixtures: dict[str, Function] = {}
        self._contexts: dict[ast.AST, tuple[Context, ...]] = {}

    def configure(self, conftests: Collection[Module]) -> None:
        """The conftest files around a test have been loaded: their hooks run."""
        for one in self._functions(conftests):
            if _name(one).startswith(_HOOK):
                self._run.suppose(one)

    def begin(self, modules: Collection[Module]) -> None:
        """The tests have been loaded, too: the fixtures that all of them get run."""
        self._modules = modules
        fixtures = (one for one in self._functions(modules) if _is_fixture(one))
        self._fixtures = {_name(one): one for one in fixtures}
        for one in filter(_is_automatic, self._fixtures.values()):
            self._around(one)

    @contextmanager
    def around(self, function: Function) -> Iterator[None]:
        """Within it runs a test, in what its fixtures have entered."""
        entered = [context for one in self._of(function) for context in self._around(one)]
        self._run.contexts += entered
        yield
        del self._run.contexts[len(self._run.contexts) - len(entered) :]

    def _of(self, function: Function) -> list[Function]:
        """The fixtures of a test that matter: those of all, and those that it asks for by name."""
        if function.module not in self._modules or not _name(function).startswith(_TEST):
            return []
        asked = {one.arg for one in function.node.args.args}
        return [
            one
            for name, one in self._fixtures.items()
            if _is_automatic(one) or (name in asked and _waits(one))
        ]

    def _around(self, fixture: Function) -> tuple[Context, ...]:
        if fixture.node not in self._contexts:
            given = self._run.suppose(replace(fixture, kind="manager"))
            atoms = [item.atom for item in given]
            self._contexts[fixture.node] = tuple(
                context
                for atom in atoms
                if isinstance(atom, Entered)
                for context in atom.contexts
                if isinstance(context, Context)
            )
        return self._contexts[fixture.node]

    def _functions(self, modules: Collection[Module]) -> list[Function]:
        return [
            one
            for one in self._run.defined.values()
            if isinstance(one, Function) and one.module in modules and one.defined_in is None
        ]


def _name(function: Function) -> str:
    return "" if isinstance(function.node, ast.Lambda) else function.node.name


def _is_fixture(function: Function) -> bool:
    named = (one.func if isinstance(one, ast.Call) else one for one in _decorators(function))
    return any(last_name(one) == "fixture" for one in named)


def _is_automatic(function: Function) -> bool:
    """Whether every test gets a fixture, whether it asks for it or not."""
    calls = (one for one in _decorators(function) if isinstance(one, ast.Call))
    return any(keyword.arg == "autouse" for call in calls for keyword in call.keywords)


def _waits(function: Function) -> bool:
    """Whether a fixture yields within a `with`."""
    blocks = (one for one in walk(function.node) if isinstance(one, (ast.With, ast.AsyncWith)))
    return any(isinstance(inner, ast.Yield) for block in blocks for inner in walk(block))


def _decorators(function: Function) -> list[ast.expr]:
    return [] if isinstance(function.node, ast.Lambda) else function.node.decorator_list
