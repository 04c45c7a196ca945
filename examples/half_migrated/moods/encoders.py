"""Sentences as vectors, for the batch jobs."""
import numpy as np
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

from moods import config


def load_encoder(handle, tags=None):
    return hub.Module(handle, tags=tags)


def elmo_encoder():
    return load_encoder(config.ELMO)


def embed(sentences, batch_size=64):
    encoder = elmo_encoder()
    batches = np.array_split(sentences, max(1, len(sentences) // batch_size))
    vectors = [encoder(tf.constant(batch), as_dict=True)["elmo"] for batch in batches]
    return tf.concat(vectors, axis=0)
