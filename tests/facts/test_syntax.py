"""Where does each node stand, and which texts are refused because they are nested too deeply?"""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hublint.sources.refusal import SyntaxRefused
from hublint.sources.syntax import PLACED, Extent, read_tree, split_lines

LIBRARY = Path(os.__file__).parent
SAMPLE = (
    "argparse.py", "ast.py", "asyncio/events.py", "calendar.py", "collections/__init__.py",
    "contextlib.py", "csv.py", "dataclasses.py", "difflib.py", "enum.py", "fractions.py",
    "functools.py", "inspect.py", "json/encoder.py", "locale.py", "pathlib.py", "queue.py",
    "statistics.py", "string.py", "textwrap.py", "typing.py", "unittest/mock.py", "zipfile.py",
)  # fmt: skip
PRESENT = [name for name in SAMPLE if (LIBRARY / name).is_file()]


def differing(text: str) -> list[tuple[str, str]]:
    """The texts that stand where a node should, and are not what Python itself finds there."""
    tree = read_tree(text)
    lines = split_lines(text)
    found = [
        (cut_out(lines, tree.extent(node)), segment(lines, node))
        for node in tree.nodes
        if isinstance(node, PLACED) and not tree.is_in_text(node)
    ]
    return [(ours, theirs) for ours, theirs in found if ours != theirs]


def segment(lines: Sequence[str], node: Any) -> str:
    """What stands where Python says that a node does: it counts bytes of UTF-8."""
    found = [line.encode() for line in lines[node.lineno - 1 : node.end_lineno]]
    found[-1] = found[-1][: node.end_col_offset]
    found[0] = found[0][node.col_offset :]
    return "\n".join(line.decode() for line in found)


def cut_out(lines: Sequence[str], extent: Extent) -> str:
    """The text of an extent."""
    found = list(lines[extent.line - 1 : extent.end_line])
    found[-1] = found[-1][: extent.end_column - 1]
    found[0] = found[0][extent.column - 1 :]
    return "\n".join(found)


@pytest.mark.parametrize("name", PRESENT)
def test_in_the_standard_library_each_node_stands_where_python_says(name: str):
    assert differing((LIBRARY / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "string",
    [
        pytest.param("f'{'\\n'.join(g())}'", id="a backslash"),
        pytest.param("f'{f'{f'{g()}'}'}'", id="the same quotes again and again"),
        pytest.param("f'''a {\n    g()  # b\n    !r} c'''", id="a comment and lines"),
        pytest.param("'a' f'é {g()} {'\\t'}' 'b'", id="strings side by side"),
        pytest.param("t'{g()} a {h!r}'", id="a template string"),
    ],
)
def test_code_in_a_string_stands_where_the_string_does_in_each_python(string: str):
    text = f"x = f(1, {string}).lower()\n"
    tree = read_tree(text)
    calls = {ast.unparse(node.func): node for node in tree.every(ast.Call)}
    assert cut_out(split_lines(text), tree.extent(calls["g"])) == string


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
    "f-strings deeper than Python 3.11 reads": "x = f'{a:{b:{c(d)}}}'\ny = e(f)\n",
}


@pytest.mark.parametrize("text", TRICKY.values(), ids=TRICKY)
def test_each_node_stands_where_python_says(text: str):
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


@settings(max_examples=150)
@given(st.lists(LINES, min_size=1, max_size=4))
def test_each_node_of_any_text_stands_where_python_says(lines: list[str]):
    text = "\n".join(lines) + "\n"
    try:
        ast.parse(text)
    except SyntaxError:
        assume(False)
    try:
        read_tree(text)
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
        read_tree(text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("depth", [1, 20, 60])
def test_what_people_write_is_not_refused(depth: int):
    text = "x = " + "f(" * depth + "1" + ")" * depth + "\n"
    assert len([node for node in read_tree(text).nodes if isinstance(node, ast.Call)]) == depth


def test_python_2_is_named():
    with pytest.raises(SyntaxRefused) as refused:
        read_tree('print "hello"\n')
    assert refused.value.reason == "Python 2 syntax"
    assert refused.value.line == 1


def test_what_stands_in_an_f_string_stands_where_that_does():
    tree = read_tree('x = 1\ny = f"a{b(c)!r:>{w}}" + d\n')
    inner = [n for n in tree.nodes if isinstance(n, ast.Name) and n.id in ("b", "c", "w")]
    assert {tree.extent(node) for node in inner} == {Extent(2, 5, 2, 22)}


def test_syntax_of_a_newer_python_is_read_in_place():
    tree = read_tree('type Names = list[str]\nx = f("a")\n')
    call = next(node for node in tree.nodes if isinstance(node, ast.Call))
    assert tree.extent(call) == Extent(2, 5, 2, 11)
