"""What loads a model again and again, or applies a module so? And what only looks like it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import TF1_PINS, TF2_PINS, Project

HEAD = "import tensorflow as tf\nimport tensorflow_hub as hub\nH = HANDLE\n".replace(
    "HANDLE", '"https://tfhub.dev/google/universal-sentence-encoder/4"'
)
HEAD1 = "import tensorflow as tf\nimport tensorflow_hub as hub\nM = HANDLE\n".replace(
    "HANDLE", 'hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")'
)
START = "sess.run([tf.global_variables_initializer(), tf.tables_initializer()])\n"

AGAIN = {
    "a for loop": "for line in lines:\n    m = hub.load(H)  # HUB117\n    m([line])\n",
    "a while loop": "while True:\n    m = hub.load(H)  # HUB117\n    m([input()])\n",
    "a loop that counts": (
        "i = 0\nwhile i < 9:\n    m = hub.load(H)  # HUB117\n    m(['t'])\n    i += 1\n"
    ),
    "a handle that is written in the loop": (
        "for line in lines:\n"
        '    hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")  # HUB117\n'
    ),
    "a handle that a function gives": (
        "def handle():\n    return H\nfor line in lines:\n    hub.load(handle())  # HUB117\n"
    ),
    "a handle that nobody knows, and that stays": (
        "def run(h, lines):\n    for line in lines:\n        hub.load(h)([line])  # HUB117\n"
    ),
    "a loop in a function": (
        "def run(lines):\n    for line in lines:\n        hub.load(H)([line])  # HUB117\n"
    ),
    "it may end before the load": (
        "while True:\n    line = input()\n    if line == 'q':\n        break\n"
        "    hub.load(H)([line])  # HUB117\n"
    ),
    "the inner one of two loops": (
        "for part in lines:\n    for line in part:\n        hub.load(H)([line])  # HUB117\n"
    ),
    "beside a function that returns, of its own": (
        "for line in lines:\n    m = hub.load(H)  # HUB117\n    def run(x):\n        return m(x)\n"
    ),
    "beside a function that gives the same name a value": (
        "for line in lines:\n    def run(x):\n        H = x\n    hub.load(H)  # HUB117\n"
    ),
    "in a session": (
        "with tf.compat.v1.Session() as s:\n    for line in lines:\n        hub.load(H)  # HUB117\n"
    ),
}

ONCE = {
    "before the loop": "m = hub.load(H)\nfor line in lines:\n    m([line])\n",
    "behind it": "for line in lines:\n    print(line)\nm = hub.load(H)\n",
    "a loop over handles": "for h in handles:\n    hub.load(h)\n",
    "a loop over known handles": 'for h in [H, H + "x"]:\n    hub.load(h)\n',
    "a handle that is made of the loop's name": 'for n in "123":\n    hub.load(f"{H}{n}")\n',
    "a handle that the loop computes": "for n in lines:\n    h = H + n\n    hub.load(h)\n",
    "a handle that a function gives, each time another": (
        "def pick(n):\n    return H + n\nfor n in lines:\n    hub.load(pick(n))\n"
    ),
    "a handle that is asked for": "while True:\n    hub.load(input())\n",
    "it is left behind the load": "for line in lines:\n    m = hub.load(H)\n    break\n",
    "it may be left behind the load": (
        "while True:\n    m = hub.load(H)\n    if m is not None:\n        break\n"
    ),
    "a function that returns from it": (
        "def run(lines):\n    for line in lines:\n        m = hub.load(H)\n        return m\n"
    ),
    "what a function returns from it": (
        "def run(lines):\n    for line in lines:\n        return hub.load(H)\n"
    ),
    "attempts": (
        "for attempt in range(3):\n    try:\n        m = hub.load(H)\n        break\n"
        "    except Exception:\n        print('again')\n"
    ),
    "attempts that a library makes": (
        "from tenacity import Retrying\nfor attempt in Retrying():\n    with attempt:\n"
        "        m = hub.load(H)\n"
    ),
    "a place for each pass": (
        "for place in places:\n    with tf.device(place):\n        m = hub.load(H)\n"
    ),
    "attempts that end by a flag": (
        "loaded = False\nwhile not loaded:\n    try:\n        m = hub.load(H)\n"
        "        loaded = True\n    except Exception:\n        print('again')\n"
    ),
    "it goes on until there is one": "m = None\nwhile m is None:\n    m = hub.load(H)\n",
    "it goes on until that is right": (
        "ok = False\nwhile not ok:\n    m = hub.load(H)\n    ok = m is not None\n"
    ),
    "a guard": "m = None\nfor line in lines:\n    if m is None:\n        m = hub.load(H)\n",
    "a guard in an expression": "m = None\nfor line in lines:\n    m = m or hub.load(H)\n",
    "a guard that goes on": (
        "m = None\nfor line in lines:\n    if m:\n        continue\n    m = hub.load(H)\n"
    ),
    "a guard that ends": (
        "m = None\nfor line in lines:\n    if m:\n        break\n    m = hub.load(H)\n"
    ),
    "a cache": (
        "import functools\n@functools.lru_cache\ndef get():\n    return hub.load(H)\n"
        "for line in lines:\n    get()\n"
    ),
    "a cache by hand": (
        "cache = {}\nfor line in lines:\n    try:\n        m = cache[H]\n    except KeyError:\n"
        "        m = cache[H] = hub.load(H)\n"
    ),
    "a graph for each pass": (
        "for line in lines:\n    with tf.Graph().as_default():\n        m = hub.load(H)\n"
    ),
    "a strategy for each pass": (
        "for s in [tf.distribute.MirroredStrategy(), tf.distribute.MirroredStrategy()]:\n"
        "    with s.scope():\n        m = hub.load(H)\n"
    ),
    "a session that is cleared": (
        "for n in lines:\n    tf.keras.backend.clear_session()\n    m = hub.load(H)\n"
    ),
    "a layer, which may be of another model each time": (
        "for rate in rates:\n    hub.KerasLayer(H, trainable=True)\n"
    ),
    "one pass": "for line in ['t']:\n    hub.load(H)\n",
    "a function that is only defined": (
        "for line in lines:\n    def get():\n        return hub.load(H)\n"
    ),
    "a function that a loop calls": (
        "def run():\n    m = hub.load(H)\n    m(['t'])\nfor line in lines:\n    run()\n"
    ),
}

GROWS = {
    "in a session": (
        "with tf.Session() as sess:\n    " + START + "    for line in lines:\n"
        "        sess.run(M([line]))  # HUB117\n"
    ),
    "a session in the loop": (
        "for line in lines:\n    y = M([line])  # HUB117\n    with tf.Session() as sess:\n"
        "        " + START + "        sess.run(y)\n"
    ),
    "a session that an object holds": (
        "class Embedder:\n    def __init__(self):\n        self.sess = tf.Session()\n"
        "    def run(self, lines):\n        for line in lines:\n"
        "            self.sess.run(M([line]))  # HUB117\nEmbedder().run(lines)\n"
    ),
    "a session without with": (
        "sess = tf.Session()\n" + START + "for line in lines:\n    sess.run(M([line]))  # HUB117\n"
    ),
}

STAYS = {
    "a placeholder": (
        "x = tf.placeholder(tf.string)\ny = M(x)\nwith tf.Session() as sess:\n    " + START + ""
        "    for line in lines:\n        sess.run(y, {x: [line]})\n"
    ),
    "outputs that are run together": (
        "with tf.Session() as sess:\n    ys = []\n    for line in lines:\n"
        "        ys.append(M([line]))\n    " + START + "    sess.run(ys)\n"
    ),
    "towers": "for n in range(4):\n    with tf.device(n):\n        M(['t'])\n",
    "a graph for each pass": (
        "for line in lines:\n    with tf.Graph().as_default():\n"
        '        m = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")\n'
        "        y = m([line])\n        with tf.Session() as sess:\n"
        "            " + START + "            sess.run(y)\n"
    ),
    "a graph that is reset": (
        "for line in lines:\n    tf.reset_default_graph()\n"
        '    m = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")\n'
        "    y = m([line])\n    with tf.Session() as sess:\n"
        "        " + START + "        sess.run(y)\n"
    ),
    "a guard": (
        "y = None\nwith tf.Session() as sess:\n    " + START + "    for line in lines:\n"
        "        if y is None:\n            y = M(['t'])\n        sess.run(y)\n"
    ),
}


def written(folder: Path, pins: str, code: str, name: str = "main.py") -> Project:
    return Project(folder, {"requirements.txt": pins, ".git/HEAD": "", name: code})


def cases(of: dict[str, str]) -> list[object]:
    return [pytest.param(code, id=way) for way, code in of.items()]


@pytest.mark.parametrize("code", cases(AGAIN))
def test_a_loop_loads_the_same_model_again(tmp_path: Path, code: str):
    made = written(tmp_path, TF2_PINS, HEAD + code)
    assert made.codes == made.claims


@pytest.mark.parametrize("code", cases(ONCE))
def test_a_model_is_loaded_once_or_for_a_reason(tmp_path: Path, code: str):
    assert "HUB117" not in "".join(written(tmp_path, TF2_PINS, HEAD + code).codes)


@pytest.mark.parametrize("code", cases(GROWS))
def test_a_graph_grows_that_a_session_runs(tmp_path: Path, code: str):
    made = written(tmp_path, TF1_PINS, HEAD1 + code)
    assert made.codes == made.claims


@pytest.mark.parametrize("code", cases(STAYS))
def test_a_graph_is_made_once_or_anew(tmp_path: Path, code: str):
    assert "HUB117" not in "".join(written(tmp_path, TF1_PINS, HEAD1 + code).codes)


@pytest.mark.parametrize("name", ["test_main.py", "main_test.py", "tests/main.py"])
def test_a_test_may_load_again(tmp_path: Path, name: str):
    code = HEAD + AGAIN["a for loop"].replace("  # HUB117", "")
    assert written(tmp_path, TF2_PINS, code, name).codes == []


def test_the_loop_is_shown(tmp_path: Path):
    made = written(tmp_path, TF2_PINS, HEAD + AGAIN["a for loop"])
    assert "main.py:4 each pass of the loop comes here" in made.why("HUB117")


HANDLER = HEAD + "import flask\napp = flask.Flask('a')\nm = None\n@app.route('/')\ndef get():\n"
HANDLERS = {
    "a load": ("    return hub.load(H)(['t'])\n", True),
    "an expression that may load": ("    global m\n    m = m or hub.load(H)\n", False),
    "a failure that loads": (
        "    try:\n        return CACHE[H]\n    except KeyError:\n        return hub.load(H)\n",
        False,
    ),
}


# What is called again and again by whoever runs it, and what is called once.
CALLED = {
    "process of a DoFn": (
        "import apache_beam as beam\nclass E(beam.DoFn):\n    def process(self, x):\n"
        "        yield hub.load(H)([x])\n",
        True,
    ),
    "what process calls": (
        "import apache_beam as beam\nclass E(beam.DoFn):\n    def process(self, x):\n"
        "        yield self.embed(x)\n    def embed(self, x):\n        return hub.load(H)([x])\n",
        True,
    ),
    "process of a DoFn, once": (
        "import apache_beam as beam\nclass E(beam.DoFn):\n    model = None\n"
        "    def process(self, x):\n        if self.model is None:\n"
        "            self.model = hub.load(H)\n        yield self.model([x])\n",
        False,
    ),
    "setup of a DoFn": (
        "import apache_beam as beam\nclass E(beam.DoFn):\n    def setup(self):\n"
        "        self.model = hub.load(H)\n",
        False,
    ),
    "a task of Celery": (
        "import celery\napp = celery.Celery('a')\n@app.task\ndef f(x):\n"
        "    return hub.load(H)([x])\n",
        True,
    ),
    "a resource of Flask": (
        "from flask_restful import Resource\nclass R(Resource):\n    def post(self):\n"
        "        return hub.load(H)(['t'])\n",
        True,
    ),
    "what makes a resource": (
        "from flask_restful import Resource\nclass R(Resource):\n    def __init__(self):\n"
        "        self.model = hub.load(H)\n",
        False,
    ),
}


@pytest.mark.parametrize(("code", "fires"), CALLED.values(), ids=CALLED)
def test_others_call_again_and_again(tmp_path: Path, code: str, fires: bool):
    assert ("HUB117" in "".join(written(tmp_path, TF2_PINS, HEAD + code).codes)) is fires


@pytest.mark.parametrize(("body", "fires"), HANDLERS.values(), ids=HANDLERS)
def test_a_request_loads_only_where_each_does(tmp_path: Path, body: str, fires: bool):
    codes = written(tmp_path, TF2_PINS, HANDLER + body).codes
    assert ("HUB117" in "".join(codes)) is fires
