"""Turns a file of word vectors into a TF1 Hub module that embeds sentences."""
import sys

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub


def read_vectors(path):
    words, rows = [], []
    with tf.gfile.GFile(path) as lines:
        for line in lines:
            word, *values = line.split()
            words.append(word)
            rows.append([float(value) for value in values])
    return words, np.array(rows, dtype=np.float32)


def make_module_spec(vocabulary_file, vocabulary_size, dimension):
    def module_fn():
        sentences = tf.placeholder(shape=[None], dtype=tf.string, name="sentences")
        weights = tf.get_variable("weights", [vocabulary_size + 1, dimension], trainable=True)
        table = tf.contrib.lookup.index_table_from_file(vocabulary_file, num_oov_buckets=1)
        tokens = tf.string_split(sentences)
        ids = tf.SparseTensor(tokens.indices, table.lookup(tokens.values), tokens.dense_shape)
        embedded = tf.nn.embedding_lookup_sparse(weights, ids, sp_weights=None, combiner="sqrtn")
        hub.add_signature("default", {"sentences": sentences}, {"default": embedded})

    return hub.create_module_spec(module_fn)


def export(vectors_file, vocabulary_file, target):
    words, vectors = read_vectors(vectors_file)
    with tf.gfile.GFile(vocabulary_file, "w") as out:
        out.write("\n".join(words))
    spec = make_module_spec(vocabulary_file, len(words), vectors.shape[1])
    with tf.Graph().as_default():
        module = hub.Module(spec)
        weights = module.variable_map["weights"]
        padded = np.vstack([vectors, np.zeros([1, vectors.shape[1]], np.float32)])
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            session.run(tf.tables_initializer())
            session.run(weights.assign(padded))
            module.export(target, session)


if __name__ == "__main__":
    export(*sys.argv[1:4])
