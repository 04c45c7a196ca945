"""Trains a small classifier on top of a frozen sentence embedding.

    python train_nnlm.py --train_file train.tsv --test_file test.tsv
"""
import tensorflow as tf
import tensorflow_hub as hub

from reviews import inputs

flags = tf.flags
FLAGS = flags.FLAGS

flags.DEFINE_string("train_file", None, "Labelled reviews to learn from.")
flags.DEFINE_string("test_file", None, "Labelled reviews to measure on.")
flags.DEFINE_string(
    "hub_module", "https://tfhub.dev/google/nnlm-en-dim128/1", "The embedding to start from."
)
flags.DEFINE_bool("train_module", False, "Whether to fine-tune the embedding.")


def main(_):
    tf.logging.set_verbosity(tf.logging.INFO)
    embedded_text = hub.text_embedding_column(
        key=inputs.TEXT, module_spec=FLAGS.hub_module, trainable=FLAGS.train_module
    )
    estimator = tf.estimator.DNNClassifier(
        hidden_units=[500, 100],
        feature_columns=[embedded_text],
        n_classes=2,
        optimizer=tf.train.AdagradOptimizer(learning_rate=0.003),
    )
    estimator.train(input_fn=inputs.input_fn(FLAGS.train_file, training=True), steps=1000)
    print(estimator.evaluate(input_fn=inputs.input_fn(FLAGS.test_file, training=False)))


if __name__ == "__main__":
    flags.mark_flag_as_required("train_file")
    tf.app.run()
