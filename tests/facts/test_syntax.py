"""Where does each node stand, and which texts are kept from libcst because they would hang it?"""

from __future__ import annotations

import ast
import os
import sys
import time
from pathlib import Path
from typing import Any

import libcst as cst
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from libcst.metadata import MetadataWrapper, PositionProvider

from hublint.syntax import Extent, SyntaxRefused, Tree, read_python, walk

LIBRARY = Path(os.__file__).parent
SAMPLE = (
    "argparse.py", "ast.py", "asyncio/events.py", "calendar.py", "collections/__init__.py",
    "contextlib.py", "csv.py", "dataclasses.py", "difflib.py", "enum.py", "fractions.py",
    "functools.py", "inspect.py", "json/encoder.py", "locale.py", "pathlib.py", "queue.py",
    "statistics.py", "string.py", "textwrap.py", "typing.py", "unittest/mock.py", "zipfile.py",
)  # fmt: skip
PRESENT = [name for name in SAMPLE if (LIBRARY / name).is_file()]

# What the trees agree on, node by node; a compound statement ends for Python with its last
# statement and for libcst with its last line.
COMPARED = (
    cst.Name, cst.Call, cst.Attribute, cst.Subscript, cst.Dict, cst.SimpleString, cst.Lambda,
    cst.ConcatenatedString, cst.Assign, cst.AugAssign, cst.AnnAssign, cst.Import, cst.ImportFrom,
    cst.Return, cst.Expr,
)  # fmt: skip


def tree_of(text: str) -> Tree:
    return Tree(text, read_python(text))


def libcst_extents(tree: Tree) -> dict[cst.CSTNode, Extent]:
    wrapper = MetadataWrapper(tree.module, unsafe_skip_copy=True)
    return {
        node: Extent(at.start.line, at.start.column + 1, at.end.line, at.end.column + 1)
        for node, at in wrapper.resolve(PositionProvider).items()
    }


def differing(text: str) -> list[tuple[Any, Extent, Extent]]:
    """The nodes whose place is not where libcst says it is."""
    tree = tree_of(text)
    theirs = libcst_extents(tree)
    return [
        (tree.module.code_for_node(node), tree.extent(node), theirs[node])
        for node in walk(tree.module)
        if isinstance(node, COMPARED) and tree.extent(node) != theirs[node]
    ]


