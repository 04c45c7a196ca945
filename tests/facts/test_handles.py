"""What a handle names, for every way in which people write one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.facts.models.handles import Handle, parse_handle

TFHUB = [
    ("an https address", "https://tfhub.dev/google/elmo/3", "google/elmo", "3", None),
    ("an http address", "http://tfhub.dev/google/elmo/3", "google/elmo", "3", None),
    ("a slash at the end", "https://tfhub.dev/google/elmo/3/", "google/elmo", "3", None),
    ("the old alpha host", "https://alpha.tfhub.dev/google/elmo/3", "google/elmo", "3", None),
    ("the www host", "https://www.tfhub.dev/google/elmo/3", "google/elmo", "3", None),
    ("capitals in the host", "HTTPS://TFHub.dev/google/elmo/3", "google/elmo", "3", None),
    (
        "a query for the archive",
        "https://tfhub.dev/google/elmo/3?tf-hub-format=compressed",
        "google/elmo",
        "3",
        None,
    ),
    ("no version", "https://tfhub.dev/google/elmo", "google/elmo", None, None),
    (
        "a model whose name is deep",
        "https://tfhub.dev/google/imagenet/inception_v3/feature_vector/5",
        "google/imagenet/inception_v3/feature_vector",
        "5",
        None,
    ),
    ("a number that is the model's name", "https://tfhub.dev/google/7", "google/7", None, None),
    ("a publisher alone", "https://tfhub.dev/google", "google", None, None),
    ("the host alone", "https://tfhub.dev/", "", None, None),
    (
        "the mirror that tensorflow_hub knows",
        "https://hub.tensorflow.google.cn/google/elmo/3",
        "google/elmo",
        "3",
        None,
    ),
    (
        "a TFLite model",
        "https://tfhub.dev/google/lite-model/yamnet/tflite/1?lite-format=tflite",
        "google/yamnet/tflite",
        "1",
        "tflite",
    ),
    (
        "a TF.js model",
        "https://tfhub.dev/google/tfjs-model/spice/1/default/2",
        "google/spice/1/default",
        "2",
        "tfjs",
    ),
    (
        "a Coral model",
        "https://tfhub.dev/google/coral-model/yamnet/classification/coral/1",
        "google/yamnet/classification/coral",
        "1",
        "coral",
    ),
    (
        "a collection",
        "https://tfhub.dev/sayakpaul/collections/cait/1",
        "sayakpaul/cait",
        "1",
        "collection",
    ),
    (
        "the archive in the bucket of tfhub.dev",
        "https://storage.googleapis.com/tfhub-modules/google/elmo/3.tar.gz",
        "google/elmo",
        "3",
        None,
    ),
    (
        "the files in the bucket of tfhub.dev",
        "gs://tfhub-modules/google/elmo/3/uncompressed",
        "google/elmo",
        "3",
        None,
    ),
    ("the bucket itself", "gs://tfhub-modules", "", None, None),
]


@pytest.mark.parametrize(
    ("text", "name", "version", "kind"), [row[1:] for row in TFHUB], ids=[row[0] for row in TFHUB]
)
def test_a_model_of_tfhub_is(text: str, name: str, version: str | None, kind: str | None) -> None:
    assert parse_handle(text) == Handle(text, "tfhub", name, version, kind)


CACHED = "models/google/aiy/tensorFlow1/vision-classifier-food-v1/1"
AIY = ("google/aiy", "tensorFlow1", "vision-classifier-food-v1", "1")
ELMO = ("google/elmo", "TensorFlow1", "elmo", "3")
KAGGLE = [
    ("the short form", "https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3", ELMO),
    ("without www", "https://kaggle.com/models/google/elmo/TensorFlow1/elmo/3", ELMO),
    (
        "the long form",
        "https://www.kaggle.com/models/google/elmo/frameworks/TensorFlow1/variations/elmo/versions/3",
        ELMO,
    ),
    (
        "the long form with a query",
        "https://www.kaggle.com/models/google/elmo/frameworks/TensorFlow1/variations/elmo/versions/3"
        "?tfhub-redirect=true",
        ELMO,
    ),
    (
        "the address of the download",
        "https://www.kaggle.com/api/v1/models/google/elmo/TensorFlow1/elmo/3/download",
        ELMO,
    ),
    (
        "no version",
        "https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo",
        ("google/elmo", "TensorFlow1", "elmo", None),
    ),
    (
        "the long form without a version",
        "https://www.kaggle.com/models/google/elmo/frameworks/TensorFlow1/variations/elmo",
        ("google/elmo", "TensorFlow1", "elmo", None),
    ),
    (
        "no framework",
        "https://www.kaggle.com/models/google/elmo",
        ("google/elmo", None, None, None),
    ),
    ("the cache in the home folder", f"~/.cache/kagglehub/{CACHED}", AIY),
    ("the cache, absolute", f"/root/.cache/kagglehub/{CACHED}", AIY),
    (
        "the cache on Windows",
        "C:\\Users\\me\\.cache\\kagglehub\\" + CACHED.replace("/", "\\"),
        AIY,
    ),
    (
        "a model mounted in a Kaggle notebook",
        "/kaggle/input/yamnet/tensorflow2/yamnet/1",
        ("/yamnet", "tensorflow2", "yamnet", "1"),
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in KAGGLE], ids=[row[0] for row in KAGGLE]
)
def test_a_model_of_kaggle_is(text: str, expected: tuple[str | None, ...]) -> None:
    handle = parse_handle(text)
    assert handle.place == "kaggle"
    assert (handle.name, handle.framework, handle.variation, handle.version) == expected
    assert handle.path == (None if "://" in text else text)


OTHER = [
    ("a relative path is local", "models/embed", "local", "models/embed"),
    ("an absolute path is local", "/srv/models/embed", "local", "/srv/models/embed"),
    ("a path of Windows is local", "C:\\models\\embed", "local", "C:\\models\\embed"),
    ("a file address is local", "file:///srv/embed", "local", "/srv/embed"),
    ("an empty handle is a local path", "", "local", ""),
    ("a catalogue name alone is a local path", "google/elmo/3", "local", "google/elmo/3"),
    (
        "a data set in a Kaggle notebook is local",
        "/kaggle/input/universalsentenceencoderlarge/use_5",
        "local",
        "/kaggle/input/universalsentenceencoderlarge/use_5",
    ),
    ("a bucket is out of reach", "gs://mine/embed/1/", "bucket", "mine/embed/1"),
    ("another store is out of reach", "s3://mine/embed", "bucket", "mine/embed"),
    (
        "another web address is its own",
        "https://example.com/m.tar.gz",
        "web",
        "example.com/m.tar.gz",
    ),
    (
        "another bucket on the web is its own",
        "https://storage.googleapis.com/mine/m.tar.gz",
        "web",
        "storage.googleapis.com/mine/m.tar.gz",
    ),
    (
        "a host that only ends like tfhub.dev is foreign",
        "https://nottfhub.dev/google/elmo/3",
        "web",
        "nottfhub.dev/google/elmo/3",
    ),
    (
        "a page of Kaggle that is no model is a web address",
        "https://www.kaggle.com/code/me/notebook",
        "web",
        "www.kaggle.com/code/me/notebook",
    ),
]


@pytest.mark.parametrize(
    ("text", "place", "name"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER]
)
def test_elsewhere(text: str, place: str, name: str) -> None:
    handle = parse_handle(text)
    assert (handle.place, handle.name, handle.version) == (place, name, None)
    assert handle.path == (name if place == "local" else None)


def test_the_key_is_the_catalogues_spelling() -> None:
    assert parse_handle("https://tfhub.dev/google/elmo/3").key == "google/elmo/3"
    assert parse_handle("https://tfhub.dev/google/elmo").key == "google/elmo"


STARTS = ["https:/", "gs:/", "file:/", "", "C:"]
HOSTS = ["tfhub.dev", "kaggle.com", "storage.googleapis.com", "tfhub-modules", "kaggle"]
WORDS = ["kagglehub", "models", "input", "frameworks", "lite-model", "uncompressed", "3", "a", "²"]
PATHS = st.tuples(st.sampled_from(STARTS), st.sampled_from(HOSTS), st.lists(st.sampled_from(WORDS)))


@given(st.text() | PATHS.map(lambda path: "/".join([path[0], path[1], *path[2]])))
def test_every_text_is_some_handle(text: str) -> None:
    assert parse_handle(text).text == text
