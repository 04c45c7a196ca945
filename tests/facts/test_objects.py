"""Where does a hub object go from where it is made, and what happens to it there?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.facts.projects import ELMO, NNLM_TF1, NNLM_TF2, TF2_PINS, Project

Make = Callable[[str], Project]

HEAD = "import functools\nimport tensorflow as tf\nimport tensorflow_hub as hub\n"


@pytest.fixture
def program(tmp_path: Path) -> Make:
    def make(code: str) -> Project:
        text = HEAD + dedent(code).strip("\n") + "\n"
        files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": text}
        made = Project(tmp_path, files)
        assert made.codes == made.claims
        return made

    return make


# Ways from `hub.load(ELMO)` to a call of what it gave, which fails on the marked line.
WAYS = {
    "a name": 'm = hub.load("{}")\nm(["t"])  # HUB104',
    "another name": 'm = hub.load("{}")\nn = m\nn(["t"])  # HUB104',
    "at once": 'hub.load("{}")(["t"])  # HUB104',
    "a list": 'ms = [hub.load("{}")]\nms[0](["t"])  # HUB104',
    "a loop over a list": 'for m in [hub.load("{}")]:\n    m(["t"])  # HUB104',
    "a list that is filled": 'ms = []\nms.append(hub.load("{}"))\nms[0](["t"])  # HUB104',
    "a dict": 'ms = {{"m": hub.load("{}")}}\nms["m"](["t"])  # HUB104',
    "a dict that is filled": 'ms = {{}}\nms["m"] = hub.load("{}")\nms["m"](["t"])  # HUB104',
    "a cache": (
        "CACHE = {{}}\n"
        "def get(h):\n"
        "    if h not in CACHE:\n"
        "        CACHE[h] = hub.load(h)\n"
        "    return CACHE[h]\n"
        'get("{}")(["t"])  # HUB104'
    ),
    "a tuple": 'm, n = hub.load("{}"), 3\nm(["t"])  # HUB104',
    "a comprehension": 'ms = [hub.load(h) for h in ["{}"]]\nms[0](["t"])  # HUB104',
    "a dict comprehension": (
        'ms = {{k: hub.load(h) for k, h in dict(a="{}").items()}}\nms["a"](["t"])  # HUB104'
    ),
    "a factory": 'def make():\n    return hub.load("{}")\nmake()(["t"])  # HUB104',
    "a parameter": 'def run(m):\n    m(["t"])  # HUB104\nrun(hub.load("{}"))',
    "a keyword": 'def run(x, m=None):\n    m(x)  # HUB104\nrun(["t"], m=hub.load("{}"))',
    "star arguments": 'def run(*ms):\n    ms[0](["t"])  # HUB104\nrun(hub.load("{}"))',
    "double-star arguments": (
        'def run(**ms):\n    ms["m"](["t"])  # HUB104\nrun(m=hub.load("{}"))'
    ),
    "a global": (
        "def load():\n"
        "    global m\n"
        '    m = hub.load("{}")\n'
        "load()\n"
        "def run():\n"
        '    m(["t"])  # HUB104\n'
        "run()"
    ),
    "a closure": (
        'def make():\n    m = hub.load("{}")\n    return lambda t: m(t)  # HUB104\nmake()(["t"])'
    ),
    "a default": 'def run(t, m=hub.load("{}")):\n    m(t)  # HUB104\nrun(["t"])',
    "a partial of a function": (
        'def run(m, t):\n    m(t)  # HUB104\nfunctools.partial(run, hub.load("{}"))(["t"])'
    ),
    "a partial of the object": 'f = functools.partial(hub.load("{}"), ["t"])\nf()  # HUB104',
    "an attribute": (
        "class C:\n"
        "    def __init__(self):\n"
        '        self.m = hub.load("{}")\n'
        "    def run(self):\n"
        '        self.m(["t"])  # HUB104\n'
        "C().run()"
    ),
    "an attribute that another method sets": (
        "class C:\n"
        "    def load(self):\n"
        '        self.m = hub.load("{}")\n'
        "    def run(self):\n"
        "        self.load()\n"
        '        return self.m(["t"])  # HUB104\n'
        "C().run()"
    ),
    "an attribute of the base": (
        "class P:\n"
        "    def __init__(self, h):\n"
        "        self.m = hub.load(h)\n"
        "class C(P):\n"
        "    def run(self):\n"
        '        return self.m(["t"])  # HUB104\n'
        'C("{}").run()'
    ),
    "a class attribute": 'class C:\n    m = hub.load("{}")\nC.m(["t"])  # HUB104',
    "a property": (
        "class C:\n"
        "    @property\n"
        "    def m(self):\n"
        '        return hub.load("{}")\n'
        'C().m(["t"])  # HUB104'
    ),
    "an attribute that is made when it is asked for": (
        "class C:\n"
        "    _m = None\n"
        "    @property\n"
        "    def m(self):\n"
        "        if self._m is None:\n"
        '            self._m = hub.load("{}")\n'
        "        return self._m\n"
        "c = C()\n"
        'c.m(["t"])  # HUB104'
    ),
    "a method that nobody calls": (
        "class C:\n"
        "    def __init__(self):\n"
        '        self.m = hub.load("{}")\n'
        "    def __call__(self, t):\n"
        "        return self.m(t)  # HUB104\n"
    ),
    "the call of an object": (
        "class C:\n"
        "    def __init__(self, m):\n"
        "        self.m = m\n"
        "    def __call__(self, t):\n"
        "        return self.m(t)  # HUB104\n"
        'C(hub.load("{}"))(["t"])'
    ),
    "setattr": 'class C: pass\nc = C()\nsetattr(c, "m", hub.load("{}"))\nc.m(["t"])  # HUB104',
    "a context manager": (
        "import contextlib\n"
        "@contextlib.contextmanager\n"
        "def model():\n"
        '    yield hub.load("{}")\n'
        "with model() as m:\n"
        '    m(["t"])  # HUB104'
    ),
    "an object that is entered": (
        "class C:\n"
        "    def __enter__(self):\n"
        '        return hub.load("{}")\n'
        "    def __exit__(self, *a): pass\n"
        "with C() as m:\n"
        '    m(["t"])  # HUB104'
    ),
    "a generator": (
        'def models():\n    yield hub.load("{}")\nfor m in models():\n    m(["t"])  # HUB104'
    ),
    "an async function": (
        "import asyncio\n"
        "async def load():\n"
        '    return hub.load("{}")\n'
        "async def main():\n"
        "    m = await load()\n"
        '    m(["t"])  # HUB104\n'
        "asyncio.run(main())"
    ),
    "a lambda": 'load = lambda h: hub.load(h)\nload("{}")(["t"])  # HUB104',
    "map": 'ms = list(map(hub.load, ["{}"]))\nms[0](["t"])  # HUB104',
    "a function under another name": 'load = hub.load\nload("{}")(["t"])  # HUB104',
    "a table of functions": 'apis = {{"l": hub.load}}\napis["l"]("{}")(["t"])  # HUB104',
    "getattr": 'getattr(hub, "load")("{}")(["t"])  # HUB104',
    "a conditional": (
        'm = hub.load("{}") if HEAVY else None\nif m is not None:\n    m(["t"])  # HUB104'
    ),
    "a walrus": 'if (m := hub.load("{}")) is not None:\n    m(["t"])  # HUB104',
    "a try": 'try:\n    m = hub.load("{}")\nexcept OSError:\n    raise\nm(["t"])  # HUB104',
    "a decorator that keeps the result": (
        '@functools.lru_cache()\ndef load():\n    return hub.load("{}")\nload()(["t"])  # HUB104'
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", WAYS.values(), ids=WAYS)
def test_an_object_is_followed(program: Make, code: str):
    seen = program(code.format(ELMO))
    assert seen.finding("HUB104").severity in ("error", "warning")


# What leads nowhere: the object is another one by then, or nobody can know which.
ELSEWHERE = {
    "a name for something else": f'm = hub.load("{ELMO}")\nm = print\nm(["t"])',
    "a layer over the loaded object": (
        f'm = hub.load("{NNLM_TF2}")\nm = hub.KerasLayer(m)\nm(["t"])'
    ),
    "a deleted name": f'm = hub.load("{ELMO}")\ndel m\nm = len\nm(["t"])',
    "another attribute": (
        "class C:\n"
        "    def __init__(self):\n"
        f'        self.m = hub.load("{ELMO}")\n'
        "        self.n = len\n"
        'C().n(["t"])'
    ),
    "an attribute of another object": (
        "class C:\n"
        "    def __init__(self, m):\n"
        "        self.m = m\n"
        f'a, b = C(hub.load("{ELMO}")), C(len)\n'
        'b.m(["t"])'
    ),
    "another entry": f'ms = {{"a": hub.load("{ELMO}"), "b": len}}\nms["b"](["t"])',
    "an entry that was replaced": f'ms = {{"a": hub.load("{ELMO}")}}\nms["a"] = len\nms["a"]("")',
    "a shadowed name": f'm = hub.load("{ELMO}")\ndef run(m):\n    m(["t"])\nrun(len)',
    "a method of its own name": (
        f'm = hub.load("{ELMO}")\nclass C:\n    def m(self, t): pass\nC().m(["t"])'
    ),
    "a local hub": f'def run(hub):\n    hub.load("{ELMO}")(["t"])\nrun(print)',
    "one of two branches that agree": (
        "import sys\n"
        "old = len(sys.argv) > 1\n"
        f'm = hub.load("{ELMO}") if old else hub.load("{NNLM_TF2}")\n'
        "if not old:\n"
        '    m(["t"])'
    ),
    "an object with a type that is tested": ('import sys\nm = hub.load(sys.argv[1])\nm(["t"])'),
}


@pytest.mark.parametrize("code", ELSEWHERE.values(), ids=ELSEWHERE)
def test_and_not_further_than_it_goes(program: Make, code: str):
    program(code)


# Models around a layer that is not trainable, how they are named, and what is said of the layer
# once the model is made trainable.
MODELS = {
    "Sequential of a list": "model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])",
    "Sequential with add": "model = tf.keras.Sequential()\nmodel.add(layer)",
    "Sequential of a name": "layers = [layer]\nmodel = tf.keras.models.Sequential(layers)",
    "a functional model": (
        "i = tf.keras.Input(shape=[], dtype=tf.string)\n"
        "o = tf.keras.layers.Dense(1)(layer(i))\n"
        "model = tf.keras.Model(inputs=i, outputs=o)"
    ),
    "a model in a model": (
        "inner = tf.keras.Sequential([layer])\nmodel = tf.keras.Sequential([inner])"
    ),
    "a subclassed model": (
        "class M(tf.keras.Model):\n"
        "    def __init__(self, inner):\n"
        "        super().__init__()\n"
        "        self.inner = inner\n"
        "    def call(self, x):\n"
        "        return self.inner(x)\n"
        "model = M(layer)"
    ),
    "a model from a factory": (
        "def build():\n    return tf.keras.Sequential([layer])\nmodel = build()"
    ),
}


@pytest.mark.parametrize("made", MODELS.values(), ids=MODELS)
def test_a_layer_is_as_trainable_as_the_model_around_it(tmp_path: Path, made: str):
    code = f'{HEAD}layer = hub.KerasLayer("{NNLM_TF2}")\n{made}\nmodel.trainable = True\n'
    seen = Project(tmp_path, {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": code})
    place = seen.line("model.trainable = True")
    assert seen.values(place, "trainable", "trainable_from", "handle", kind="trainable-set") == [
        (True, "model", NNLM_TF2)
    ]
    assert any(one.startswith(place) for one in seen.evidence(place, "trainable", "trainable-set"))


def test_a_layer_of_a_model_is_set_by_its_place(program: Make):
    seen = program(
        f"""
            model = tf.keras.Sequential([hub.KerasLayer("{NNLM_TF1}"), tf.keras.layers.Dense(1)])
            model.layers[0].trainable = True
            model.compile("adam", "mse")
            model.fit(None, None)  # HUB201
            """
    )
    assert seen.kinds("trainable-set") == ["main.py:5 trainable-set"]


def test_every_layer_of_a_model_is_set_in_a_loop(program: Make):
    seen = program(
        f"""
            model = tf.keras.Sequential([hub.KerasLayer("{NNLM_TF2}", trainable=True)])
            for layer in model.layers:
                layer.trainable = False
            """
    )
    assert seen.values("main.py:6", "trainable", kind="trainable-set") == [False]


def test_what_happens_to_a_model_is_seen_in_order(program: Make):
    seen = program(
        f"""
            layer = hub.KerasLayer("{NNLM_TF2}")
            model = tf.keras.Sequential([layer])
            model.compile("adam", "mse")
            model.fit(None, None)
            layer.trainable = True
            model.compile("adam", "mse")
            model.fit(None, None)
            """
    )
    assert seen.kinds("made", "added", "trained", "trainable-set") == [
        "main.py:4 made",
        "main.py:5 added",
        "main.py:7 trained",
        "main.py:8 trainable-set",
        "main.py:10 trained",
    ]
    assert seen.values("main.py:7", "trainable", kind="trained") == [False]
    assert seen.values("main.py:10", "trainable", kind="trained") == [True]


def test_two_objects_of_one_factory_are_two(program: Make):
    program(
        f"""
            def make():
                return hub.KerasLayer("{NNLM_TF1}")

            one, other = make(), make()
            one.trainable = True
            other(tf.constant(["t"]))
            """
    )


def test_of_two_values_only_the_one_that_is_meant_is_changed(program: Make):
    seen = program(
        f"""
            import sys
            first = hub.KerasLayer("{NNLM_TF2}")
            second = hub.KerasLayer("{NNLM_TF2}")
            layer = first if sys.argv[1:] else second
            layer.trainable = True
            first(["t"])
            """
    )
    assert True in seen.values("main.py:9", "trainable", kind="called")


def test_a_signature_is_what_was_taken_from_the_object(program: Make):
    seen = program(
        f"""
            names = {{"a": "default"}}
            embed = hub.load("{ELMO}").signatures[names["a"]]
            embed(tf.constant(["t"]))
            """
    )
    assert seen.values("main.py:6", "signature", "handle", kind="signature-called") == [
        ("default", ELMO)
    ]
