"""How near are two sentences?"""
import tensorflow as tf
import tensorflow_hub as hub

from moods.config import ELMO, SENTENCES, SENTENCES_LARGE


class Similarity:
    def __init__(self, large=False):
        if large:
            self.encoder = hub.load(SENTENCES_LARGE)
        else:
            self.encoder = hub.load(SENTENCES, tags={"train"})

    def __call__(self, left, right):
        left, right = (tf.nn.l2_normalize(self.encoder(x), axis=-1) for x in (left, right))
        return tf.reduce_sum(left * right, axis=-1)


def token_vectors(tokens, lengths):
    elmo = hub.load(ELMO)
    inputs = {"tokens": tokens, "sequence_len": lengths}
    return elmo(inputs, signature="tokens", as_dict=True)["elmo"]


def sentence_vectors(sentences):
    """The one function here that is migrated."""
    elmo = hub.load(ELMO)
    return elmo.signatures["default"](tf.constant(sentences))["default"]