@pytest.mark.parametrize("name", PRESENT)
def test_in_the_standard_library_each_node_stands_where_libcst_says(name: str):
    assert differing((LIBRARY / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", PRESENT)
def test_the_standard_library_needs_no_positions_of_libcst(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    tree = tree_of((LIBRARY / name).read_text(encoding="utf-8"))
    monkeypatch.setattr(Tree, "_ask_libcst", lambda self: pytest.fail("the trees don't pair"))
    assert tree.extent(tree.module.body[-1]) is not None


TRICKY = {
    "letters that take several bytes": 'x = "ä€😀"; y = f("é", z)  # ü\n',
    "a tab": "if x:\n\ty = f(1)\n",
    "carriage returns": 'x = f(\r\n    1,\r\n    "a"\r\n)\r\ny = 2\r\n',
    "a line that goes on": "x = f(1) + \\\n    g(2)\n",
    "parentheses": "x = (((f)(1)))\ny = (yield_)\n",
    "texts side by side": 'x = "a" "b" f"{c}" \'d\'\n',
    "f-strings in f-strings": "x = f\"{f'{a!r:>{w}}'} {b(c)}\"\n",
    "chains": "a.b(c).d(e)[f].g(h=i, *j, **k)\n",
    "decorators": "@a.b(c)\n@d\nclass E(F, metaclass=G):\n    @h\n    def i(self): pass\n",
    "defaults": "def f(a=b, /, c: d = e, *g, h=i, **j) -> k: ...\n",
    "a comprehension": "x = [a(b) for b in c if d for e in b]\n",
    "a dict": "x = {a: b, **c, 'd': e(f)}\n",
    "a walrus": "if (a := b(c)) and d: pass\n",
    "a match": "match a:\n    case B(c=1) | [d, *e]: f(e)\n    case {'g': h, **i}: pass\n",
    "a try": "try:\n    a()\nexcept (B, C) as d:\n    e(d)\nelse:\n    f()\nfinally:\n    g()\n",
    "with": "with a(b) as c, d(e) as (f, g):\n    h()\n",
    "global and nonlocal": "def f():\n  global a\n  def g():\n    nonlocal b\n    a(b)\n",
    "async": "async def f():\n    async with a() as b:\n        async for c in d(): await e(c)\n",
    "a lambda": "x = lambda a, *b, c=d, **e: f(a)(b)\n",
    "two statements in a line": "a = 1; b(a); c = d = e\n",
    "numbers and signs": "x = -1 ** ~a(1j) if not b else ...\n",
    "no newline at the end": "a(b)",
    "a byte order mark": "\ufeffa(b)\n",
}


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY)
def test_each_node_stands_where_libcst_says(text: str):
    assert differing(text) == []


NAMES = st.sampled_from(["a", "bé", "ccc", "x1", "ü", "True", "None"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(NAMES, inner, inner).map(lambda t: f"{t[0]}({t[1]}, k={t[2]})"),
        two.map(lambda t: f"{t[0]}[{t[1]}]"),
        two.map(lambda t: f"{{{t[0]}: {t[1]}}}"),
        two.map(lambda t: f"[{t[0]},\n  {t[1]}]"),
        two.map(lambda t: f"({t[0]} + {t[1]})"),
        two.map(lambda t: f"({t[0]} if {t[1]} else {t[0]})"),
        two.map(lambda t: f"(lambda y: {t[0]})({t[1]})"),
        inner.map(lambda t: f'f"ö{{{t}}}"' if '"' not in t and "\n" not in t else f"({t})"),
        inner.map(lambda t: f"({t}).attr"),
    )


EXPRESSIONS = st.recursive(st.one_of(NAMES, st.sampled_from(['"ä"', "1", "'s' \"t\""])), grown)
LINES = st.tuples(
    st.sampled_from(["{}", "v = {}", "v: int = {}", "v += {}", "assert {}", "del v; w = {}"]),
    EXPRESSIONS,
).map(lambda t: t[0].format(t[1]))


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4))
def test_each_node_of_any_text_stands_where_libcst_says(lines: list[str]):
    text = "\n".join(lines) + "\n"
    try:
        ast.parse(text)
    except SyntaxError:
        assume(False)
    try:
        tree_of(text)
    except SyntaxRefused:
        assume(False)
    assert differing(text) == []


DEEP = {
    "3,000 parentheses": "x = " + "(" * 3000 + "1" + ")" * 3000,
    "a sum of 2,800 terms": "x = " + " + ".join(["1"] * 2800),
    "900 calls in a chain": "x = a" + ".b()" * 900,
    "1,000 branches": "if a: pass\n" + "elif a: pass\n" * 1000,
    "400 lists in lists": "x = " + "[" * 400 + "]" * 400,
    "300 functions in functions": "".join(" " * n + f"def f{n}():\n" for n in range(95))
    + " " * 95
    + "x = "
    + "-" * 300
    + "1",
    "2,000 comparisons in a row": "x = " + "not " * 2000 + "a",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_too_deeply_is_refused_at_once(text: str):
    started = time.perf_counter()
    with pytest.raises(SyntaxRefused, match="nested too deeply"):
        tree_of(text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("depth", [1, 20, 60])
def test_what_people_write_is_not_refused(depth: int):
    text = "x = " + "f(" * depth + "1" + ")" * depth + "\n"
    assert tree_of(text).module.code == text


def test_python_2_is_named():
    with pytest.raises(SyntaxRefused) as refused:
        tree_of('print "hello"\n')
    assert refused.value.reason == "Python 2 syntax"
    assert refused.value.line == 1


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads the newer syntax")
def test_syntax_that_only_a_newer_python_reads_is_left_to_libcst():
    text = 'type Names = list[str]\nx = f("a")\n'
    assert read_python(text) is None
    assert differing(text) == []
