"""Compares captions by two encoders: one is a TF2 SavedModel, the other has TF1 Hub format."""
import tensorflow as tf
import tensorflow_hub as hub


class Sentences:
    """A TF2 SavedModel, which is called as a whole."""

    def __init__(self):
        self.model = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")

    def __call__(self, texts):
        return self.model(texts)


class Elmo:
    """A TF1 Hub format model, which TF2 reaches through its signatures."""

    def __init__(self):
        self.signature = hub.load("https://tfhub.dev/google/elmo/3").signatures["default"]

    def __call__(self, texts):
        return self.signature(tf.constant(texts))["default"]


def similarities(encode, left, right):
    return tf.reduce_sum(
        tf.nn.l2_normalize(encode(left), axis=-1) * tf.nn.l2_normalize(encode(right), axis=-1),
        axis=-1,
    )
