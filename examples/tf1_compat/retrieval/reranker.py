"""Scores the best candidates again, by a TF2 SavedModel, which compat mode loads as well."""
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

from retrieval.handles import RERANKER


def build_scores(query, candidates):
    encode = hub.load(RERANKER)
    left = tf.nn.l2_normalize(encode(query), axis=-1)
    right = tf.nn.l2_normalize(encode(candidates), axis=-1)
    return tf.matmul(left, right, transpose_b=True)
