"""Adapts ELMo by a loop of its own."""
import tensorflow as tf
import tensorflow_hub as hub

from moods.config import ELMO

elmo = hub.load(ELMO)
head = tf.keras.layers.Dense(3)
optimizer = tf.keras.optimizers.Adam(1e-4)


def step(sentences, labels):
    with tf.GradientTape() as tape:
        vectors = elmo.signatures["default"](tf.constant(sentences))["default"]
        loss = tf.reduce_mean(
            tf.keras.losses.sparse_categorical_crossentropy(labels, head(vectors), True)
        )
    variables = elmo.trainable_variables + head.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss


if __name__ == "__main__":
    print(step(["a first review"], [1]))
