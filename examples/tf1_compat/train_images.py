"""Trains the image features on CIFAR-10."""
import tensorflow.compat.v1 as tf

from retrieval.train import train

tf.disable_v2_behavior()


def input_fn():
    (images, labels), _ = tf.keras.datasets.cifar10.load_data()
    images = images.astype("float32") / 255.0
    dataset = tf.data.Dataset.from_tensor_slices(({"image": images}, labels[:, 0]))
    return dataset.shuffle(1000).repeat().batch(64)


if __name__ == "__main__":
    train(input_fn, "checkpoints", steps=5000)
