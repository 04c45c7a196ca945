"""What do all toys share? Their words and their weights. Python 3.7 syntax."""

import numpy as np
import tensorflow as tf

WORDS = ["cat", "sat", "dog", "on", "mat"]
tf1 = tf.compat.v1


def numbers(rows, columns):
    """A fixed matrix of small numbers."""
    return np.linspace(-1.0, 1.0, rows * columns, dtype=np.float32).reshape(rows, columns)
