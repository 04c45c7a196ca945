"""What does an import give where the program has put something else into `sys.modules`?

`import a.b` gives what stands there for `a`; `import a.b as c` asks that for its attribute; `from
a.b import c` takes what stands there for `a.b`. What is found for a module below one that was
replaced depends on what was imported before: nobody knows.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.facts.interpreter.functions import EVERYWHERE
from hublint.facts.values.atoms import Const, External
from hublint.facts.values.value import Value, just

if TYPE_CHECKING:
    from hublint.facts.interpreter.program import Interpreter
    from hublint.facts.values.frames import Frame


class ReplacedModules:
    """What one program has put into `sys.modules`."""

    def __init__(self, run: Interpreter) -> None:
        self._run = run
        self._names: set[str] = set()  # whatever was ever put there

    def put(self, key: Value, value: Value) -> None:
        """`sys.modules[key] = value`."""
        for item in key:
            if isinstance(item.atom, Const) and isinstance(item.atom.value, str):
                self._names.add(item.atom.value)
                self._run.state.set(self._place(item.atom.value), value)
        if [item.atom for item in key] == [Const("tensorflow_hub")]:
            self._run.mocked.add(EVERYWHERE)

    def whole(self, dotted: str) -> Value | None:
        """What stands there for a module; None where nothing was put into its place."""
        if not self._names:
            return None
        if dotted in self._names:
            found = self._run.state.get(self._place(dotted))
            if found is not None:
                return found
        above = dotted.rpartition(".")[0]
        if not above or self.whole(above) is None:
            return None
        reason = f"what {dotted} is behind a module that was replaced is not known"
        return self._run.unknown(reason, ("replaced", dotted))

    def imported(self, alias: ast.alias, node: ast.Import, frame: Frame) -> Value | None:
        """What `import` gives a name; None where nothing was put into the module's place."""
        first, *rest = alias.name.split(".")
        value = self.whole(first)
        if value is not None and alias.asname is not None:
            for name in rest:
                value = self._run.attribute(value, name, node, frame)
        return value

    def item(self, name: str, frame: Frame) -> Value:
        """What `sys.modules[name]` is."""
        return self.whole(name) or self._run.module_named(name, frame) or just(External(name))

    def _place(self, name: str) -> tuple[int, str]:
        return self._run.ambient, f"module {name!r}"
