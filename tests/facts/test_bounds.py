"""Code that asks for more than memory holds is read all the same: what it makes is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.facts.values import texts
from hublint.facts.values.bounds import LONGEST, TooLargeError
from tests.facts.projects import USE_TF2, Project, handles

MUCH = 10**12  # what asks for so much in one go would fail at once

TOO_MUCH = {
    "a wide field": lambda: texts.percent(f"%{MUCH}d", 3),
    "a wide field of bytes": lambda: texts.percent(f"%{MUCH}d".encode(), 3),
    "a wide field with a name": lambda: texts.percent(f"%(size)0{MUCH}d", {"size": 3}),
    "a field as wide as an operand": lambda: texts.percent("%*d", (MUCH, 3)),
    "a fine fraction": lambda: texts.percent(f"%.{MUCH}f", 3.0),
    "a wide field of format": lambda: texts.formatted(f"{{:{MUCH}}}", 3),
    "a field of format as wide as an argument": lambda: texts.formatted("{:{}}", 3, MUCH),
    "a field of format as wide as a name's": lambda: texts.formatted("{:{w}}", 3, w=str(MUCH)),
    "a wide field of an f-string": lambda: texts.piece(3, None, str(MUCH)),
    "a text so many times": lambda: texts.multiply("x", MUCH),
    "so many times a list": lambda: texts.multiply(MUCH, [1]),
    "a long text many times": lambda: texts.multiply("x" * LONGEST, LONGEST),
    "a number of very many digits": lambda: texts.as_atom(2 ** (2 * LONGEST)),
    "a very long text": lambda: texts.as_atom("x" * (LONGEST + 1)),
}


@pytest.mark.parametrize("compute", TOO_MUCH.values(), ids=TOO_MUCH)
def test_refused_is(compute) -> None:
    with pytest.raises(TooLargeError):
        compute()


ENOUGH = {
    "a field of some width": (lambda: texts.percent("v%03d", 7), "v007"),
    "a field as wide as a small operand": (lambda: texts.percent("%*d", (4, 7)), "   7"),
    "an address with its characters quoted": (
        lambda: texts.percent("a%%2012345/%s", "b"),
        "a%2012345/b",
    ),
    "a field of format": (lambda: texts.formatted("{0:>{1}}", 7, 4), "   7"),
    "a field of an f-string": (lambda: texts.piece(7, None, "03"), "007"),
    "a text some times": (lambda: texts.multiply("ab", 3), "ababab"),
    "a large number": (lambda: texts.multiply(10**9, 10**9), 10**18),
}


@pytest.mark.parametrize(("compute", "made"), ENOUGH.values(), ids=ENOUGH)
def test_computed_is(compute, made: object) -> None:
    assert compute() == made


GROWING = {
    "a list that is put behind itself": "x = [1]\n" + "x = x + x\n" * 40,
    "a list that is extended by itself": "x = [1]\n" + "x.extend(x)\n" * 40,
    "a list that holds itself twice, spread": "x = [1]\n" + "x = [*x, *x]\n" * 40,
    "a text behind itself": "x = 'a'\n" + "x = x + x\n" * 40,
    "a text in a text": "x = 'a'\n" + "x = f'{x}{x}'\n" * 40,
    "a number times itself": "x = 99\n" + "x = x * x\n" * 40,
}


@pytest.mark.parametrize("code", GROWING.values(), ids=GROWING)
def test_what_grows_with_each_line_ends(tmp_path: Path, code: str) -> None:
    code = f'import tensorflow_hub as hub\n{code}hub.load(x)\nhub.load("{USE_TF2}")\n'
    seen = Project(tmp_path, {".git/HEAD": "", "main.py": code})
    assert handles(seen, seen.line("hub.load(x)")) == {None}
    assert handles(seen, seen.line(USE_TF2)) == {USE_TF2}
