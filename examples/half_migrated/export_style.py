"""Exports the features of style as a module of our own."""
import tensorflow as tf
import tensorflow_hub as hub

from moods.config import STYLE


def module_fn():
    images = tf.compat.v1.placeholder(tf.float32, [None, None, None, 3])
    channels = tf.reduce_mean(images, axis=[1, 2])
    hub.add_signature(inputs=images, outputs=channels)


def main():
    spec = hub.create_module_spec(module_fn)
    with tf.Graph().as_default():
        module = hub.Module(spec)
        with tf.compat.v1.Session() as session:
            session.run(tf.compat.v1.global_variables_initializer())
            module.export(STYLE, session)


if __name__ == "__main__":
    main()
