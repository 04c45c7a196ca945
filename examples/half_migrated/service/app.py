"""Serves sentence vectors over HTTP, on newer libraries than the rest."""
import os

import flask
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

tf.disable_v2_behavior()
app = flask.Flask(__name__)

graph = tf.Graph()
with graph.as_default():
    sentences = tf.placeholder(tf.string, [None])
    vectors = hub.Module("https://tfhub.dev/google/universal-sentence-encoder/2")(sentences)
    init = [tf.global_variables_initializer(), tf.tables_initializer()]
session = tf.Session(graph=graph)
session.run(init)


@app.route("/embed", methods=["POST"])
def embed():
    texts = flask.request.get_json()["texts"]
    return flask.jsonify(session.run(vectors, {sentences: texts}).tolist())


def custom_encoder():
    """The model that this installation brings along."""
    return hub.load(os.environ["CUSTOM_ENCODER"])


@app.route("/embed-custom", methods=["POST"])
def embed_custom():
    texts = flask.request.get_json()["texts"]
    return flask.jsonify(custom_encoder()(tf.constant(texts)).numpy().tolist())
