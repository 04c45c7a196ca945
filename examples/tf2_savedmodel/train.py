"""Trains the flower classifier, first the head, then everything.

    python train.py --data flowers/ --model inception --fine-tune
"""
import argparse

import tensorflow as tf
import tf_keras as keras

from flowers import classifier


def images(folder, size, subset):
    dataset = keras.utils.image_dataset_from_directory(
        folder, validation_split=0.2, subset=subset, seed=1, image_size=(size, size)
    )
    return dataset.map(lambda x, y: (x / 255.0, y)).prefetch(tf.data.AUTOTUNE)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--model", choices=sorted(classifier.MODELS), default="mobilenet")
    parser.add_argument("--fine-tune", action="store_true")
    parser.add_argument("--saved", default="saved/flowers")
    args = parser.parse_args()

    size = classifier.MODELS[args.model][1]
    model = classifier.build(args.model, num_classes=5, fine_tune=args.fine_tune)
    model.fit(
        images(args.data, size, "training"),
        validation_data=images(args.data, size, "validation"),
        epochs=10,
    )
    tf.saved_model.save(model, args.saved)


if __name__ == "__main__":
    main()
