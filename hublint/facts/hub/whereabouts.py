"""Where does an event happen? In which runtime, with which releases, inside of what."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, Any

from hublint.facts.values import rows, version_tests
from hublint.facts.values.atoms import Const, Truth
from hublint.facts.values.guards import ALWAYS, Guard, both
from hublint.facts.values.rows import Column, Facts, Option
from hublint.facts.values.value import Alternative, Trace, Value, capped, constant
from hublint.facts.versions.runtime import Surroundings, runtime_facts, surrounded
from hublint.model import Evidence, Fact

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.programs.surroundings import Project
    from hublint.facts.values.frames import Frame


class Whereabouts:
    """Where the program stands, as columns of an event."""

    def __init__(self, interpreter: Interpreter, project: Project) -> None:
        self._run = interpreter
        self._project = project

    def around(self, guard: Guard, frame: Frame) -> Surroundings:
        """What surrounds a module, where its tests of versions have gone so."""
        around = self._run.surroundings(frame.module)
        for library in version_tests.unfollowed(guard):
            around = self._project.tested.any_release(around, library)
        if not any(version_tests.tests(guard)):
            return around
        return self._project.tested.left(around, frame.module, guard, self._shown_choice)

    def _shown_choice(self, choice: Hashable) -> Evidence | None:
        trace = self._run.choices.get(choice)
        if trace is None:
            return None
        code = trace.module.excerpt(trace.node, 40)
        return Evidence(f"`{code}` is tested on the way here", trace.module.span(trace.node))

    def versions_column(self, around: Surroundings, frame: Frame) -> Column:
        """With which releases it runs, on each path, and how TensorFlow is imported."""
        alias = {"alias": _alias(around)}
        return (Option(ALWAYS, lambda guard: {**self.around(guard, frame).versions, **alias}),)

    def runtime_column(self, frame: Frame) -> Column:
        """In which runtime it runs, and whether in a graph, for each switch that may be thrown."""
        run = self._run
        switch = run.state.get((run.ambient, "switch")) or constant("none")
        contexts = [
            (item.kind, self._context_evidence(item.kind, item.trace)) for item in run.contexts
        ]

        def facts(item: Alternative, guard: Guard) -> Facts:
            own = self._own_runtime(item, guard, frame)
            return surrounded(own, contexts)

        return [Option(item.guard, partial(facts, item)) for item in switch]

    def _own_runtime(self, item: Alternative, guard: Guard, frame: Frame) -> dict[str, Fact]:
        """The runtime where a switch stands so, whatever is around."""
        word: Any = item.atom.value if isinstance(item.atom, Const) else "none"
        thrown = rows.evidence(item.why, "")
        around = self.around(guard, frame)
        own = runtime_facts(around, word, thrown, rows.certainty(item), frame.uncalled)
        choice = ("eagerly", word)
        asked = guard.get(choice)
        if asked is None:
            return own
        why = self._shown_choice(choice)
        execution = Fact("eager" if asked else "graph", "proven", (why,) if why else ())
        return {**own, "execution": execution}

    def executes_eagerly(self, node: ast.AST, frame: Frame) -> Value:
        """What `tf.executing_eagerly()` says: what is known, or a choice."""
        run = self._run
        around = surrounded({"execution": Fact(None)}, [(one.kind, None) for one in run.contexts])
        if around["execution"].value is not None:
            return constant(around["execution"].value == "eager")
        found = []
        for item in run.state.get((run.ambient, "switch")) or constant("none"):
            for guard in run.guards:
                held = both(guard, item.guard)
                if held is None:
                    continue
                word = str(item.atom.value) if isinstance(item.atom, Const) else "none"
                if word.startswith("enabled"):
                    found.append(Alternative(Const(True), held))
                    continue
                fact = self._own_runtime(item, held, frame)["execution"]
                choice = ("eagerly", word)
                if fact.value is not None and fact.certainty == "proven":
                    found.append(Alternative(Const(fact.value == "eager"), held))
                    continue
                run.choices[choice] = Trace("", frame.module, node)
                reason = "nobody knows whether it runs eagerly"
                found.append(Alternative(Truth(choice, True, reason), held))
        return capped(tuple(found)) or constant(True)

    def _context_evidence(self, kind: str, trace: Trace | None) -> Evidence | None:
        if trace is None:
            return None
        code = trace.module.excerpt(trace.node, 40)
        texts = {
            "graph": f"it runs in a graph: `{code}`",
            "session": f"it runs in a session's graph: `{code}`",
            "function": f"it runs in a tf.function: `{code}`",
            "keras": f"Keras runs it: `{code}`",
            "lambda": f"Keras runs it: `{code}`",
            "eager": f"it runs eagerly: `{code}`",
        }
        text = texts.get(kind)
        return Evidence(text, trace.module.span(trace.node)) if text else None


def _alias(around: Surroundings) -> Fact:
    shown = around.markers.imported
    return Fact(around.markers.alias, "proven", (shown,) if shown is not None else ())
