"""Handles in the place of objects, the loading APIs, custom objects, endpoints, variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixes.sources import HEAD, NEW, OLD, Repairs

USE = '"https://tfhub.dev/google/universal-sentence-encoder/4"'
NNLM = '"https://tfhub.dev/google/nnlm-en-dim128/1"'
MULTILINGUAL = '"https://tfhub.dev/google/universal-sentence-encoder-multilingual/3"'
COMPAT = (
    "import tensorflow.compat.v1 as tf\nimport tensorflow_hub as hub\n\ntf.disable_v2_behavior()\n"
)
TRAINED = "[*tf.trainable_variables(), *{}.trainable_variables]"
STEP = "tf.train.GradientDescentOptimizer(0.1).minimize("


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"m = hub.load(hub.load({USE}))\n", f"m = hub.load({USE})\n", id="loaded at once"
        ),
        pytest.param(
            f"m = hub.load({USE})\nn = hub.load(handle=m)  # again\n",
            f"m = hub.load({USE})\nn = m  # again\n",
            id="an object that has a name",
        ),
        pytest.param(
            f"H = {NNLM}\nm = hub.load(H)\nlayer = hub.KerasLayer(m, name='text')\n",
            f"H = {NNLM}\nlayer = hub.KerasLayer(H, name='text')\n",
            id="a layer gets the handle, and nothing is loaded for nobody",
        ),
        pytest.param(
            f"m = hub.load({NNLM})\nlayer = hub.KerasLayer(m)\nprint(m)\n",
            f"m = hub.load({NNLM})\nlayer = hub.KerasLayer({NNLM})\nprint(m)\n",
            id="an object that has other uses stays",
        ),
        pytest.param(
            f"layer = hub.KerasLayer(hub.load(\n    {NNLM}), trainable=False)\n",
            f"layer = hub.KerasLayer({NNLM}, trainable=False)\n",
            id="an object without a name",
        ),
    ],
)
def test_a_handle_stands_where_it_belongs(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + before})
    assert {fix.safety for fix in found.fixes} == {"unsafe"}
    assert found.made()["main.py"].decode() == HEAD + after


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f"m = hub.load({NNLM}, tags=[])\nk = hub.KerasLayer(m)\n", id="with tags"),
        pytest.param(
            f"def f(h):\n    m = hub.load(h)\n    return hub.KerasLayer(m)\n\nf({NNLM})\n",
            id="a parameter",
        ),
        pytest.param(
            f"m = hub.load(  # why\n    hub.load({USE}))\n",
            id="a comment that would be lost",
        ),
        pytest.param(
            f"k = hub.KerasLayer(hub.load(\n    {NNLM}  # why\n))\n",
            id="a comment that would be lost with a layer's object",
        ),
    ],
)
def test_a_handle_that_is_not_at_hand_is_not_written(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + code})
    assert found.findings
    assert not found.fixes


def test_a_comment_in_a_layer_over_an_object_stays_or_nothing_changes(tmp_path: Path) -> None:
    code = f"{HEAD}layer = hub.KerasLayer(\n    hub.load({NNLM}),  # text\n)\n"
    after = f"{HEAD}layer = hub.KerasLayer(\n    {NNLM},  # text\n)\n"
    assert Repairs(tmp_path, {"main.py": code}).made()["main.py"].decode() == after


@pytest.mark.parametrize(
    ("head", "after"),
    [
        pytest.param(
            "import tensorflow_hub as hub  # models\n",
            "import tensorflow_hub as hub  # models\nimport tensorflow_text  # noqa: F401\n",
            id="behind a comment",
        ),
        pytest.param(
            "import os\nimport tensorflow as tf\n\n\n\nimport tensorflow_hub as hub\nimport sys\n",
            "import os\nimport tensorflow as tf\n\n\n\nimport tensorflow_hub as hub\n"
            "import tensorflow_text  # noqa: F401\nimport sys\n",
            id="among other imports",
        ),
    ],
)
def test_tensorflow_text_is_imported_once(head: str, after: str, tmp_path: Path) -> None:
    code = f"m = hub.load({MULTILINGUAL})\nn = hub.load({MULTILINGUAL})\n"
    found = Repairs(tmp_path, {"main.py": head + code})
    assert [finding.code for finding in found.findings] == ["HUB114", "HUB114"]
    assert found.made()["main.py"].decode() == after + code


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("import sys; import tensorflow_hub as hub; import os\n", id="shared line"),
        pytest.param(
            "try:\n    import tensorflow_hub as hub\nexcept ImportError: raise\n", id="try"
        ),
    ],
)
def test_tensorflow_text_is_not_imported_in_between(head: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": f"{head}m = hub.load({MULTILINGUAL})\n"})
    assert found.findings
    assert not found.fixes


LAYER = f"layer = hub.KerasLayer({USE}, input_shape=[], dtype=tf.string)\n"
MODEL = f"{LAYER}model = tf.keras.Sequential([layer])\nmodel.save('m.h5')\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "a = tf.keras.models.load_model('m.h5', compile=False,)\n",
            "a = tf.keras.models.load_model('m.h5', compile=False, "
            'custom_objects={"KerasLayer": hub.KerasLayer},)\n',
            id="behind a trailing comma",
        ),
        pytest.param(
            "a = tf.keras.models.load_model(\n    'm.h5'  # mine\n)\n",
            "a = tf.keras.models.load_model(\n    'm.h5', "
            'custom_objects={"KerasLayer": hub.KerasLayer}  # mine\n)\n',
            id="before a comment",
        ),
    ],
)
def test_keras_is_told_of_the_layer(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": HEAD + MODEL + before}, NEW)
    assert found.made()["main.py"].decode() == HEAD + MODEL + after


def test_keras_is_told_of_the_layer_where_tensorflow_hub_is_not_imported(tmp_path: Path) -> None:
    before = "import model\nfrom tensorflow.keras.models import load_model  # again\n\n"
    after = before[:-1] + "import tensorflow_hub as hub\n\n"
    told = 'load_model("m.h5", custom_objects={"KerasLayer": hub.KerasLayer})\n'
    files = {"model.py": HEAD + MODEL, "main.py": before + 'a = load_model("m.h5")\n'}
    made = Repairs(tmp_path, files, NEW).made()
    assert made["main.py"].decode() == f"{after}a = {told}"


def test_a_layer_over_an_object_is_saved_by_its_handle(tmp_path: Path) -> None:
    before = HEAD + f"m = hub.load({USE})\n" + MODEL.replace(USE, "m")
    found = Repairs(tmp_path, {"main.py": before}, NEW)
    assert found.made()["main.py"].decode() == HEAD + MODEL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"layer = hub.KerasLayer({USE}, trainable=True)\nloss = tf.reduce_sum(layer(['a']))\n"
            f"step = {STEP}loss)\n",
            f"layer = hub.KerasLayer({USE}, trainable=True)\nloss = tf.reduce_sum(layer(['a']))\n"
            f"step = {STEP}loss, var_list={TRAINED.format('layer')})\n",
            id="a layer that has a name",
        ),
        pytest.param(
            f"class Net:\n    def __init__(self):\n"
            f"        self.text = hub.KerasLayer({USE}, trainable=True)\n\n"
            "    def train(self):\n        loss = tf.reduce_sum(self.text(['a']))\n"
            f"        return {STEP}\n            loss,\n        )\n\n\nNet().train()\n",
            f"class Net:\n    def __init__(self):\n"
            f"        self.text = hub.KerasLayer({USE}, trainable=True)\n\n"
            "    def train(self):\n        loss = tf.reduce_sum(self.text(['a']))\n"
            f"        return {STEP}\n            loss, var_list={TRAINED.format('self.text')},\n"
            "        )\n\n\nNet().train()\n",
            id="an attribute",
        ),
        pytest.param(
            f"a = hub.KerasLayer({USE}, trainable=True)\nb = hub.KerasLayer({USE}, True)\n"
            f"loss = tf.reduce_sum(a(['a']) + b(['b']))\nstep = {STEP}loss)\n",
            f"a = hub.KerasLayer({USE}, trainable=True)\nb = hub.KerasLayer({USE}, True)\n"
            f"loss = tf.reduce_sum(a(['a']) + b(['b']))\nstep = {STEP}loss, var_list="
            "[*tf.trainable_variables(), *a.trainable_variables, *b.trainable_variables])\n",
            id="two layers at once",
        ),
        pytest.param(
            f"m = hub.load({USE})\nloss = tf.reduce_sum(m(['a']))\nstep = {STEP}loss)\n",
            f"m = hub.load({USE})\nloss = tf.reduce_sum(m(['a']))\n"
            f"step = {STEP}loss, var_list={TRAINED.format('m')})\n",
            id="an object that the catalogue says may be fine-tuned",
        ),
    ],
)
def test_an_optimizer_is_told_what_to_train(before: str, after: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": COMPAT + before}, OLD)
    assert {fix.safety for fix in found.fixes} == {"unsafe"}
    assert found.made()["main.py"].decode() == COMPAT + after


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            f"loss = tf.reduce_sum(hub.KerasLayer({USE}, trainable=True)(['a']))\n{STEP}loss)\n",
            id="a layer without a name",
        ),
        pytest.param(
            f"layer = hub.KerasLayer({USE}, trainable=True)\nloss = tf.reduce_sum(layer(['a']))\n"
            f"layer = None\n{STEP}loss)\n",
            id="a name that is given twice",
        ),
        pytest.param(
            f"m = hub.load({NNLM})\nloss = tf.reduce_sum("
            f"m.signatures['default'](tf.constant(['a']))['default'])\n{STEP}loss)\n",
            id="the TF1 Hub format, whose objects list no variables",
        ),
        pytest.param(
            f"layer = hub.KerasLayer({USE}, trainable=True)\nloss = tf.reduce_sum(layer(['a']))\n"
            f"more = {{}}\n{STEP}loss, **more)\n",
            id="hidden arguments",
        ),
    ],
)
def test_an_optimizer_that_can_not_be_told_is_left_alone(code: str, tmp_path: Path) -> None:
    found = Repairs(tmp_path, {"main.py": COMPAT + code}, OLD)
    assert found.findings
    assert not found.fixes


KERAS3 = {"tensorflow": "2.21.0", "tensorflow_hub": "0.16.1"}
BUILT = "model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(2)])\n"


@pytest.mark.parametrize(
    ("written", "before", "after"),
    [
        pytest.param(
            "model.export('m')\n",
            "y = hub.load('m')(tf.ones([2, 3]))\n",
            "y = hub.load('m').serve(tf.ones([2, 3]))\n",
            id="an endpoint",
        ),
        pytest.param(
            "tf.saved_model.save(model, 'm')\n",
            "y = hub.load('m')(tf.ones([2, 3]))\n",
            'y = hub.load(\'m\').signatures["serving_default"](tf.ones([2, 3]))["output_0"]\n',
            id="a signature",
        ),
        pytest.param(
            "model.export('m')\n",
            "layer = hub.KerasLayer('m', name='served')\n",
            "layer = hub.KerasLayer('m', name='served', "
            'signature="serving_default", output_key="output_0")\n',
            id="a layer",
        ),
    ],
)
def test_what_keras_wrote_for_serving_is_called(
    written: str, before: str, after: str, tmp_path: Path
) -> None:
    start = HEAD + BUILT + written
    found = Repairs(tmp_path, {"main.py": start + before}, KERAS3)
    assert found.made()["main.py"].decode() == start + after


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("y = hub.load('m')(tf.ones([2, 3]), training=False)\n", id="a keyword"),
        pytest.param("y = hub.load('m')(*[tf.ones([2, 3])])\n", id="a hidden input"),
    ],
)
def test_a_call_that_no_endpoint_takes_stays(code: str, tmp_path: Path) -> None:
    text = f"{HEAD}{BUILT}model.export('m')\n{code}"
    found = Repairs(tmp_path, {"main.py": text}, KERAS3)
    assert found.findings
    assert not found.fixes
