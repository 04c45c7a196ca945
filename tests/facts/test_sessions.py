"""What has a session initialised where it runs a model? What may have done so silences the rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import ELMO, NNLM_TF1, TF1_PINS, TF2_PINS, Project

IMAGES = "https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/3"
BERT = "https://tfhub.dev/google/bert_uncased_L-12_H-768_A-12/1"
FROZEN = "https://tfhub.dev/google/image_augmentation/nas_cifar/1"
HEAD = f"""\
import tensorflow as tf
import tensorflow_hub as hub
y = hub.Module("{NNLM_TF1}")(["t"])
VARIABLES = tf.global_variables_initializer()
TABLES = tf.tables_initializer()
"""
HELPERS = """\
import tensorflow as tf


def prepare(session=None):
    session = session or tf.get_default_session()
    session.run(tf.global_variables_initializer())
    session.run(tf.tables_initializer())


def show(value):
    print(value)
"""
NOTHING, NO_TABLES = "has initialised no variables", "and has initialised none"

FAILS = {
    "nothing was run": ("with tf.Session() as s:\n    s.run(y)\n", NOTHING),
    "a session without with": ("s = tf.Session()\ns.run(y)\n", NOTHING),
    "an interactive session": ("s = tf.InteractiveSession()\ns.run(y)\n", NOTHING),
    "in a function": (
        "def run():\n    with tf.Session() as s:\n        return s.run(y)\n",
        NOTHING,
    ),
    "a graph and a configuration": (
        "with tf.Session(graph=y.graph, config=tf.ConfigProto()) as s:\n    s.run(y)\n",
        NOTHING,
    ),
    "only variables": ("s = tf.Session()\ns.run(VARIABLES)\ns.run(y)\n", NO_TABLES),
    "only tables": ("s = tf.Session()\ns.run(TABLES)\ns.run(y)\n", NOTHING),
    "local variables are others": (
        "s = tf.Session()\ns.run([VARIABLES, tf.local_variables_initializer()])\ns.run(y)\n",
        NO_TABLES,
    ),
    "another session was initialised": (
        "with tf.Session() as first:\n    first.run([VARIABLES, TABLES])\n"
        "with tf.Session() as s:\n    s.run(y)\n",
        NOTHING,
    ),
    "what is computed from the output": (
        "z = tf.reduce_mean(y * 2)\nwith tf.Session() as s:\n    s.run([z, y])\n",
        NOTHING,
    ),
    "an output of a signature": (
        f'z = hub.load("{NNLM_TF1}").signatures["default"](tf.constant(["t"]))["default"]\n'
        "with tf.Session() as s:\n    s.run(z)\n",
        NOTHING,
    ),
    "the signature that is the model itself": (
        f'z = hub.Module("{BERT}")(x, signature="tokens", as_dict=True)\n'
        "s = tf.Session()\ns.run(z)\n",
        NOTHING,
    ),
    "methods of texts and lists between": (
        "out = []\nwith tf.Session() as s:\n    for line in open('f'):\n"
        "        out.append(line.strip())\n    s.run(y)\n",
        NOTHING,
    ),
    "a function of another module that does other things": (
        "from helpers import show\nwith tf.Session() as s:\n    show(y)\n    s.run(y)\n",
        NOTHING,
    ),
    "the initialisers come afterwards": (
        "s = tf.Session()\ns.run(y)\ns.run([VARIABLES, TABLES])\n",
        NOTHING,
    ),
    "images need variables": (
        f'z = hub.Module("{IMAGES}")(x)\nwith tf.Session() as s:\n    s.run(z)\n',
        NOTHING,
    ),
}

SILENT = {
    "both were run": "s = tf.Session()\ns.run([VARIABLES, TABLES])\ns.run(y)\n",
    "one after the other": "s = tf.Session()\ns.run(VARIABLES)\ns.run(TABLES)\ns.run(y)\n",
    "together with the output": "s = tf.Session()\ns.run([VARIABLES, TABLES, y])\n",
    "their older names": (
        "s = tf.Session()\ns.run(tf.initialize_all_variables())\n"
        "s.run(tf.initialize_all_tables())\ns.run(y)\n"
    ),
    "a group of them": "s = tf.Session()\ns.run(tf.group(VARIABLES, TABLES))\ns.run(y)\n",
    "an operation that nobody knows": "s = tf.Session()\ns.run(x)\ns.run(y)\n",
    "a variable's own initialiser": "s = tf.Session()\ns.run(v.initializer)\ns.run(y)\n",
    "a function of another module gets it": (
        "from helpers import prepare\ns = tf.Session()\nprepare(s)\ns.run(y)\n"
    ),
    "a function of another module is called": (
        "from helpers import prepare\nwith tf.Session() as s:\n    prepare()\n    s.run(y)\n"
    ),
    "a function of this one initialises it": (
        "def prepare(s):\n    s.run([VARIABLES, TABLES])\ns = tf.Session()\nprepare(s)\ns.run(y)\n"
    ),
    "a function that is handed in": (
        "def run(prepare):\n    s = tf.Session()\n    prepare(s)\n    s.run(y)\n"
    ),
    "a saver restores it": "s = tf.Session()\ntf.train.Saver().restore(s, 'm')\ns.run(y)\n",
    "a saver of an object": (
        "class C:\n    def run(self):\n        s = tf.Session()\n"
        "        self.saver.restore(s, 'm')\n        s.run(y)\n"
    ),
    "a model is loaded into it": (
        "s = tf.Session()\ntf.saved_model.loader.load(s, ['serve'], 'm')\ns.run(y)\n"
    ),
    "operations run themselves": (
        "with tf.Session() as s:\n    VARIABLES.run()\n    TABLES.run()\n    s.run(y)\n"
    ),
    "it is the default elsewhere": (
        "s = tf.Session()\nwith s.as_default():\n    VARIABLES.run()\n    TABLES.run()\ns.run(y)\n"
    ),
    "Keras initialises": (
        "s = tf.Session()\ntf.keras.backend.set_session(s)\nmodel = tf.keras.Sequential([])\n"
        "model.predict([])\ns.run(y)\n"
    ),
    "Keras' own session": "s = tf.compat.v1.keras.backend.get_session()\ns.run(y)\n",
    "a monitored session": "with tf.train.MonitoredSession() as s:\n    s.run(y)\n",
    "a monitored training session": (
        "with tf.train.MonitoredTrainingSession() as s:\n    s.run(y)\n"
    ),
    "a supervisor's session": (
        "with tf.train.Supervisor().managed_session() as s:\n    s.run(y)\n"
    ),
    "a server's session": "s = tf.Session('grpc://host:1')\ns.run(y)\n",
    "options that nobody knows": "s = tf.Session(**options)\ns.run(y)\n",
    "a session that is given": "def run(s):\n    s.run(y)\n",
    "a session that an object holds": (
        "class C:\n    def __init__(self):\n        self.s = tf.Session()\n"
        "    def run(self):\n        self.s.run(y)\n"
    ),
    "a branch may initialise": (
        "s = tf.Session()\nif fresh:\n    s.run([VARIABLES, TABLES])\ns.run(y)\n"
    ),
    "each branch does, in its way": (
        "s = tf.Session()\nif path:\n    tf.train.Saver().restore(s, path)\n    s.run(TABLES)\n"
        "else:\n    s.run([VARIABLES, TABLES])\ns.run(y)\n"
    ),
    "a loop does": ("s = tf.Session()\nfor op in (VARIABLES, TABLES):\n    s.run(op)\ns.run(y)\n"),
    "it is tried": (
        "s = tf.Session()\ntry:\n    s.run(y)\nexcept tf.errors.FailedPreconditionError:\n"
        "    s.run([VARIABLES, TABLES])\n"
    ),
    "a broad handler": (
        "s = tf.Session()\ntry:\n    s.run(y)\nexcept Exception:\n    s.run([VARIABLES, TABLES])\n"
    ),
    "images need no tables": (
        f'z = hub.Module("{IMAGES}")(x)\ns = tf.Session()\ns.run(VARIABLES)\ns.run(z)\n'
    ),
    "a signature that needs no weights": (
        f'z = hub.Module("{BERT}")(signature="tokenization_info", as_dict=True)\n'
        "s = tf.Session()\ns.run(z)\n"
    ),
    "a signature that nobody knows": (
        f'def run(name):\n    z = hub.load("{NNLM_TF1}").signatures[name](x)\n'
        "    s = tf.Session()\n    s.run(z)\n"
    ),
    "characters need no tables": (
        f'z = hub.Module("{ELMO}")(["t"])\ns = tf.Session()\ns.run(VARIABLES)\ns.run(z)\n'
    ),
    "a graph that may have no variables": (
        f'z = hub.Module("{FROZEN}")(x)\ns = tf.Session()\ns.run(z)\n'
    ),
    "what is run has nothing to do with hub": "s = tf.Session()\ns.run(tf.constant(1))\n",
    "what another function made of it": (
        "from helpers import ops\ns = tf.Session()\ns.run(ops(y)['init'])\ns.run(y)\n"
    ),
}


def written(folder: Path, code: str, pins: str = TF1_PINS) -> Project:
    others = {"helpers.py": HELPERS, ".git/HEAD": ""}
    return Project(folder, {"requirements.txt": pins, "main.py": code, **others})


def told(made: Project) -> list[str]:
    return [one.message for one in made.findings if one.code == "HUB116"]


@pytest.mark.parametrize(("code", "says"), FAILS.values(), ids=FAILS)
def test_a_session_runs_what_it_has_not_initialised(tmp_path: Path, code: str, says: str):
    (message,) = told(written(tmp_path, HEAD + code))
    assert says in message


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_a_session_that_may_be_initialised_is_left_alone(tmp_path: Path, code: str):
    assert told(written(tmp_path, HEAD + code)) == []


def test_eager_tensorflow_has_other_troubles_with_a_session(tmp_path: Path):
    code = (
        HEAD.replace("tf.", "tf.compat.v1.") + "with tf.compat.v1.Session() as s:\n    s.run(y)\n"
    )
    assert told(written(tmp_path, code, TF2_PINS)) == []


def test_the_call_that_runs_it_is_shown(tmp_path: Path):
    made = written(tmp_path, HEAD + "with tf.Session() as s:\n    s.run(y)\n")
    assert "main.py:7 `s.run(y)` runs it" in made.why("HUB116")
