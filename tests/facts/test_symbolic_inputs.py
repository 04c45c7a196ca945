"""Where is what hub.load gives called on a symbolic input of Keras, and where only seemingly?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import NNLM_TF1, NNLM_TF2, TF2_PINS, Project

HEAD = f"""import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("{NNLM_TF2}")
"""
INPUT = "text = tf.keras.Input([], dtype=tf.string)\n"

TOLD = {
    "an input": INPUT + "embed(text)  # HUB120\n",
    "an input by its other name": (
        "text = tf.keras.layers.Input(shape=(), dtype=tf.string)\nembed(text)  # HUB120\n"
    ),
    "what a layer made of one": INPUT + "embed(tf.keras.layers.Dropout(0.1)(text))  # HUB120\n",
    "a dictionary of them": INPUT + 'embed({"text": text})  # HUB120\n',
    "a list of them": INPUT + "embed([text, text])  # HUB120\n",
    "an input by its name": INPUT + "embed(inputs=text)  # HUB120\n",
    "a signature": INPUT + 'embed.signatures["serving_default"](inputs=text)  # HUB120\n',
    "a signature of the TF1 Hub format": (
        f'old = hub.load("{NNLM_TF1}")\n' + INPUT + 'old.signatures["default"](text)  # HUB120\n'
    ),
    "in a function that builds a model": (
        "def build(encoder):\n"
        "    text = tf.keras.Input([], dtype=tf.string)\n"
        "    return tf.keras.Model(text, encoder(text))  # HUB120\n\n\n"
        "build(embed)\n"
    ),
}

LAYER = """class Embedding(tf.keras.layers.Layer):
    def call(self, inputs):
        return embed({})


"""

SILENT = {
    "a layer of it": INPUT + "hub.KerasLayer(embed)(text)\n",
    "a Lambda around it": INPUT + "tf.keras.layers.Lambda(lambda words: embed(words))(text)\n",
    "the object itself in a Lambda": INPUT + "tf.keras.layers.Lambda(embed)(text)\n",
    "a layer of one's own around it": LAYER.format("inputs") + INPUT + "Embedding()(text)\n",
    "such a layer that is given a dictionary": (
        LAYER.format('inputs["text"]') + INPUT + 'Embedding()({"text": text})\n'
    ),
    "such a layer that hands the dictionary on": (
        LAYER.format("inputs") + INPUT + 'Embedding()({"text": text})\n'
    ),
    "such a layer that is given this or that": (
        LAYER.format("inputs")
        + INPUT
        + 'x = text if input() else tf.constant(["a"])\nEmbedding()(x)\n'
    ),
    "a tensor": 'embed(tf.constant(["a word"]))\n',
    "an operation on an input, which may be a layer": INPUT + "embed(tf.strings.lower(text))\n",
    "a graph": (
        "with tf.Graph().as_default():\n"
        f'    own = hub.load("{NNLM_TF2}")\n'
        "    own(tf.keras.Input([], dtype=tf.string))\n"
    ),
    "a tf.function": (
        INPUT + "@tf.function\ndef run(words):\n    return embed(words)\n\n\nrun(text)\n"
    ),
}


@pytest.mark.parametrize("code", TOLD.values(), ids=TOLD)
def test_what_is_no_layer_takes_no_symbolic_input(tmp_path: Path, code: str) -> None:
    seen = Project(tmp_path, {"main.py": HEAD + code, "requirements.txt": TF2_PINS})
    assert seen.codes == seen.claims
    assert seen.finding("HUB120").severity == "error"


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_what_keras_gives_to_a_model_is_a_tensor(tmp_path: Path, code: str) -> None:
    seen = Project(tmp_path, {"main.py": HEAD + code, "requirements.txt": TF2_PINS})
    assert [one for one in seen.codes if one.endswith("HUB120")] == []


GRAPH = "tf.compat.v1.disable_eager_execution()\n"
LEGACY = 'import os\n\nos.environ["TF_USE_LEGACY_KERAS"] = "1"\n'


@pytest.mark.parametrize(
    ("release", "before", "told"),
    [
        pytest.param("2.15.1", "", [], id="Keras 2 gives a placeholder"),
        pytest.param("2.21.0", "", ["HUB120"], id="Keras 3 does not"),
        pytest.param("2.21.0", LEGACY, [], id="Keras 2 in the place of Keras 3"),
    ],
)
def test_in_graph_mode_it_depends_on_the_keras(
    tmp_path: Path, release: str, before: str, told: list[str]
) -> None:
    code = before + HEAD.replace("embed =", GRAPH + "embed =") + INPUT + "embed(text)\n"
    pins = f"tensorflow=={release}\ntensorflow-hub==0.16.1\n"
    seen = Project(tmp_path, {"main.py": code, "requirements.txt": pins})
    assert [one.code for one in seen.findings if one.severity == "error"] == told


def test_of_a_tensorflow_that_was_not_executed_nothing_is_said(tmp_path: Path) -> None:
    pins = "tensorflow==2.3.0\ntensorflow-hub==0.12.0\n"
    code = HEAD + INPUT + "embed(text)\n"
    assert Project(tmp_path, {"main.py": code, "requirements.txt": pins}).codes == []
