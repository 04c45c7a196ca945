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
USE = "'https://tfhub.dev/google/universal-sentence-encoder/4'"

ALL = "var_list=[*tf.compat.v1.trainable_variables(), *m.trainable_variables]"
MODEL = "model = tf . keras . Sequential ( [ tf . keras . layers . Dense ( 2 ) ] )"

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
    "an output": (
        f"m = hub . load ( {HANDLE} ) . signatures [ 'default' ] ( x )",
        "y = ( ( m ) ) * tf . square ( m , )",
        f"m = hub.load({HANDLE}).signatures['default'](x)['default']\ny = m * tf.square(m)",
    ),
    "a dict": (
        f"m = hub . load ( {HANDLE} ) . signatures [ 'tokens' ]",
        "y = m ( inputs )",
        f"m = hub.load({HANDLE}).signatures['tokens']\ny = m(**inputs)",
    ),
    "an endpoint": (
        f"{MODEL} ; model . export ( 'e' ) ; m = hub . load ( 'e' )",
        "y = ( m ) ( x )",
        "model = tf.keras.Sequential([tf.keras.layers.Dense(2)]); model.export('e');"
        "m = hub.load('e')\ny = m.serve(x)",
    ),
    "a layer over an endpoint": (
        f"{MODEL} ; model . export ( 'e' )",
        "m = hub . KerasLayer ( 'e' , )",
        "model = tf.keras.Sequential([tf.keras.layers.Dense(2)]); model.export('e')\n"
        "m = hub.KerasLayer('e', signature='serving_default', output_key='output_0')",
    ),
    "an optimizer": (
        f"tf . compat . v1 . disable_v2_behavior ( ) ; m = hub . KerasLayer ( {USE} , True )",
        "y = tf . compat . v1 . train . AdamOptimizer ( ) . minimize ( m ( x ) , )",
        f"tf.compat.v1.disable_v2_behavior(); m = hub.KerasLayer({USE}, True)\n"
        f"y = tf.compat.v1.train.AdamOptimizer().minimize(m(x), {ALL})",
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
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_repair_is_the_same_for_every_layout(name: str, data: st.DataObject) -> None:
    make, call, expected = PROGRAMS[name]
    middle = "inputs = { 'tokens' : x , 'sequence_len' : x }"
    program = data.draw(laid_out("x = tf . constant ( [ 'a' ] )", middle, make, call))
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
    start = "x = tf.constant(['a'])\ninputs = {'tokens': x, 'sequence_len': x}\n"
    assert meaning(made) == meaning(f"{HEAD}{start}{expected}\n")
    assert comments(made) == comments(text)
    assert not again.fixes
    assert ("\r\n" in text) == (made.count("\n") == made.count("\r\n"))
