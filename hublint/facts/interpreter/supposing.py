"""What would happen if somebody called what nobody in view calls? It is run, too.

With unknown arguments, but for those that a command line or a test's decorator gives; and on the
objects that the program has made, where it is a method.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from hublint.facts.interpreter.pytest_runs import Pytest
from hublint.facts.interpreter.statements import Statements
from hublint.facts.interpreter.uncalled import bases_last, objects_of
from hublint.facts.project.modules import Module
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import Class, External, Function, Instance
from hublint.facts.values.contexts import EXPECTS
from hublint.facts.values.defined import Defined, defined
from hublint.facts.values.value import Value, just
from hublint.facts.versions.runtime import EXECUTING

if TYPE_CHECKING:
    from hublint.facts.programs.surroundings import Project


class Supposing(Statements):
    """Runs functions and classes that nobody in view uses."""

    def __init__(self, project: Project, budget: int) -> None:
        super().__init__(project, budget)
        self._project = project
        self._ran = project.ran_before
        self._pytest = Pytest(self)
        self._read_beside = False  # whether data were sought in the main program's folder
        self._around: dict[ast.AST, str] = {}  # contexts around what is defined
        self.options: dict[ast.AST, dict[str, Value]] = {}  # of command lines

    def _run_uncalled(self, modules: Set[Module]) -> None:
        """Functions and classes that nobody in view uses are run with unknown arguments.

        What is run so may define others: those come last, since somebody may call them before.
        """
        tried: set[ast.AST] = set()
        before = self._ran_before(modules)
        passed_by: set[Defined] = set()
        while True:
            waiting = [
                atom
                for atom in self.defined.values()
                if atom.module in modules and atom.node not in tried and self._may_act(atom)
            ]
            if not waiting:
                return
            for atom in bases_last(waiting, self._main):
                tried.add(atom.node)
                place = defined(atom)
                if atom.module is self._main or self._has_objects(atom):
                    self._run_one(atom)
                elif place in before:
                    passed_by |= before[place]
                elif place not in passed_by:
                    met = self._met_by(atom)
                    if met is not None:
                        before[place] = {defined(one) for one in met if one.module in modules}

    def _met_by(self, atom: Function | Class) -> Collection[Function | Class] | None:
        """What is called where it is run; None if it read what differs from program to program."""
        self._read_beside = False
        self.supposed.clear()
        self._run_one(atom)
        return None if self._read_beside else self.supposed.values()

    def _ran_before(self, modules: Set[Module]) -> dict[Defined, Set[Defined]]:
        """What other programs have run so that nobody calls, with all that it has called.

        Which TensorFlow a program shows only matters where a module does not say so itself.
        """
        live = self.objects.idents
        texts = [module.text for module in self._frames if module is not self._main]
        circumstances = self._settled.circumstances(self.state, self.ambient, live, texts)
        if circumstances is None or self._main is None:
            return {}
        read = (one for one in modules if one.refused is None)
        is_silent = any(self._project.surroundings(one).is_silent for one in read)
        shown = is_silent and self._project.neighbours.shown_by(self._main)
        return self._ran.so(circumstances, shown)

    def _run_one(self, atom: Function | Class) -> None:
        if isinstance(atom, Class):
            self._run_uncalled_methods(atom)
        elif atom.node not in self.entered and atom.defined_in is None:
            around = self._around.get(atom.node, "")
            with self.inside(around, atom.module, atom.node):
                for given in self._given(atom):
                    with self._pytest.around(atom):
                        self.suppose(atom, given)

    def suppose(self, function: Function, given: Arguments | None = None) -> Value:
        """Runs a function that nobody in view calls; what it gives."""
        with self._rooted(function):
            return self.enter(replace(function, uncalled=True), given or Arguments(), None)

    @contextmanager
    def _rooted(self, atom: Function | Class) -> Iterator[None]:
        """What is done within is done only because nobody calls this."""
        self.root = defined(atom)
        try:
            yield
        finally:
            self.root = None

    def _may_act(self, atom: Function | Class) -> bool:
        """Whether something may happen in what nobody calls; an object may hold anything."""
        return self._relevance.acts(atom) or self._has_objects(atom)

    def _has_objects(self, atom: Function | Class) -> bool:
        return isinstance(atom, Class) and bool(objects_of(atom, self.instances.values()))

    def define(self, atom: Function | Class) -> None:
        """A function or class comes to be, the newest of its place in the code.

        Whoever calls it later may do so within what is around it now, or not.
        """
        super().define(atom)
        kinds = {context.kind for context in self.contexts}
        if EXPECTS in kinds:
            self._around[atom.node] = EXPECTS
        elif kinds & EXECUTING:
            self._around[atom.node] = "unknown-graph"

    def _given(self, function: Function) -> tuple[Arguments, ...]:
        """What a command line passes to a function, or a test's decorator; each case in turn."""
        options = self.options.get(function.node, {})
        return self.cases.get(function.node) or (Arguments(keywords=options),)

    def _run_uncalled_methods(self, type_: Class) -> None:
        made = objects_of(type_, self.instances.values()) or [self._unseen(type_)]
        uncalled = [
            (name, item.atom)
            for name, value in self.state.names(type_.frame.ident).items()
            for item in value
            if isinstance(item.atom, Function) and item.atom.node not in self.entered
        ]
        left = dict(uncalled)
        for instance in made:
            own = [one for one in uncalled if self._has(instance.type, *one)]
            self._run_methods(type_, just(instance), own)
            left = {name: one for name, one in left.items() if (name, one) not in own}
        if left:
            self._run_methods(type_, just(self._unseen(type_)), list(left.items()))

    def _unseen(self, type_: Class) -> Instance:
        """An object of a class that nobody in view makes."""
        made = len(self.instances.get(type_.node, ()))
        with self._rooted(type_):
            self.instantiate(type_, Arguments(), None, uncalled=True)
        return self.instances[type_.node][made]

    def _has(self, type_: Class, name: str, method: Function) -> bool:
        """Whether a class has a method as it is, and none of its own in its place."""
        found = (item.atom for item in self.find_in_class(type_, name) or ())
        return any(isinstance(one, Function) and one.node is method.node for one in found)

    def _run_methods(
        self, type_: Class, instance: Value, methods: Sequence[tuple[str, Function]]
    ) -> None:
        for name, method in methods:
            context = self._context_of(type_, name)
            owner = {"static": (), "class": (just(type_),)}.get(method.kind, (instance,))
            with self.inside(context, method.module, method.node):
                for given in self._given(method):
                    with self._pytest.around(method):
                        self.suppose(method, given.after(*owner))

    def _context_of(self, type_: Class, name: str) -> str:
        """Where a method runs that nobody in view calls: TensorFlow calls those of its classes.

        A feature column, a hook or an exporter is asked in a graph, or eagerly: nobody knows.
        """
        if self.is_keras(type_):
            return "keras" if name in ("call", "build") else ""
        for item in type_.bases:
            atom = item.atom
            if isinstance(atom, Class) and atom is not type_ and self._context_of(atom, name):
                return self._context_of(atom, name)
            if not isinstance(atom, External):
                continue
            role = self.symbols.role(atom.name)
            if role is not None and role.name == "calls-methods":
                return "handler" if name in role.detail.split() else ""
            plain = role is not None and role.name == "plain-object"
            if atom.name.startswith("tensorflow.") and not plain:
                return "unknown-graph"
        return ""
