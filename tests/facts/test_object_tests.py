"""Where the code asks what an object is, it has reckoned with others: nothing is told there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import TF2_PINS, Project

HEAD = """\
import collections.abc
import inspect

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

text = tf.constant(["a first sentence"])
model = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")
signature = model.signatures["default"]
outputs = signature(text)
"""

ASKED = {
    "a dict is told from a tensor by its class": """\
if isinstance(outputs, dict):
    outputs = outputs["default"]
print(outputs * 2, outputs.shape)
""",
    "a tensor is told from a dict by its class": """\
if not isinstance(outputs, (tf.Tensor, np.ndarray)):
    outputs = outputs["default"]
print(outputs * 2, outputs.shape)
""",
    "by what its class is derived from": """\
if isinstance(outputs, collections.abc.Mapping):
    outputs = outputs["default"]
print(outputs.shape)
""",
    "by a function of the code": """\
def tensor_of(result):
    return result["default"] if isinstance(result, dict) else result

print(tensor_of(outputs) + 1)
""",
    "by an attribute": """\
if hasattr(outputs, "shape"):
    print(outputs.shape)
""",
    "in one expression": """\
print(outputs.shape if hasattr(outputs, "shape") else outputs["default"].shape)
""",
    "with something to take in its place": """\
print(getattr(outputs, "shape", None))
""",
    "by one of its keys": """\
if "default" in outputs:
    outputs = outputs["default"]
print(tf.reduce_mean(outputs))
""",
    "by a function of TensorFlow": """\
if tf.is_tensor(outputs):
    print(outputs + 1)
""",
    "by a pattern": """\
match outputs:
    case dict():
        outputs = outputs["default"]
print(outputs + 1)
""",
    "an attribute is looked for": """\
weights = model.trainable_variables if hasattr(model, "trainable_variables") else model.variables
""",
    "another one is taken in its place": """\
weights = getattr(model, "trainable_variables", model.variables)
losses = getattr(model, "regularization_losses", None) or []
""",
    "what makes it callable is taken, if it has it": """\
call = getattr(model, "__call__", None) or signature
print(call(text))
""",
    "it is called if it is of another class": """\
if isinstance(model, tf.keras.Model):
    print(model(text))
""",
    "it is called if it is of a class of callables": """\
if isinstance(model, collections.abc.Callable):
    print(model(text))
""",
    "it is called if its class has another name": """\
if type(model).__name__ != "AutoTrackable":
    print(model(text))
""",
    "it is called if its class has this name": """\
if model.__class__.__name__ == "_UserObject":
    print(model(text))
""",
    "it is called if it lists what makes it callable": """\
if "__call__" in dir(model):
    print(model(text))
""",
    "it is called if a library finds it to be a function": """\
if inspect.isfunction(model):
    print(model(text))
""",
    "it is called if it has no signatures": """\
def embed(one):
    if len(one.signatures) > 0:
        return one.signatures["default"](text)["default"]
    return one(text)

embed(model)
""",
    "it is called if it lacks a signature": """\
def embed(one):
    if hasattr(one, "signatures") and "default" in one.signatures:
        return one.signatures["default"](text)["default"]
    return one(text)

embed(model)
""",
    "it is loaded if it is a handle": """\
def loaded(one):
    return hub.load(one) if isinstance(one, str) else one

loaded(model)
""",
    "a list is made a tensor": """\
def embed(texts):
    if isinstance(texts, (list, tuple)):
        texts = tf.constant(texts)
    return signature(texts)

embed(["a first sentence"])
""",
}
HANDLED = {
    "an item is tried": """\
def tensor_of(result):
    try:
        return result["default"]
    except (TypeError, KeyError):
        return result

print(tensor_of(outputs) + 1)
""",
    "a method is tried, and the object called if it has none": """\
def embed(one):
    try:
        return one.signatures["default"](text)["default"]
    except ValueError:
        return one(text)

print(embed(model))
""",
    "a function that is chosen by the class of its input": """\
import functools

@functools.singledispatch
def tensor_of(result):
    return result + 1

@tensor_of.register(dict)
def _(result):
    return result["default"] + 1

print(tensor_of(outputs))
""",
}
INPUTS = {
    "a text, or what is no tensor": """\
if isinstance(texts, str):
    texts = [texts]
if not tf.is_tensor(texts):
    texts = tf.constant(texts)
""",
    "a list, or an array": """\
if isinstance(texts, (list, tuple)):
    texts = tf.convert_to_tensor(texts)
elif isinstance(texts, np.ndarray):
    texts = tf.constant(texts)
""",
    "what is of another class than a tensor": """\
if not isinstance(texts, tf.Tensor):
    texts = tf.constant(texts)
""",
    "what is of the class list": """\
texts = texts if type(texts) is not list else tf.constant(texts)
if type(texts) == np.ndarray:
    texts = tf.constant(texts)
""",
}
UNASKED = {
    "it is found to be a dict, and computed with": """\
if isinstance(outputs, dict):
    print(outputs + 1)  # HUB108
""",
    "a list is found to be one, and passed": """\
texts = ["a first sentence"]
if isinstance(texts, list):
    signature(texts)  # HUB107
""",
    "what it was asked is another object": """\
other = hub.load("https://tfhub.dev/google/elmo/3")
if isinstance(other, tf.keras.Model):
    print(model(text))  # HUB104
""",
    "it was asked before, and went either way": """\
if isinstance(model, tf.keras.Model):
    print("a model of Keras")
print(model(text))  # HUB104
""",
    "a number of its outputs was asked": """\
if outputs["default"][0, 0] > 0:
    print(outputs + 1)  # HUB108
""",
    "an attribute is read that nobody looked for": """\
print(getattr(model, "trainable_variables"))  # HUB202
""",
}


@pytest.mark.parametrize("code", HANDLED.values(), ids=HANDLED.keys())
def test_nothing_is_told_of_what_is_done_when_it_was_another(tmp_path: Path, code: str) -> None:
    seen = Project(tmp_path, {"main.py": HEAD + code, "requirements.txt": TF2_PINS})
    assert seen.codes == []


@pytest.mark.parametrize("code", ASKED.values(), ids=ASKED.keys())
def test_nothing_is_told_where(tmp_path: Path, code: str) -> None:
    seen = Project(tmp_path, {"main.py": HEAD + code, "requirements.txt": TF2_PINS})
    assert seen.codes == []


@pytest.mark.parametrize("code", UNASKED.values(), ids=UNASKED.keys())
def test_it_is_told_where(tmp_path: Path, code: str) -> None:
    seen = Project(tmp_path, {"main.py": HEAD + code, "requirements.txt": TF2_PINS})
    assert seen.codes == seen.claims


@pytest.mark.parametrize("test", INPUTS.values(), ids=INPUTS.keys())
def test_an_input_is_made_a_tensor_where_it_is(tmp_path: Path, test: str) -> None:
    body = "".join(f"    {line}\n" for line in test.splitlines())
    code = f"def embed(texts):\n{body}    return signature(texts)\n\n\nembed(['a', 'b'])\n"
    seen = Project(tmp_path, {"main.py": HEAD + code, "requirements.txt": TF2_PINS})
    assert seen.codes == []
