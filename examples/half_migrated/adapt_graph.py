"""Adapts the sentence encoder in a graph, as ever, but with the new API."""
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

from moods.config import SENTENCES


def loss_of(batch, labels):
    encoder = hub.KerasLayer(SENTENCES, trainable=True)
    logits = tf.layers.dense(encoder(batch), 3)
    return tf.losses.sparse_softmax_cross_entropy(labels, logits)


def main():
    batch = tf.placeholder(tf.string, [None])
    labels = tf.placeholder(tf.int64, [None])
    loss = loss_of(batch, labels)
    train_op = tf.train.AdamOptimizer(1e-4).minimize(loss)
    with tf.Session() as session:
        session.run([tf.global_variables_initializer(), tf.tables_initializer()])
        session.run(train_op, {batch: ["a first review"], labels: [1]})


if __name__ == "__main__":
    tf.disable_v2_behavior()
    main()
