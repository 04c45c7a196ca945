"""Sentences and images as vectors. Graph mode is for the main program to switch on."""
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

from retrieval import handles


class SentenceEncoder:
    """Encodes batches of sentences in a graph and a session of its own."""

    def __init__(self, size="small"):
        self._graph = tf.Graph()
        with self._graph.as_default():
            self._sentences = tf.placeholder(tf.string, shape=[None])
            self._module = hub.Module(handles.SENTENCES[size])
            self._vectors = self._module(self._sentences)
            initialisers = [tf.global_variables_initializer(), tf.tables_initializer()]
        self._session = tf.Session(graph=self._graph)
        self._session.run(initialisers)

    def encode(self, sentences):
        return self._session.run(self._vectors, feed_dict={self._sentences: sentences})


def image_features(images, is_training, width="100", size=224):
    """The features of images, to be trained on: the module's own variables move, too."""
    handle = handles.IMAGES.format(width=width, size=size)
    module = hub.Module(handle, trainable=True, tags={"train"} if is_training else None)
    height, width = hub.get_expected_image_size(module)
    return module(dict(images=tf.image.resize_bilinear(images, [height, width])))
