"""What does a setup.py ask for? It is read, never run.

Seen through are literals, names bound to literals at the top level of the file, concatenation,
`extras["tf"] = [...]`, `dict(...)` and `setup(**options)`; everything else is passed over.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from hublint.facts.project.words import last_name
from hublint.facts.versions.requirements import Declaration
from hublint.sources.syntax import unwarned

# How deep expressions are followed: deeper than people write, shallow enough to stay cheap.
_DEPTH = 10


def read_setup_script(text: str) -> Iterator[Declaration]:
    """Read install_requires, extras_require and python_requires. Raises SyntaxError, ValueError."""
    with unwarned():
        tree = ast.parse(text)
    script = _Script(tree)
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and last_name(call.func) == "setup":
            yield from _declared(script, script.keywords(call))


def _declared(script: _Script, options: Mapping[str, ast.expr]) -> Iterator[Declaration]:
    for text, line in script.strings(options.get("install_requires")):
        yield from _each_line(text, line, None)
    for extra, wanted in script.items(options.get("extras_require")).items():
        # An extra may carry its marker in its name: 'tf:python_version >= "3.8"'.
        name, _, marker = extra.partition(":")
        for text, line in script.strings(wanted):
            yield from _each_line(f"{text}; {marker}" if marker else text, line, name or None)
    for text, line in script.strings(options.get("python_requires")):
        yield Declaration(f"python{text}", line)


def _each_line(text: str, line: int, extra: str | None) -> Iterator[Declaration]:
    for offset, one in enumerate(text.splitlines()):
        if one.strip():
            yield Declaration(one.strip(), line + offset, extra=extra)


class _Script:
    """The bindings at the top level of a script, and what its expressions come to."""

    def __init__(self, tree: ast.Module) -> None:
        self._bound: dict[str, list[ast.expr]] = {}
        self._entries: dict[str, dict[str, ast.expr]] = {}
        for statement in tree.body:
            self._bind(statement)

    def _bind(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._assign(target, statement.value)
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            self._assign(statement.target, statement.value)
        elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            self._bound.setdefault(statement.target.id, []).append(statement.value)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._bound[target.id] = [value]
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            key = target.slice
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                self._entries.setdefault(target.value.id, {})[key.value] = value

    def strings(self, node: ast.expr | None, depth: int = _DEPTH) -> Iterator[tuple[str, int]]:
        """Give the strings of an expression, each with its line."""
        if node is None or depth == 0:
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno
            return
        for part in self._parts(node):
            yield from self.strings(part, depth - 1)

    def items(self, node: ast.expr | None, depth: int = _DEPTH) -> Mapping[str, ast.expr]:
        """Give the entries of a dictionary whose keys are strings."""
        if node is None or depth == 0:
            return {}
        if isinstance(node, ast.Dict):
            return self._dictionary(node, depth)
        if isinstance(node, ast.Call) and last_name(node.func) == "dict":
            return self.keywords(node, depth)
        if not isinstance(node, ast.Name):
            return {}
        found: dict[str, ast.expr] = {}
        for value in self._bound.get(node.id, ()):
            found.update(self.items(value, depth - 1))
        return found | self._entries.get(node.id, {})

    def keywords(self, call: ast.Call, depth: int = _DEPTH) -> Mapping[str, ast.expr]:
        """Give the keyword arguments of a call, those of `**names` included."""
        found: dict[str, ast.expr] = {}
        for keyword in call.keywords:
            if keyword.arg is None:
                found.update(self.items(keyword.value, depth - 1))
            else:
                found[keyword.arg] = keyword.value
        return found

    def _dictionary(self, node: ast.Dict, depth: int) -> Mapping[str, ast.expr]:
        found: dict[str, ast.expr] = {}
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                found.update(self.items(value, depth - 1))
            for text, _ in self.strings(key, depth - 1):
                found[text] = value
        return found

    def _parts(self, node: ast.expr) -> list[ast.expr]:
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return node.elts
        if isinstance(node, ast.Starred):
            return [node.value]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return [node.left, node.right]
        if isinstance(node, ast.IfExp):
            return [node.body, node.orelse]
        if isinstance(node, ast.Name):
            return self._bound.get(node.id, [])
        if isinstance(node, ast.Call) and last_name(node.func) in (
            "list",
            "sorted",
            "tuple",
            "set",
        ):
            return node.args
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            entry = self.items(node.value).get(str(node.slice.value))
            return [entry] if entry else []
        return []
