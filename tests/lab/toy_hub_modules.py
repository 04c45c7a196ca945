"""What is inside the toys of TF1 Hub format? Runs inside an environment, in Python 3.7 syntax."""

import numpy as np
import tensorflow as tf
from toy_parts import WORDS, numbers, tf1


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
