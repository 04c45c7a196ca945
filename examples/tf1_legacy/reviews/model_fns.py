"""A BERT classifier for tf.estimator, fine-tuned through its TF1 Hub module."""
import tensorflow as tf
import tensorflow_hub as hub


def create_model(bert_hub_module, is_training, input_ids, input_mask, segment_ids, num_labels):
    tags = set()
    if is_training:
        tags.add("train")
    bert_module = hub.Module(bert_hub_module, tags=tags, trainable=True)
    bert_outputs = bert_module(
        inputs=dict(input_ids=input_ids, input_mask=input_mask, segment_ids=segment_ids),
        signature="tokens",
        as_dict=True,
    )
    pooled = bert_outputs["pooled_output"]
    if is_training:
        pooled = tf.nn.dropout(pooled, keep_prob=0.9)
    return tf.layers.dense(pooled, num_labels)


def model_fn_builder(bert_hub_module, num_labels, learning_rate):
    def model_fn(features, labels, mode, params):
        logits = create_model(
            bert_hub_module,
            mode == tf.estimator.ModeKeys.TRAIN,
            features["input_ids"],
            features["input_mask"],
            features["segment_ids"],
            num_labels,
        )
        if mode == tf.estimator.ModeKeys.PREDICT:
            return tf.estimator.EstimatorSpec(mode, predictions=tf.nn.softmax(logits))
        loss = tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
        if mode == tf.estimator.ModeKeys.EVAL:
            accuracy = tf.metrics.accuracy(labels, tf.argmax(logits, axis=-1))
            return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops={"acc": accuracy})
        optimizer = tf.train.AdamOptimizer(learning_rate)
        train_op = optimizer.minimize(loss, global_step=tf.train.get_global_step())
        return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)

    return model_fn
