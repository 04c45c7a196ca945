"""Feature columns for the estimators that are still in use."""
import tensorflow as tf
import tensorflow_hub as hub

from moods import config


def columns(languages=("en", "de")):
    return [
        hub.text_embedding_column(key=f"text_{language}", module_spec=config.WORDS[language])
        for language in languages
    ]


def estimator(model_dir):
    return tf.estimator.DNNClassifier([100], columns(), n_classes=3, model_dir=model_dir)
