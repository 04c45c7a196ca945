"""Keras classifiers for pictures and for texts."""
import tensorflow as tf
import tensorflow_hub as hub

from moods.config import SENTENCES, WORDS, image_handle


def picture_classifier(num_classes, fine_tune=True):
    return tf.keras.Sequential([
        tf.keras.layers.InputLayer(input_shape=(299, 299, 3)),
        hub.KerasLayer(image_handle(), trainable=fine_tune),
        tf.keras.layers.Dense(num_classes, activation="softmax"),
    ])


def text_classifier(language, num_classes):
    model = tf.keras.Sequential()
    model.add(hub.KerasLayer(WORDS[language], input_shape=[], dtype=tf.string))
    model.add(tf.keras.layers.Dense(16, activation="relu"))
    model.add(tf.keras.layers.Dense(num_classes))
    return model


def sentence_classifier(num_classes):
    text = tf.keras.layers.Input(shape=[], dtype=tf.string)
    encoder = hub.KerasLayer(
        SENTENCES, signature="serving_default", output_key="outputs", trainable=True
    )
    return tf.keras.Model(text, tf.keras.layers.Dense(num_classes)(encoder(text)))


def all_outputs():
    return hub.KerasLayer(SENTENCES, signature="serving_default")
