"""Arguments are added to a call and taken away, and what stands around them stays."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hublint.editing.edits import Text
from hublint.facts.project.modules import Module
from hublint.repair.arguments import Brackets, brackets_of
from hublint.repair.nodes import Nodes


def brackets(text: str) -> Brackets:
    """The brackets of the first call in the text."""
    nodes = Nodes(Module(Path("a.py"), "a.py", text))
    call = next(node for node in ast.walk(nodes.tree) if isinstance(node, ast.Call))
    found = brackets_of(nodes, call)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "f(k=1)"),
        ("f( )", "f(k=1 )"),
        ("f(x)", "f(x, k=1)"),
        ("f(x,)", "f(x, k=1,)"),
        ("f((x))", "f((x), k=1)"),
        ("f(x, y=[1, 2])", "f(x, y=[1, 2], k=1)"),
        ("f('a,)' 'b')", "f('a,)' 'b', k=1)"),
        ("(f)(x)", "(f)(x, k=1)"),
        ("f(x)['a'](y)", "f(x)['a'](y, k=1)"),
        ("f(\n    x,  # why\n)", "f(\n    x, k=1,  # why\n)"),
        ("f(\n    x  # why\n)", "f(\n    x, k=1  # why\n)"),
        ("f \\\n  (x)", "f \\\n  (x, k=1)"),
        ("(f\n .g\n (x))", "(f\n .g\n (x, k=1))"),
        ("é = 1; f(é)", "é = 1; f(é, k=1)"),
        ("x = [\n  f(1,\n\t2)]", "x = [\n  f(1,\n\t2, k=1)]"),
        ("f('''a\n)''', 2)", "f('''a\n)''', 2, k=1)"),
    ],
)
def test_an_argument_is_added(before: str, after: str) -> None:
    assert Text(before).edited([brackets(before).append("k=1")]) == after


@pytest.mark.parametrize(
    ("before", "numbers", "after"),
    [
        ("f(x)", [0], "f()"),
        ("f(x,)", [0], "f()"),
        ("f(x, y)", [0], "f(y)"),
        ("f(x, y)", [1], "f(x)"),
        ("f(x, y,)", [1], "f(x,)"),
        ("f(x, y)", [0, 1], "f()"),
        ("f(x, y, z)", [0, 1], "f(z)"),
        ("f(x, y, z)", [1, 2], "f(x)"),
        ("f(x, y, z)", [0, 2], "f(y)"),
        ("f((x), y)", [1], "f((x))"),
        ("f(x, y=(1, 2))", [1], "f(x)"),
        ("f(\n    x,\n    y,\n    z,\n)", [1, 2], "f(\n    x,\n)"),
        ("f(\n    x,  # why\n    y,\n)", [1], "f(\n    x,  # why\n)"),
        ("f(\n    x,  # why\n    y\n)", [0], "f(\n    # why\n    y\n)"),
    ],
)
def test_arguments_are_taken_away(before: str, numbers: list[int], after: str) -> None:
    assert Text(before).edited(brackets(before).remove(numbers)) == after
