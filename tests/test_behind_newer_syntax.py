"""Where is the error of a text which has newer syntax than the running Python, too?"""

from __future__ import annotations

import pytest

from hublint.sources.refusal import SyntaxRefused
from hublint.sources.syntax import read_tree

NEW = "type X[T] = list[T]\nx = t'{x}'\n"  # of Python 3.12 and of 3.14

TEXTS = {
    "a word too many": (NEW + "y = = 2\n", 3),
    "a bracket too many": (NEW + "print(x))\n", 3),
    "a bracket too few": (NEW + "y = f(\nz = 2\nw = 3\n", 3),
    "a text without its end": (NEW + "y = 'abc\nz = 2\n", 3),
    "a long text without its end": (NEW + "y = '''abc\nz = 2\n", 3),
    "a block without its head": (NEW + "else:\n    pass\n", 3),
    "a line that stands too far right": (NEW + "def f():\n    a = 1\n      b = 2\n", 5),
    "what nothing can be assigned to": (NEW + "f() = 3\n", 3),
    "in the same function": ("def f(x):\n    a = t'{x}'\n    b = = 3\n", 3),
    "in the same class": (
        "class A:\n    type X = int\n    def f(self):\n        return [1, 2\n",
        4,
    ),
    "before the newer syntax": ("y = = 2\n" + NEW, 1),
}


@pytest.mark.parametrize(("text", "line"), TEXTS.values(), ids=TEXTS)
def test_the_error_is_told_where_it_is(text: str, line: int) -> None:
    with pytest.raises(SyntaxRefused) as refused:
        read_tree(text)
    assert refused.value.line == line
