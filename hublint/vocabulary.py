"""Which words may a rule use? The closed vocabulary of facts and of their values.

Pages are checked against it when they are loaded, facts when the tests enumerate them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

WordKind = Literal["words", "boolean", "version", "glob", "text"]


@dataclass(frozen=True, slots=True)
class Word:
    """One fact: what kind of value it has, which values are allowed, and what it says."""

    kind: WordKind
    says: str
    values: tuple[str, ...] = ()


EVENTS = (
    "made",  # a hub API is called: an object, a spec or a column comes to be
    "called",  # the object is called with inputs
    "signature-called",  # one of its .signatures is called
    "added",  # a layer goes into a Keras model
    "trainable-set",  # .trainable is assigned, on the layer or on the model around it
    "compiled",  # the Keras model around it is compiled
    "used-as-tensor",  # the dict that a signature gave stands where a tensor belongs
    "session-run",  # a session runs what was computed from it
    "trained",  # an optimizer, a tape or Model.fit reaches it
    "attribute-read",  # an attribute of the object is read
    "saved",  # tf.saved_model.save or Model.save writes it
    "loaded-back",  # what was saved is loaded again
    "exported",  # a TF1 Hub module is exported
    "imported",  # tensorflow_hub is imported
    "named",  # a hub API is imported by its name, or read without being called
    "required",  # a line of a dependency file
    "switched",  # a runtime switch is thrown
    "unreached",  # a hub API stands in a branch for other versions than those that run here
    "file",  # the file as a whole
)

APIS = (
    "Module",
    "load",
    "KerasLayer",
    "load_module_spec",
    "resolve",
    "eval_function_for_module",
    "text_embedding_column",
    "image_embedding_column",
    "sparse_text_embedding_column",
    "text_embedding_column_v2",
    "create_module_spec",
    "create_module_spec_from_saved_model",
    "add_signature",
    "attach_message",
    "attach_image_module_info",
    "get_expected_image_size",
    "get_num_image_channels",
    "register_module_for_export",
    "LatestModuleExporter",
    "ModuleSpec",
    "ImageModuleInfo",
    "tf.saved_model.save",
    "tf.saved_model.load",
    "TFSMLayer",
)

FACTS: Mapping[str, Word] = {
    "event": Word("words", "what happens", EVENTS),
    "api": Word("words", "the API that made the object", APIS),
    "operation": Word(
        "words",
        "the row of the specification's tables",
        ("inference", "fine-tuning", "creation"),
    ),
    "handle": Word("glob", "the handle, as tensorflow_hub would be given it"),
    "kind": Word(
        "words",
        "what a handle names",
        ("model", "tflite", "tfjs", "coral", "collection", "placeholder"),
    ),
    "format": Word("words", "the model's format", ("tf1-hub", "tf2-savedmodel", "tf1-savedmodel")),
    "runtime": Word(
        "words", "the column of the specification's tables", ("tf1", "tf1-compat", "tf2")
    ),
    "execution": Word("words", "what holds at this event", ("graph", "eager", "function")),
    "switch": Word(
        "words",
        "when graph mode was switched on, seen from this event",
        ("none", "before", "late"),
    ),
    "alias": Word(
        "words",
        "how this file imports TensorFlow",
        ("tensorflow", "compat.v1", "compat.v2", "none"),
    ),
    "tensorflow": Word("version", "the TensorFlow it runs with"),
    "tensorflow_hub": Word("version", "the tensorflow_hub it runs with"),
    "keras": Word("version", "the Keras it runs with"),
    "tf_keras": Word("version", "the tf_keras it runs with"),
    "tensorflow_text": Word("version", "the tensorflow_text it runs with"),
    "setuptools": Word("version", "the setuptools it runs with"),
    "protobuf": Word("version", "the protobuf it runs with"),
    "python": Word("version", "the Python it runs with"),
    "package": Word(
        "words",
        "which library's requirement this is",
        ("tensorflow", "tensorflow_hub", "setuptools", "protobuf"),
    ),
    "tf_keras_listed": Word(
        "boolean", "a lock file or environment that has tensorflow_hub has tf_keras, too"
    ),
    "too_new": Word("boolean", "the API, or a parameter that is passed, is newer than the pins"),
    "mixed": Word(
        "words",
        "what speaks of another TensorFlow than the pins",
        ("tf1-name", "tf2-name", "files"),
    ),
    "star": Word("boolean", "everything is imported: from tensorflow_hub import *"),
    "callable": Word("boolean", "the model has a __call__, where that is known"),
    "fine_tunable": Word("boolean", "the catalogue says that the model may be fine-tuned"),
    "needs_text": Word("boolean", "the model needs the ops of TF Text"),
    "host": Word("words", "where the handle lives", ("tfhub.dev", "kaggle", "other")),
    "listed": Word(
        "words",
        "whether tfhub.dev lists the handle",
        ("listed", "other-version", "unversioned", "nowhere"),
    ),
    "has_tf2_version": Word("boolean", "tfhub.dev lists the same model as a TF2 SavedModel"),
    "status": Word("words", "what became of the model", ("available", "withdrawn")),
    "spec": Word(
        "words",
        "what hub.Module is made from",
        ("handle", "module-fn", "saved-model"),
    ),
    "trainable": Word("boolean", "the object is trainable at this event"),
    "trainable_from": Word("words", "who made it trainable", ("constructor", "layer", "model")),
    "tags": Word(
        "words",
        "the graph variant that is asked for",
        ("none", "empty", "serve", "train", "other"),
    ),
    "tags_form": Word("words", "how the tags are written", ("collection", "string")),
    "signature": Word("text", 'the signature\'s name, "none" if none is named'),
    "output_key": Word("text", 'the output\'s name, "none" if none is named'),
    "as_dict": Word("boolean", "all outputs are asked for as a dict"),
    "module_syntax": Word("boolean", "signature= or as_dict= is passed to the call"),
    "training": Word("boolean", "training= is passed to the call, and true"),
    "input": Word(
        "words",
        "what is passed to the call",
        ("tensor", "list", "ndarray", "dict", "several", "none"),
    ),
    "input_by": Word("words", "how the inputs are passed", ("position", "keyword")),
    "symbolic_input": Word("boolean", "a symbolic input of a Keras model is passed to the call"),
    "has_signature": Word("boolean", "the model has the signature that is asked for"),
    "has_output": Word("boolean", "that signature has the output that is asked for"),
    "has_attribute": Word("boolean", "the model has the attribute that is read"),
    "has_weights": Word("boolean", "the model lists weights that can be trained"),
    "takes_training": Word("boolean", "the model's call takes training="),
    "takes_keywords": Word("boolean", "what is called takes the keywords that are passed"),
    "gives": Word("words", "what the model's call gives", ("tensor", "dict")),
    "options": Word("boolean", "options of loading are passed beside the handle"),
    "argument": Word(
        "words",
        "what stands where the handle belongs",
        ("handle", "loaded-object", "module", "function", "spec"),
    ),
    "attribute": Word("text", "the attribute that is read"),
    "expected": Word("boolean", "the code around reckons with a failure here"),
    "container": Word(
        "words",
        "the kind of model around the layer",
        ("sequential", "functional", "subclass", "lambda"),
    ),
    "keras_family": Word(
        "words", "the Keras of the model around", ("keras2", "tf_keras", "keras3")
    ),
    "beside": Word(
        "words",
        "the Keras of another part of the same model",
        ("keras2", "tf_keras", "keras3"),
    ),
    "legacy_keras": Word("words", "when TF_USE_LEGACY_KERAS was set", ("none", "before", "late")),
    "graph": Word("words", "the graph it is applied in, beside its own", ("same", "other")),
    "trained_by": Word("words", "what trains it", ("fit", "minimize", "tape", "gradients")),
    "var_list": Word("boolean", "the optimizer is told which variables to train"),
    "saved_format": Word("words", "how a Keras model is saved", ("h5", "keras", "folder")),
    "custom_objects": Word("boolean", "Keras is told what KerasLayer is when it loads"),
    "saved_by": Word("words", "how this program wrote the model", ("keras-export", "keras3-save")),
    "text_imported": Word("boolean", "tensorflow_text is imported, by the project or by a library"),
    "variants": Word("words", "how many graph variants the model has", ("one", "several")),
    "train_variant": Word("boolean", "the model has a graph variant for training"),
    "in_module_fn": Word("boolean", "it happens in a function that create_module_spec runs"),
    "loop": Word(
        "words",
        "what does it again: each request, each pass of a loop",
        ("none", "request", "pass"),
    ),
    "strategy_scope": Word("words", "the strategy's scope, seen from here", ("inside", "outside")),
    "order": Word(
        "words",
        "what came first",
        ("fit-first", "predict-first", "compile-first"),
    ),
    "saved_object": Word(
        "words",
        "what is saved",
        ("tf-module", "keras-model", "loaded-object", "hub-layer"),
    ),
    "resource_variables": Word("boolean", "resource variables were switched on"),
    "session": Word(
        "words",
        "what the session has initialised",
        ("none", "initialised", "uninitialised", "no-tables"),
    ),
    "has_variables": Word("boolean", "the model has variables, since it can be trained"),
    "has_tables": Word("boolean", "the model looks words up in tables"),
}
