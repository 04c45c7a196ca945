"""What is known of a hub.Module by what it is made from?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.facts.projects import ELMO, TF1_PINS, Project

HEAD = """
import tensorflow as tf
import tensorflow_hub as hub

def module_fn():
    inputs = tf.placeholder(tf.float32, [None, 3])
    hub.add_signature(inputs=inputs, outputs=inputs * tf.get_variable("w", [3]))

"""

# What the module is made from, what that is called, its format, and what making it is for.
SPECS = {
    "a module_fn": ("hub.create_module_spec(module_fn)", "module-fn", "tf1-hub", "creation"),
    "a TF1 SavedModel": (
        'hub.create_module_spec_from_saved_model("saved")',
        "saved-model",
        "absent",
        "creation",
    ),
    "a handle": (f'"{ELMO}"', "handle", "tf1-hub", "fine-tuning"),
    "a loaded spec": (f'hub.load_module_spec("{ELMO}")', "handle", "tf1-hub", "fine-tuning"),
}


@pytest.mark.parametrize(("spec", "word", "format_", "operation"), SPECS.values(), ids=SPECS)
def test_what_a_module_is_made_from(
    tmp_path: Path, spec: str, word: str, format_: str, operation: str
):
    code = f"{HEAD}spec = {spec}\nmodule = hub.Module(spec, trainable=True)\n"
    seen = Project(tmp_path, {"requirements.txt": TF1_PINS, "main.py": code})
    place = seen.line("module =")
    assert seen.values(place, "spec", "format", "operation") == [(word, format_, operation)]


# What is given to hub.Module, and what that is, as far as it is known.
GIVEN = {
    "a handle": (f'"{ELMO}"', "handle"),
    "a spec": ("hub.create_module_spec(module_fn)", "spec"),
    "a loaded spec": (f'hub.load_module_spec("{ELMO}")', "spec"),
    "a function": ("module_fn", "function"),
    "a lambda": ("lambda: module_fn()", "function"),
    "a loaded object": (f'hub.load("{ELMO}")', "loaded-object"),
    "another module": (f'hub.Module("{ELMO}")', "module"),
    "an object of the code, which may be a spec": ("Spec()", None),
    "what an object has, which may be a path": (f'hub.load("{ELMO}").asset_path', None),
    "what a function gives": ("module_fn()", None),
}


@pytest.mark.parametrize(("given", "word"), GIVEN.values(), ids=GIVEN)
def test_what_stands_where_a_handle_belongs(tmp_path: Path, given: str, word: str | None):
    code = f"{HEAD}class Spec(hub.ModuleSpec):\n    pass\n\n\nmodule = hub.Module({given})\n"
    seen = Project(tmp_path, {"requirements.txt": TF1_PINS, "main.py": code})
    rows = [row for row in seen.rows(seen.line("module =")) if row["api"].value == "Module"]
    assert rows[-1]["argument"].value == word
    wrong = word in ("function", "loaded-object", "module")
    assert [one.code for one in seen.findings if one.code == "HUB111"] == ["HUB111"] * wrong


def test_a_module_that_is_trained_before_it_is_exported_is_fine_tuned(tmp_path: Path):
    code = f"""{HEAD}
module = hub.Module(hub.create_module_spec(module_fn), trainable=True)
loss = tf.reduce_sum(module(tf.zeros([1, 3])))
tf.train.AdamOptimizer().minimize(loss)
with tf.Session() as session:
    module.export("exported", session)
"""
    seen = Project(tmp_path, {"requirements.txt": TF1_PINS, "main.py": code})
    found = [
        (event.kind, {row["operation"].value for row in event.rows})
        for event in seen.events
        if event.api == "Module" and event.kind != "attribute-read"
    ]
    assert found == [
        ("made", {"creation"}),
        ("called", {"creation"}),
        ("trained", {"fine-tuning"}),
        ("exported", {"creation"}),
    ]
