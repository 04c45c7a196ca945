"""Classifies captions with a small BERT; its preprocessing runs inside the model."""
import tensorflow as tf
import tensorflow_hub as hub
import tensorflow_text  # noqa: F401  (registers the ops that the preprocessing needs)
import tf_keras as keras

PREPROCESS = "https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3"
ENCODER = "https://tfhub.dev/tensorflow/small_bert/bert_en_uncased_L-4_H-512_A-8/2"


def build_classifier(num_classes):
    text = keras.layers.Input(shape=(), dtype=tf.string, name="text")
    encoder_inputs = hub.KerasLayer(PREPROCESS, name="preprocessing")(text)
    outputs = hub.KerasLayer(ENCODER, trainable=True, name="encoder")(encoder_inputs)
    net = keras.layers.Dropout(0.1)(outputs["pooled_output"])
    return keras.Model(text, keras.layers.Dense(num_classes)(net))
