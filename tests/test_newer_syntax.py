"""How is newer syntax written for an older Python, with all that stays in its place?"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from importlib.metadata import version

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from packaging.version import Version

from hublint.sources.newer_syntax import in_older_words
from hublint.sources.refusal import SyntaxRefused

LIBCST = Version(version("libcst"))

# Each text, and what it becomes.
STATEMENTS = {
    "a type alias is an assignment, behind a statement that does nothing": (
        "type X = list[int]\n",
        "...; X = list[int]\n",
    ),
    "so it is on a line with others": (
        "if a: b; type X = c; d\n",
        "if a: b; ...; X = c; d\n",
    ),
    "its type parameters are blanks, its name is in brackets": (
        "type X[T: int, *Ts, **P] = list[T]\n",
        "...;(X                 ) = list[T]\n",
    ),
    "which hold lines together": (
        "type X[\n    T,  # one\n\n    S,\n] = dict[T, S]\n",
        "...;(X \n             \n\n      \n) = dict[T, S]\n",
    ),
    "even where the line goes on behind `type`": (
        "type\\\nX[\n\nT] \\\n = f(T)\n",
        "...;(\nX \n\n ) \\\n = f(T)\n",
    ),
    "the type parameters of a function are blanks in its brackets": (
        "async def f[T: int = str, *Ts](a: T) -> T: ...\n",
        "async def f(                   a: T) -> T: ...\n",
    ),
    "over many lines too": (
        "def f[\n\n    T,  # one\n] \\\n(a: T): ...\n",
        "def f(\n\n             \n   \n a: T): ...\n",
    ),
    "and those of a class that has bases": (
        "class A[T, **P] (B[T], metaclass=M): ...\n",
        "class A(         B[T], metaclass=M): ...\n",
    ),
    "or none": (
        "class A[T=int]: x = 1\n",
        "class A(     ): x = 1\n",
    ),
    "or brackets only": (
        "class A[T](): x = 1\n",
        "class A(   ): x = 1\n",
    ),
    "in a function in a class in a function": (
        "def f[T]():\n\tclass A[S]:\n\t\tdef g[R](x): type Y[Q] = x\n\x0c\ntype X\\\n = 1\n",
        "def f(   ):\n\tclass A( ):\n\t\tdef g(   x): ...;(Y  ) = x\n\x0c\n...; X\\\n = 1\n",
    ),
    "a group of exceptions is handled as one exception": (
        "try: a()\nexcept* E as e: b()\nexcept *(F, G): c()\nexcept*H: d()\n",
        "try: a()\nexcept  E as e: b()\nexcept  (F, G): c()\nexcept H: d()\n",
    ),
    "what an index unpacks is negated": (
        "a[*b, c] = d[1:2, *e]\n",
        "a[-b, c] = d[1:2, -e]\n",
    ),
    "so is what an annotation unpacks": (
        "def f(*args: *Ts, x: tuple[*Ts]): ...\n",
        "def f(*args: -Ts, x: tuple[-Ts]): ...\n",
    ),
    "what isn't ASCII stays before and behind": (
        "é = a['é', *ö]; type Ü[T] = 'ä'\r\nx = 1\r\n",
        "é = a['é', -ö]; ...;(Ü  ) = 'ä'\r\nx = 1\r\n",
    ),
}

STRINGS = {
    "the same quotes become the others": (
        "f'{x['a']} and {\"b\"} {y['c']!r:>{w['d']}}'\n",
        'f\'{x["a"]} and {"b"} {y["c"]!r:>{w["d"]}}\'\n',
    ),
    "so do three": (
        "f'''{'''a''' + 'b'}'''\n",
        "f'''{\"\"\"a\"\"\" + 'b'}'''\n",
    ),
    "and those of an f-string in an f-string": (
        "f'{f'{x}{{'}'\n",
        "f'{f\"{x}{{\"}'\n",
    ),
    "and those of strings side by side": (
        "'a' f'{x['b']}' \"c\"\n",
        "'a' f'{x[\"b\"]}' \"c\"\n",
    ),
    "where no quotes are free, it is an item at an index of what it formats": (
        "y = f'a {f'{x['b']}'} c'.upper()\n",
        'y = "  "[f\'{x["b"]}\',  ].upper()\n',
    ),
    "as where both kinds stand in a string": (
        "f'{'\"'} {x['a']}'\n",
        "\"\"['\"',  x['a'],]\n",
    ),
    "or behind a backslash": (
        "f'{'\\n'.join(x)}'\n",
        "\"\"['\\n'.join(x),]\n",
    ),
    "or there is a comment": (
        "f'''a {x  # b\n}'''\n",
        '"    "[x,    \n   ]\n',
    ),
    "or there are lines within braces": (
        "f(f'a {\n    hub.load(x)!r\n} b {y:{w}}')\n",
        'f("  "[\n    hub.load(x), \n     y, w, ])\n',
    ),
    "or blanks behind a conversion, which libcst loses": (
        "f'{x!r }{a['b']}{y!s  :>3}' + c[*d]\n",
        "\"\"[x,    a['b'], y,       ] + c[-d]\n",
    ),
    "or a format in a format's format": (
        "f'{x:{y:{z}}}'\n",
        '""[x, y, z,  ]\n',
    ),
    "or the code itself is shown": (
        "f'{x['a']=}'\n",
        "\"\"[x['a'], ]\n",
    ),
    "so are strings side by side, as one": (
        "x = ('a'  # b\n    f'{y['c']}'  'd'\n    f'{'\\n'}')\n",
        "x = (\"     \"[\n       y['c'],      \n       '\\n',])\n",
    ),
    "what isn't ASCII stays in the string": (
        "x = f'é {y['é']} é' + z[*y]\n",
        "x = f'é {y[\"é\"]} é' + z[-y]\n",
    ),
    "or in strings of its own": (
        "f(f'é {\n  x['ö']}  ü {y} ä ', z[*a])\n",
        'f("é "[\n  x[\'ö\'],"ü ",y,"ä"], z[-a])\n',
    ),
    "what an index in a string unpacks is negated": (
        "f'{x['a'][*b]}'\n",
        "f'{x[\"a\"][-b]}'\n",
    ),
}

# What libcst reads from 1.8.4 on.
OF_3_14 = {
    "one of many exceptions is any of them": (
        "try: a()\nexcept A, b.B, (C): c()\ntry: a()\nexcept* D, E: f()\n",
        "try: a()\nexcept A| b.B| (C): c()\ntry: a()\nexcept  D| E: f()\n",
    ),
    "a template string is an item at an index of what it formats": (
        "x = t'a {y['b']} {z!r:>3}'.strings\n",
        "x = \"  \"[y['b'],  z,     ].strings\n",
    ),
    "whatever isn't ASCII in it": (
        "f(t'''é\n{x} ü ''', y[*z])\n",
        'f("é "[\n x,"ü  "], y[-z])\n',
    ),
    "so it is in an f-string": (
        "f'{t'{x}'}'\n",
        '""[""[x,],]\n',
    ),
    "one that formats nothing is negated": (
        "x = T'é {{'\n",
        "x = -'é {{'\n",
    ),
}

# What it reads from 1.9 on.
OF_3_15 = {
    "a lazy import is one behind a statement that does nothing": (
        "lazy import a; lazy from b import c as d\n",
        "...; import a; ...; from b import c as d\n",
    ),
}

UNCHANGED = {
    "the names of soft keywords": "type = type(lazy)\ntype.X[T] = 1\n",
    "what older Pythons unpack": "f(*a)\nfor x in *b, *c: [*d, *e]; {*g}\n",
    "what older Pythons read in an f-string": (
        "f'{x!r:>{w}} {{}} {y = } {\"a\"} \\n {z:\\t}' rf'\\d{x}' f'''{\nx\n}{'a'}'''\n"
    ),
    "quotes in three others": "f'''{f\"{x['a']}\"}'''\n",
    "a match and a `with` in brackets": (
        "match x:\n    case [1, *_]:\n        with (a as b, c as d): pass\n"
    ),
    "type parameters that aren't ASCII, for blanks have fewer bytes": "class A[Té]: ...\n",
    "what isn't ASCII with no room for quotes around it": "f'{\nx}é{y}'\n",
}


CASES = {**STATEMENTS, **STRINGS}
NEWEST = [
    pytest.param(
        *texts,
        marks=pytest.mark.skipif(Version(since) > LIBCST, reason=f"libcst {since} reads it first"),
        id=case,
    )
    for since, cases in (("1.8.4", OF_3_14), ("1.9", OF_3_15))
    for case, texts in cases.items()
]


def lengths(text: str) -> list[tuple[int, int]]:
    """How many characters and bytes each line has."""
    return [(len(line), len(line.encode())) for line in re.split("(\r\n|\r|\n)", text)]


def names(text: str) -> set[tuple[str, tuple[int, int]]]:
    """The names and keywords of a text that Python reads, and where they stand."""
    tokens = tokenize.generate_tokens(io.StringIO(text, newline="").readline)
    return {(token.string, token.start) for token in tokens if token.type == tokenize.NAME}


def assert_in_place(text: str, new: str) -> None:
    """All that stays is where it was, for characters and for bytes."""
    assert lengths(new) == lengths(text)
    lines = re.split("\r\n|\r|\n", text)
    for name, (line, column) in names(new):
        assert lines[line - 1][column : column + len(name)] == name


@pytest.mark.parametrize(
    ("text", "new"), [*(pytest.param(*texts, id=case) for case, texts in CASES.items()), *NEWEST]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_newer_syntax_is_older_in_the_same_place(text: str, new: str, end: str) -> None:
    text, new = text.replace("\n", end), new.replace("\n", end)
    assert in_older_words(text) == new
    ast.parse(new)
    assert_in_place(text, new)


@pytest.mark.parametrize("text", UNCHANGED.values(), ids=UNCHANGED)
def test_what_stays_as_it_is(text: str) -> None:
    assert in_older_words(text) == text


@pytest.mark.parametrize(("text", "new"), CASES.values(), ids=CASES)
def test_older_words_are_older_words(text: str, new: str) -> None:
    assert in_older_words(new) == new


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        pytest.param('x = 1\nprint "hello"\n', "Python 2 syntax", 2, id="Python 2"),
        pytest.param("type X = 'a' b'b'\n", "invalid syntax", 1, id="strings beside bytes"),
        pytest.param("type X = f()" + ".g()" * 900, "nested too deeply", 1, id="a long chain"),
    ],
)
def test_what_libcst_cannot_read_is_refused(text: str, reason: str, line: int) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        in_older_words(text)
    assert (refused.value.reason, refused.value.line) == (reason, line)


@pytest.mark.parametrize("depth", [2, 40])
def test_what_is_deep_in_f_strings_takes_no_time(depth: int) -> None:
    new = in_older_words("x = " + "f'{a['b']} {" * depth + "g()" + "}'" * depth + "\n")
    assert sum(isinstance(node, ast.Call) for node in ast.walk(ast.parse(new))) == 1


def formatted(value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """F-strings in quotes of each kind, with any code in their braces."""
    behind = st.sampled_from(["", " ", "!r", "!r ", ":>3", ":{w['b']}", "\n", "  # c\n"])
    braces = st.tuples(st.sampled_from(["", " ", "\n "]), value, behind).map("".join)
    part = braces.map("{{{}}}".format) | st.sampled_from(["a ", "{{", "\\t", "\u00e9 "])
    quotes = st.sampled_from(["'", '"', "'''", '"""'])
    return st.tuples(quotes, st.lists(part, max_size=3).map("".join)).map(
        lambda one: f"f{one[0]}{one[1]}{one[0]}"
    )


