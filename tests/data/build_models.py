"""Writes the small models in tests/data/models; run with TensorFlow 2.15 and tensorflow_hub 0.15.

    python tests/data/build_models.py

Only the files that hublint reads are kept; the variables are not.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import tensorflow as tf
import tensorflow_hub as hub

v1 = tf.compat.v1
MODELS = Path(__file__).parent / "models"
KEPT = ("saved_model.pb", "tfhub_module.pb")


class Callable(tf.Module):
    def __init__(self):
        self.scale = tf.Variable(2.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return self.scale * x


class SignatureOnly(tf.Module):
    def __init__(self):
        self.scale = tf.Variable(2.0)

    @tf.function(
        input_signature=[
            tf.TensorSpec([None], tf.float32, name="x"),
            tf.TensorSpec([None], tf.int64, name="ids"),
        ]
    )
    def embed(self, x, ids):
        return {"y": self.scale * x, "ids": ids}


class CallableInside(tf.Module):
    def __init__(self):
        self.inner = Callable()


class Untraced(tf.Module):
    @tf.function
    def __call__(self, x):
        return x


def save_tf2(folder: Path) -> None:
    tf.saved_model.save(Callable(), str(folder / "tf2_callable"))
    module = SignatureOnly()
    tf.saved_model.save(
        module, str(folder / "tf2_signature_only"), signatures={"embed": module.embed}
    )
    tf.saved_model.save(CallableInside(), str(folder / "tf2_callable_inside"))
    tf.saved_model.save(Untraced(), str(folder / "tf2_untraced"))


def save_tf1(folder: Path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None], name="x")
        y = v1.get_variable("scale", initializer=2.0) * x
        session.run(v1.global_variables_initializer())
        v1.saved_model.simple_save(session, str(folder / "tf1_savedmodel"), {"x": x}, {"y": y})


def module_fn() -> None:
    x = v1.placeholder(tf.float32, [None])
    word = v1.placeholder(tf.string, [None])
    scale = v1.get_variable("scale", initializer=2.0)
    hub.add_signature(inputs=x, outputs=scale * x)
    hub.add_signature("words", {"word": word}, {"length": tf.strings.length(word)})


def save_tf1_hub(folder: Path) -> None:
    spec = hub.create_module_spec(module_fn, tags_and_args=[(set(), {}), ({"train"}, {})])
    with tf.Graph().as_default(), v1.Session() as session:
        module = hub.Module(spec)
        session.run(v1.global_variables_initializer())
        module.export(str(folder / "tf1_hub"), session)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for save in (save_tf2, save_tf1, save_tf1_hub):
            save(folder)
        for model in sorted(folder.iterdir()):
            loaded = hub.load(str(model))
            print(model.name, callable(loaded), sorted(loaded.signatures))
            (MODELS / model.name).mkdir(parents=True, exist_ok=True)
            for kept in KEPT:
                if (model / kept).exists():
                    shutil.copy(model / kept, MODELS / model.name / kept)


if __name__ == "__main__":
    main()
