"""Trains the classifiers."""
import argparse

import tensorflow as tf

from moods import classifier, features


def train_texts(dataset, language, epochs):
    model = classifier.text_classifier(language, num_classes=3)
    model.trainable = True
    model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(dataset, epochs=epochs)
    model.save("saved/texts")


def train_pictures(dataset, epochs):
    model = classifier.picture_classifier(num_classes=3)
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(dataset, epochs=epochs)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["texts", "pictures", "estimator"])
    parser.add_argument("--language", default="de")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--data", default="data")
    args = parser.parse_args()
    if args.what == "estimator":
        features.estimator(args.data)
        return
    dataset = tf.data.Dataset.load(args.data)
    if args.what == "texts":
        train_texts(dataset, args.language, args.epochs)
    else:
        train_pictures(dataset, args.epochs)


if __name__ == "__main__":
    main()