def larger(value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(st.sampled_from(["{}[*{}]", "f({}, {})", "({} + {})", "{}[{}]"]), value, value)
    beside = st.tuples(formatted(value), formatted(value)).map(" ".join).map("({})".format)
    return pair.map(lambda one: one[0].format(*one[1:])) | formatted(value) | beside


VALUES = st.recursive(
    st.sampled_from(["a", "'b'", '"c"', "'\\n'", "hub.load(x)", "\u00e9", "'''d'''"]), larger
)
STATEMENTS_OF = st.sampled_from(
    [
        "x = {}",
        "type X[T] = {}",
        "def f[T: int](x={}, *args: *Ts): return x",
        "class A[\n\n T](B, m={}): type Y = int",
        "try: {}\nexcept* E: pass",
        "\u00e9 = 1; {}",
    ]
)
PROGRAMS = st.lists(
    st.tuples(STATEMENTS_OF, VALUES).map(lambda one: one[0].replace("{}", one[1])), min_size=1
).map("\n".join)


@settings(max_examples=100)
@given(PROGRAMS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_any_newer_program_is_older_in_the_same_place(program: str, end: str) -> None:
    text = program.replace("\n", end)
    try:
        new = in_older_words(text)
    except SyntaxRefused:
        reject()
    assert lengths(new) == lengths(text)
    if text.isascii():
        calls = [node for node in ast.walk(ast.parse(new)) if isinstance(node, ast.Call)]
        assert sum(ast.unparse(call) == "hub.load(x)" for call in calls) == text.count("hub.load")
        assert in_older_words(new) == new
        assert_in_place(text, new)
