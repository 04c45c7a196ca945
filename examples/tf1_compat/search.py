"""Finds the documents that are nearest to a question.

    python search.py --documents docs.txt --question "who wrote it?"
"""
import numpy as np
import tensorflow.compat.v1 as tf
from absl import app, flags

from retrieval.encoders import SentenceEncoder
from retrieval.reranker import build_scores

FLAGS = flags.FLAGS
flags.DEFINE_string("documents", None, "A file with one document on each line.")
flags.DEFINE_string("question", None, "What to look for.")
flags.DEFINE_enum("encoder", "small", ["small", "large"], "Which sentence encoder to use.")


def rerank(question, candidates):
    with tf.Graph().as_default():
        scores = build_scores(tf.constant([question]), tf.constant(candidates))
        with tf.Session() as session:
            session.run([tf.global_variables_initializer(), tf.tables_initializer()])
            return session.run(scores)[0]


def main(_):
    with open(FLAGS.documents) as lines:
        documents = [line.strip() for line in lines]
    encoder = SentenceEncoder(FLAGS.encoder)
    similarity = np.inner(encoder.encode([FLAGS.question]), encoder.encode(documents))[0]
    best = [documents[i] for i in np.argsort(-similarity)[:10]]
    for score, document in sorted(zip(rerank(FLAGS.question, best), best), reverse=True):
        print(f"{score:.3f}  {document}")


if __name__ == "__main__":
    tf.disable_v2_behavior()
    app.run(main)
