"""Trains the image side of the retriever."""
import tensorflow.compat.v1 as tf

from retrieval.encoders import image_features


def model_fn(features, labels, mode):
    vectors = image_features(features["image"], mode == tf.estimator.ModeKeys.TRAIN)
    logits = tf.layers.dense(vectors, 10)
    loss = tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies(updates):
        step = tf.train.get_or_create_global_step()
        train_op = tf.train.AdamOptimizer(1e-4).minimize(loss, global_step=step)
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


def train(input_fn, model_dir, steps):
    tf.estimator.Estimator(model_fn, model_dir=model_dir).train(input_fn, steps=steps)
