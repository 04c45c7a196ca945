"""How does the same use of hub look in each runtime and place? Turns a scenario into a program.

A scenario's body is written once, with `v1.` for what TF1 has at the top and TF2 under
`tf.compat.v1`. A context puts it where a user would: at the top of a TF1 program, below
`disable_v2_behavior`, in a `tf.function`, in an Estimator's model_fn.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

HUB = "import tensorflow_hub as hub\n"
TF = "import tensorflow as tf\n"
V1 = "import tensorflow.compat.v1 as tf\n"
V2 = "import tensorflow.compat.v2 as tf\n"

# Each context: the lines before, and what it makes of the part that loads and the part that calls.
PREAMBLES = {
    "tf1": TF + HUB,
    "v2beh": V2 + HUB + "\ntf.enable_v2_behavior()\n",
    "compat": V1 + HUB + "\ntf.disable_v2_behavior()\n",
    "noeager": TF + HUB + "\ntf.compat.v1.disable_eager_execution()\n",
}
EAGER = TF + HUB

PLACES = ("graph", "graph_lazy", "func", "func_lazy", "wrapf", "estimator")

# Which contexts a runtime admits, by the name that scenarios give.
SETS: dict[str, dict[str, tuple[str, ...]]] = {
    "main": {"tf1": ("tf1", "v2beh"), "tf2": ("compat", "eager")},
    "modes": {
        "tf1": ("tf1", "v2beh", "graph"),
        "tf2": ("compat", "eager", "noeager", "graph", "func"),
    },
    "wide": {
        "tf1": ("tf1", "v2beh", *PLACES),
        "tf2": ("compat", "eager", "noeager", *PLACES),
    },
    "fits": {"tf1": ("tf1", "v2beh"), "tf2": ("compat", "eager", "noeager", "graph")},
    "estimators": {"tf1": ("tf1", "v2beh"), "tf2": ("compat", "eager", "noeager")},
    "graphs": {"tf1": ("tf1",), "tf2": ("compat", "noeager", "graph")},
    "sessions": {"tf1": ("tf1",), "tf2": ("compat",)},
    "eagers": {"tf1": ("v2beh",), "tf2": ("eager",)},
    "plain": {"tf1": ("tf1",), "tf2": ("eager",)},
}
GRAPHS = {"tf1", "compat", "noeager", "graph", "graph_lazy"}
FUNCTIONS = {"func", "func_lazy", "wrapf"}  # whose result is symbolic in TF1
SHORT = {"tf1", "compat"}  # where tf. is tf.compat.v1.


def render(runtime: str, context: str, load: str, call: str) -> str:
    """The text of the program that runs `load`, then `call`, in that context of a runtime."""
    session = _session(runtime, context, load + call)
    body = SHAPES.get(context, _flat)(load, call, session)
    head = PREAMBLES.get(context, EAGER)
    imports = "import numpy as np\n" if "np." in body else ""
    if context == "v2beh" and "v1." in body:
        imports += "import tensorflow.compat.v1 as v1\n"
    elif context != "v2beh":
        body = body.replace("v1.", "tf." if context in SHORT else "tf.compat.v1.")
    return f"{imports}{head}\n{body}"


def _session(runtime: str, context: str, body: str) -> str:
    """What ends a graph program: a session that runs the result; elsewhere it is printed."""
    if "result" not in body or "Session(" in body:
        return ""
    graphs = GRAPHS | FUNCTIONS if runtime == "tf1" else GRAPHS
    if context not in graphs:
        return "print(result)\n"
    return (
        "with v1.Session() as sess:\n"
        "    sess.run([v1.global_variables_initializer(), v1.tables_initializer()])\n"
        "    result = sess.run(result)\nprint(result)\n"
    )


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


def _flat(load: str, call: str, session: str) -> str:
    return load + call + session


def _graph(load: str, call: str, session: str) -> str:
    return "with tf.Graph().as_default():\n" + _indented(load + call + session)


def _graph_lazy(load: str, call: str, session: str) -> str:
    return load + "with tf.Graph().as_default():\n" + _indented(call + session)


def _func(load: str, call: str, session: str) -> str:
    return "@tf.function\ndef run():\n" + _indented(f"{load}{call}return result\n") + _ran(session)


def _func_lazy(load: str, call: str, session: str) -> str:
    return f"{load}\n\n{_func('', call, session)}"


def _wrapf(load: str, call: str, session: str) -> str:
    inner = "def run():\n" + _indented(f"{load}{call}return result\n")
    return inner + _ran(session, "v1.wrap_function(run, [])()")


def _ran(session: str, call: str = "run()") -> str:
    return f"\n\nresult = {call}\n{session}"


def _estimator(load: str, call: str, session: str) -> str:
    made = "return v1.estimator.EstimatorSpec(mode, predictions=result)\n"
    return (
        "def model_fn(features, labels, mode):\n"
        + _indented(load + call + made)
        + "\n\nestimator = v1.estimator.Estimator(model_fn)\n"
        + "rows = estimator.predict(lambda: tf.data.Dataset.from_tensors([0.0]))\n"
        + "result = next(rows)\nprint(result)\n"
    )


SHAPES: dict[str, Callable[[str, str, str], str]] = {
    "graph": _graph,
    "graph_lazy": _graph_lazy,
    "func": _func,
    "func_lazy": _func_lazy,
    "wrapf": _wrapf,
    "estimator": _estimator,
}
