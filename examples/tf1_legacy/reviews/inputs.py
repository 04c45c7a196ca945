"""Reads the labelled reviews, one tab-separated line each."""
import pandas as pd
import tensorflow as tf

TEXT = "text"
LABEL = "polarity"


def load_reviews(path):
    frame = pd.read_csv(path, sep="\t", names=[TEXT, LABEL])
    return frame[[TEXT]], frame[LABEL]


def input_fn(path, training, batch_size=128):
    features, labels = load_reviews(path)
    return tf.estimator.inputs.pandas_input_fn(
        features,
        labels,
        batch_size=batch_size,
        num_epochs=None if training else 1,
        shuffle=training,
    )
