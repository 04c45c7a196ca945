"""What is inside the toy models? Builds them; runs inside an environment, never in hublint's.

`python make_toys.py FOLDER TOY...` writes each toy to FOLDER/TOY. A toy has the format, the
signatures and the inputs of a public model, and weights of a few numbers that are the same
whoever builds it. Python 3.7 syntax: TF 1.15 reads this.
"""

import os
import sys

import numpy as np
import tensorflow as tf

WORDS = ["cat", "sat", "dog", "on", "mat"]
tf1 = tf.compat.v1


def numbers(rows, columns):
    """A fixed matrix of small numbers."""
    return np.linspace(-1.0, 1.0, rows * columns, dtype=np.float32).reshape(rows, columns)


# ---- TF1 Hub format: module functions, exported by tensorflow_hub ------------------------------


def look_up(sentences, words, width):
    """The mean of the embeddings of each sentence's words."""
    table = tf1.get_variable("embeddings", initializer=numbers(len(WORDS) + 1, width))
    index = tf.lookup.StaticVocabularyTable(
        tf.lookup.TextFileInitializer(
            words,
            tf.string,
            tf.lookup.TextFileIndex.WHOLE_LINE,
            tf.int64,
            tf.lookup.TextFileIndex.LINE_NUMBER,
        ),
        1,
    )
    tokens = tf1.string_split(sentences)
    ids = tf.SparseTensor(tokens.indices, index.lookup(tokens.values), tokens.dense_shape)
    return tf.nn.safe_embedding_lookup_sparse(table, ids, combiner="mean")


def text(hub, words):
    """Like nnlm: one unnamed input of sentences, one output, a vocabulary."""

    def module_fn():
        sentences = tf1.placeholder(tf.string, [None])
        hub.add_signature(inputs=sentences, outputs=look_up(sentences, words, 4))

    return hub.create_module_spec(module_fn)


def elmo(hub, words):
    """Like ELMo: a named input, two signatures, several outputs."""

    def module_fn():
        sentences = tf1.placeholder(tf.string, [None])
        whole = look_up(sentences, words, 4)
        hub.add_signature(
            "default", {"text": sentences}, {"default": whole, "elmo": whole[:, None, :] * 2.0}
        )
        tokens = tf1.placeholder(tf.string, [None, None])
        length = tf1.placeholder(tf.int32, [None])
        long = tf.cast(tf.strings.length(tokens), tf.float32)
        mean = tf.reduce_sum(long, 1, keepdims=True) / tf.cast(length[:, None], tf.float32)
        hub.add_signature(
            "tokens",
            {"tokens": tokens, "sequence_len": length},
            {"default": mean, "elmo": long[:, :, None]},
        )

    return hub.create_module_spec(module_fn)


def latent(hub, words):
    """Like ProGAN: one unnamed input of floats, a regulariser, no train graph."""

    def module_fn():
        vector = tf1.placeholder(tf.float32, [None, 512])
        weight = tf1.get_variable(
            "w", initializer=numbers(512, 2), regularizer=tf.keras.regularizers.l2(0.01)
        )
        bias = tf1.get_variable("b", initializer=np.float32([0.5, -0.5]))
        hub.add_signature(inputs=vector, outputs=tf.matmul(vector, weight) + bias)

    return hub.create_module_spec(module_fn)


def biggan(hub, words):
    """Like BigGAN: several inputs by name, one output."""

    def module_fn():
        noise = tf1.placeholder(tf.float32, [None, 128])
        label = tf1.placeholder(tf.float32, [None, 10])
        cut = tf1.placeholder(tf.float32, [])
        weight = tf1.get_variable("w", initializer=numbers(138, 2))
        image = tf.matmul(tf.concat([noise * cut, label], 1), weight)
        hub.add_signature(inputs={"z": noise, "y": label, "truncation": cut}, outputs=image)

    return hub.create_module_spec(module_fn)


def bert(hub, words):
    """Like BERT: no default signature, inputs by name, one signature without inputs."""

    def module_fn():
        ids, mask, segments = [tf1.placeholder(tf.int32, [None, None]) for _ in range(3)]
        weight = tf1.get_variable("w", initializer=numbers(3, 2))
        sequence = tf.tensordot(tf.cast(tf.stack([ids, mask, segments], -1), "float32"), weight, 1)
        hub.add_signature(
            "tokens",
            {"input_ids": ids, "input_mask": mask, "segment_ids": segments},
            {"pooled_output": sequence[:, 0], "sequence_output": sequence},
        )
        hub.add_signature("tokenization_info", {}, {"do_lower_case": tf.constant(True)})

    return hub.create_module_spec(module_fn, tags_and_args=[(set(), {}), ({"train"}, {})])


def images(hub, words):
    """Like MobileNet: batch norm, dropout and a regulariser, with a train graph of its own."""

    def module_fn(training):
        pictures = tf1.placeholder(tf.float32, [None, 224, 224, 3])
        weight = tf1.get_variable(
            "w", initializer=numbers(3, 2), regularizer=tf.keras.regularizers.l2(0.01)
        )
        features = tf.matmul(tf.reduce_mean(pictures, [1, 2]), weight)
        features = tf1.layers.batch_normalization(features, training=training, name="bn")
        hub.add_signature(inputs={"images": pictures}, outputs=features)
        hub.add_signature("image_feature_vector", {"images": pictures}, {"default": features})

    variants = [(set(), {"training": False}), ({"train"}, {"training": True})]
    return hub.create_module_spec(module_fn, tags_and_args=variants)


def free_size(hub, words):
    """An image module whose size stands in an attached message only."""

    def module_fn():
        pictures = tf1.placeholder(tf.float32, [None, None, None, 3])
        weight = tf1.get_variable("w", initializer=numbers(3, 2))
        features = tf.matmul(tf.reduce_mean(pictures, [1, 2]), weight)
        hub.add_signature(inputs={"images": pictures}, outputs=features)
        info = hub.ImageModuleInfo()
        info.default_image_size.height, info.default_image_size.width = 7, 9
        hub.attach_image_module_info(info)

    return hub.create_module_spec(module_fn)


HUB = {
    "text": text,
    "elmo": elmo,
    "latent": latent,
    "biggan": biggan,
    "bert": bert,
    "images": images,
    "free_size": free_size,
}


def export_hub(module_fn, folder, words):
    """Write a TF1 Hub module."""
    import tensorflow_hub as hub

    with tf.Graph().as_default():
        spec = module_fn(hub, words)
        module = hub.Module(spec)
        with tf1.Session() as session:
            session.run([tf1.global_variables_initializer(), tf1.tables_initializer()])
            module.export(folder, session)


# ---- plain TF1 SavedModels -----------------------------------------------------------------------


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

# ---- TF2 SavedModels ----------------------------------------------------------------------------


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


def main():
    folder, toys = sys.argv[1], sys.argv[2:]
    if any(toy in SAVED for toy in toys):
        getattr(tf1, "enable_v2_behavior", lambda: None)()
    os.makedirs(folder, exist_ok=True)
    words = os.path.join(folder, "words.txt")
    with open(words, "w") as out:
        out.write("\n".join(WORDS) + "\n")
    for toy in toys:
        target = os.path.join(folder, toy)
        if toy in HUB:
            export_hub(HUB[toy], target, words)
        elif toy in PLAIN:
            export_plain(target, PLAIN[toy])
        else:
            save(SAVED[toy], target, words)


if __name__ == "__main__":
    main()
