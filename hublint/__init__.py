"""Says, before a program runs, which uses of TensorFlow Hub are unsupported, and why."""

__version__ = "0.1.0"
