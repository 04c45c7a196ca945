"""However a call is laid out, its repair is the same, and every comment survives it."""

from __future__ import annotations

import ast
import io
import os
import tempfile
import tokenize
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixes.sources import Repairs

HEAD = "import tensorflow as tf\nimport tensorflow_hub as hub\n"
HANDLE = "'https://tfhub.dev/google/elmo/3'"

# Each program in tokens, a blank between any two of them, and what its repair makes of it.
PROGRAMS = {
    "a module": (
        f"m = hub . Module ( {HANDLE} , )",
        "y = m ( [ 'a' , 'b' ] , signature = 'default' , as_dict = True ) ['elmo']",
        f'm = hub.KerasLayer({HANDLE}, signature="default", output_key="elmo")\n'
        "y = m(tf.constant(['a', 'b']))",
    ),
    "a loaded object": (
        f"m = hub . load ( {HANDLE} )",
        "y = ( m ) ( ( x ) )",
        f"m = hub.load({HANDLE})\ny = m.signatures['default'](x)['default']",
    ),
    "the way of a module": (
        f"m = hub . load ( handle = {HANDLE} )",
        "y = m ( inputs = x , as_dict = True , signature = 'default' ) [ 'elmo' ]",
        f"m = hub.load(handle={HANDLE})\ny = m.signatures['default'](x)['elmo']",
    ),
    "a layer": (
        f"m = hub . KerasLayer ( {HANDLE} , )",
        "y = m ( x , signature = 'tokens' , as_dict = True )",
        f"m = hub.KerasLayer({HANDLE}, signature='tokens', signature_outputs_as_dict=True)\n"
        "y = m(x)",
    ),
}
INSIDE = st.sampled_from(["", "", " ", "\t", "\n", "\n    ", "  # é, (why) 'x'\n", " \\\n "])
OUTSIDE = st.sampled_from(["", "", " ", "\t", " \\\n  "])
BEHIND = st.sampled_from(["\n", "  # behind\n", "   \n", " ;\n"])


@st.composite
def laid_out(draw: st.DrawFn, *lines: str) -> str:
    """The lines, with anything between their tokens that Python allows there."""
    text = ""
    for line in lines:
        depth = 0
        for number, token in enumerate(line.split()):
            filler = draw(INSIDE if depth else OUTSIDE) if number else ""
            text += filler + token
            depth += token in "([" and 1
            depth -= token in ")]" and 1
        text += draw(BEHIND)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text, newline="\n").readline)
    return [token.string.strip() for token in tokens if token.type == tokenize.COMMENT]


def meaning(text: str) -> str:
    return ast.dump(ast.parse(text))


@pytest.mark.parametrize("name", PROGRAMS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_repair_is_the_same_for_every_layout(name: str, data: st.DataObject) -> None:
    make, call, expected = PROGRAMS[name]
    program = data.draw(laid_out(make, "x = tf . constant ( [ 'a' ] )", call))
    text = HEAD.replace("\n", "\r\n" if "\r" in program else "\n") + program
    with tempfile.TemporaryDirectory() as name_of_folder:
        folder = Path(name_of_folder)
        before = os.getcwd()
        os.chdir(folder)
        try:
            made = Repairs(folder, {"main.py": text}).made()["main.py"].decode()
            again = Repairs(folder, {"main.py": made})
        finally:
            os.chdir(before)
    first, second = expected.split("\n")
    assert meaning(made) == meaning(f"{HEAD}{first}\nx = tf.constant(['a'])\n{second}\n")
    assert comments(made) == comments(text)
    assert not again.fixes
    assert ("\r\n" in text) == (made.count("\n") == made.count("\r\n"))
