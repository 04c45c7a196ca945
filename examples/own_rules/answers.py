"""Finds the answer that is nearest to a question."""
import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/3")


def vectors(sentences):
    return elmo.signatures["default"](tf.constant(sentences))["default"]
