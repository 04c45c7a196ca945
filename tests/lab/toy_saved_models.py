"""What is inside the toy SavedModels? Runs inside an environment, in Python 3.7 syntax."""

import numpy as np
import tensorflow as tf
from toy_parts import WORDS, numbers, tf1

# ---- as TF1 programs saved them ------------------------------------------------------------------


def spice(session):
    """Like SPICE: one signature, by name, with ref variables."""
    samples = tf1.placeholder(tf.float32, [None], name="input_audio_samples")
    weight = tf1.get_variable("w", initializer=np.float32([2.0, -1.0]), use_resource=False)
    session.run(tf1.global_variables_initializer())
    signature = tf1.saved_model.predict_signature_def(
        {"input_audio_samples": samples},
        {"pitch": samples * weight[0], "uncertainty": samples * weight[1]},
    )
    return {"serving_default": signature}


def export_plain(folder, tags):
    """Write a SavedModel as TF1 programs did, with one meta graph for each set of tags."""
    builder = tf1.saved_model.Builder(folder)
    for position, tag in enumerate(tags):
        with tf.Graph().as_default(), tf1.Session() as session:
            signatures = spice(session)
            if position:
                builder.add_meta_graph(tag, signature_def_map=signatures)
            else:
                builder.add_meta_graph_and_variables(session, tag, signature_def_map=signatures)
    builder.save()


PLAIN = {"plain": [["serve"]], "plain_two": [["serve"], ["serve", "gpu"]]}


# ---- as TF2 saves them ---------------------------------------------------------------------------


def function(*specs):
    """tf.function with that input signature, which TF 1.15 has too."""
    return tf.function(input_signature=list(specs))


def picture_spec():
    return tf.TensorSpec([None, 224, 224, 3], tf.float32, name="inputs")


def full():
    """Like the image models of TF2: callable with training=, all lists, a signature."""
    model = tf.train.Checkpoint()
    model.w = tf.Variable(numbers(3, 2), name="w")
    model.moving = tf.Variable([0.0, 0.0], trainable=False, name="moving")

    def features(pictures, training):
        weighted = tf.matmul(tf.reduce_mean(pictures, [1, 2]), model.w)
        if training:
            model.moving.assign(0.9 * model.moving + 0.1 * tf.reduce_mean(weighted, 0))
        return weighted - model.moving

    @tf.function
    def call(pictures, training=False):
        return features(pictures, training)

    for training in (False, True):
        call.get_concrete_function(picture_spec(), training)
    model.__call__ = call
    model.variables = [model.w, model.moving]
    model.trainable_variables = [model.w]
    regulariser = function()(lambda: 0.01 * tf.reduce_sum(model.w**2))
    model.regularization_losses = [regulariser]
    serve = function(picture_spec())(
        lambda pictures: {"feature_vector": features(pictures, False), "mean": model.moving}
    )
    return model, serve.get_concrete_function()


def sentences(words, fine_tunable=True):
    """Like nnlm of TF2: sentences in, a vocabulary, embeddings that may be trained."""
    model = tf.train.Checkpoint()
    model.embeddings = tf.Variable(numbers(len(WORDS) + 1, 4), name="embeddings")
    source = tf.lookup.TextFileInitializer(
        words,
        tf.string,
        tf.lookup.TextFileIndex.WHOLE_LINE,
        tf.int64,
        tf.lookup.TextFileIndex.LINE_NUMBER,
    )
    model.table = tf.lookup.StaticVocabularyTable(source, 1)

    @function(tf.TensorSpec([None], tf.string, name="inputs"))
    def call(inputs):
        tokens = tf1.string_split(inputs)
        ids = model.table.lookup(tokens.values)
        found = tf.nn.embedding_lookup(model.embeddings, ids)
        rows = tf.cast(tokens.indices[:, 0], tf.int32)
        return tf.math.unsorted_segment_mean(found, rows, tf.size(inputs))

    model.__call__ = call
    model.variables = [model.embeddings]
    model.trainable_variables = [model.embeddings]
    model.regularization_losses = []
    serve = function(tf.TensorSpec([None], tf.string, name="inputs"))(
        lambda inputs: {"outputs": call(inputs)}
    )
    return model, serve.get_concrete_function()


class Bare(tf.Module):
    """Like models that somebody saved from a tf.Module as it was: no lists of variables."""

    def __init__(self):
        super().__init__()
        self.w = tf.Variable(numbers(3, 2), name="w")

    @function(tf.TensorSpec([None, 224, 224, 3], tf.float32, name="inputs"))
    def __call__(self, inputs):
        return tf.matmul(tf.reduce_mean(inputs, [1, 2]), self.w)


def bare():
    return Bare(), None


def signature_only():
    """Like MoveNet: nothing but a signature."""
    model = tf.Module()
    model.w = tf.Variable(numbers(3, 2), name="w")
    serve = function(tf.TensorSpec([1, 192, 192, 3], tf.int32, name="input"))(
        lambda input: {
            "output_0": tf.matmul(tf.reduce_mean(tf.cast(input, tf.float32), [1, 2]), model.w)
        }
    )
    return model, serve.get_concrete_function()


def encoder():
    """Like BERT of TF2: a dict in, a dict out, trainable."""
    model = tf.train.Checkpoint()
    model.w = tf.Variable(numbers(3, 2), name="w")
    names = ["input_word_ids", "input_mask", "input_type_ids"]
    specs = {name: tf.TensorSpec([None, None], tf.int32, name=name) for name in names}

    def encode(inputs):
        stacked = tf.cast(tf.stack([inputs[name] for name in names], -1), tf.float32)
        sequence = tf.tensordot(stacked, model.w, 1)
        return {"pooled_output": tf.tanh(sequence[:, 0]), "sequence_output": sequence}

    @tf.function
    def call(inputs, training=False):
        return encode(inputs)

    for training in (False, True):
        call.get_concrete_function(specs, training)
    model.__call__ = call
    model.variables = [model.w]
    model.trainable_variables = [model.w]
    model.regularization_losses = []
    serve = tf.function(lambda **inputs: encode(inputs))
    return model, serve.get_concrete_function(**specs)


def keras_model(trainable=True):
    """Like the classifiers that were saved from Keras: batch norm, training=."""
    keras = tf.keras
    pictures = keras.layers.Input([224, 224, 3])
    pooled = keras.layers.GlobalAveragePooling2D()(pictures)
    dense = keras.layers.Dense(2, kernel_initializer=keras.initializers.Constant(0.5))(pooled)
    model = keras.Model(pictures, keras.layers.BatchNormalization()(dense))
    model.trainable = trainable
    return model, None


SAVED = {
    "full": full,
    "sentences": sentences,
    "bare": bare,
    "signature_only": signature_only,
    "encoder": encoder,
    "keras": keras_model,
    "keras_frozen": lambda: keras_model(trainable=False),
}


def save(make, folder, words):
    """Write a TF2 SavedModel."""
    model, signature = make(words) if make is sentences else make()
    options = {} if signature is None else {"signatures": {"serving_default": signature}}
    tf.saved_model.save(model, folder, **options)
