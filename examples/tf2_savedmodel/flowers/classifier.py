"""Tells flowers apart: a MobileNet from TF Hub with a new head, fine-tuned as a whole."""
import tf_keras as keras
import tensorflow_hub as hub

MODELS = {
    "mobilenet": ("https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5", 224),
    "inception": ("https://tfhub.dev/google/imagenet/inception_v3/feature_vector/5", 299),
}


def build(name, num_classes, fine_tune=False):
    handle, size = MODELS[name]
    model = keras.Sequential([
        keras.layers.InputLayer(input_shape=(size, size, 3)),
        hub.KerasLayer(handle, trainable=fine_tune),
        keras.layers.Dropout(rate=0.2),
        keras.layers.Dense(num_classes),
    ])
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate=0.005, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
