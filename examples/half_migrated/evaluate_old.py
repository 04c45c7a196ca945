"""Measures the old module, to compare with. It was made to run again by a line from a forum."""
import sys

import tensorflow as tf
import tensorflow_hub as hub

module = hub.Module("https://tfhub.dev/google/nnlm-de-dim128/1")

tf.compat.v1.disable_eager_execution()


def main(path):
    with open(path) as lines:
        vectors = module([line.strip() for line in lines])
    with tf.compat.v1.Session() as session:
        session.run([tf.compat.v1.global_variables_initializer(), tf.compat.v1.tables_initializer()])
        print(session.run(tf.reduce_mean(vectors, axis=0)))


if __name__ == "__main__":
    main(sys.argv[1])
