"""Fine-tunes BERT on tokenised reviews, given as TFRecords."""
import argparse

import tensorflow as tf

from reviews.model_fns import model_fn_builder

BERT = "https://tfhub.dev/google/bert_uncased_L-12_H-768_A-12/1"
MAX_SEQ_LENGTH = 128


def records(path, training):
    features = {
        "input_ids": tf.FixedLenFeature([MAX_SEQ_LENGTH], tf.int64),
        "input_mask": tf.FixedLenFeature([MAX_SEQ_LENGTH], tf.int64),
        "segment_ids": tf.FixedLenFeature([MAX_SEQ_LENGTH], tf.int64),
        "label": tf.FixedLenFeature([], tf.int64),
    }

    def parse(serialized):
        example = tf.parse_single_example(serialized, features)
        label = example.pop("label")
        return {name: tf.cast(value, tf.int32) for name, value in example.items()}, label

    def input_fn():
        dataset = tf.data.TFRecordDataset(path).map(parse)
        if training:
            dataset = dataset.shuffle(1000).repeat()
        return dataset.batch(32)

    return input_fn


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bert", default=BERT)
    parser.add_argument("--train", required=True)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--output", required=True)
    args = parser.parse_args()

    estimator = tf.estimator.Estimator(
        model_fn=model_fn_builder(args.bert, num_labels=2, learning_rate=2e-5),
        model_dir=args.output,
        params={},
    )
    estimator.train(records(args.train, training=True), max_steps=args.steps)


if __name__ == "__main__":
    main()
