"""Which format a handle's model has, from which source, and what is said where nobody knows."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from hublint.facts.models.catalogue import Catalogue
from hublint.facts.models.formats import FormatReader
from hublint.model import Fact, Row
from hublint.tables import DATA
from hublint.vocabulary import FACTS

MODELS = Path(__file__).parents[1] / "data" / "models"
TFHUB = "https://tfhub.dev/"


@pytest.fixture(scope="module")
def reader() -> FormatReader:
    return FormatReader()


def only(rows: tuple[Row, ...]) -> Row:
    [row] = rows
    return row


def values(row: Row) -> dict[str, object]:
    return {name: fact.value for name, fact in row.items() if name != "handle"}


def texts(fact: Fact) -> list[str]:
    return [evidence.text for evidence in fact.why]


CARDS = "(tfhub.dev cards of March 2024)"
MODEL = {"kind": "model", "status": "available"}
KNOWN: list[tuple[str, str, Mapping[str, object]]] = [
    (
        "a model in TF1 Hub format",
        TFHUB + "google/elmo/3",
        {**MODEL, "format": "tf1-hub", "fine_tunable": True},
    ),
    (
        "a TF2 SavedModel that needs TF Text",
        TFHUB + "tensorflow/bert_en_uncased_preprocess/3",
        {**MODEL, "format": "tf2-savedmodel", "fine_tunable": False, "needs_text": True},
    ),
    (
        "a TF1 SavedModel",
        TFHUB + "google/spice/2",
        {**MODEL, "format": "tf1-savedmodel", "fine_tunable": False},
    ),
    (
        "a model whose files were deleted",
        TFHUB + "silero/silero-stt/en/1",
        {
            "kind": "model",
            "status": "withdrawn",
            "format": "tf2-savedmodel",
            "fine_tunable": False,
        },
    ),
    (
        "the files of a model in the bucket of tfhub.dev",
        "gs://tfhub-modules/google/elmo/3/uncompressed",
        {**MODEL, "format": "tf1-hub", "fine_tunable": True},
    ),
    (
        "a TFLite model by its row, without a format",
        TFHUB + "google/qat/mobilebert_xs_qat/lite/1",
        {"kind": "tflite", "status": "available"},
    ),
    (
        "a TFLite model by its address, although a model has the same name",
        TFHUB + "google/lite-model/seefood/segmenter/mobile_food_segmenter_V1/1",
        {"kind": "tflite"},
    ),
    (
        "a TF.js model by its address",
        TFHUB + "google/tfjs-model/spice/2/default/1",
        {"kind": "tfjs"},
    ),
    (
        "a placeholder",
        TFHUB + "google/yamnet/classification/1",
        {"kind": "placeholder", "status": "available"},
    ),
    (
        "Kaggle's TensorFlow1",
        "https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3",
        {"kind": "model", "format": "tf1-hub"},
    ),
    (
        "Kaggle's TensorFlow2, in small letters, from a cache that is not there",
        "/root/.cache/kagglehub/models/google/yamnet/tensorflow2/yamnet/1",
        {"kind": "model", "format": "tf2-savedmodel"},
    ),
    (
        "Kaggle's TfLite",
        "https://www.kaggle.com/models/google/yamnet/tfLite/classification-tflite/1",
        {"kind": "tflite"},
    ),
]


@pytest.mark.parametrize(
    ("handle", "expected"), [row[1:] for row in KNOWN], ids=[row[0] for row in KNOWN]
)
def test_a_handle_is_known_for_sure(
    reader: FormatReader, handle: str, expected: Mapping[str, object]
) -> None:
    row = only(reader.model_facts(handle))
    assert values(row) == dict(expected)
    assert row["handle"] == Fact(handle)
    assert {fact.certainty for fact in row.values()} == {"proven"}
    assert all(fact.why for name, fact in row.items() if name != "handle")


def test_every_word_is_of_the_vocabulary(reader: FormatReader) -> None:
    for _, handle, _ in KNOWN:
        for name, fact in only(reader.model_facts(handle)).items():
            word = FACTS[name]
            assert word.kind in ("boolean", "glob") or fact.value in word.values


WORDED = [
    (
        "the format of a listed model",
        TFHUB + "google/elmo/3",
        "format",
        [f"the catalogue lists google/elmo/3 as TF1 Hub format {CARDS}"],
    ),
    (
        "what may not be fine-tuned",
        TFHUB + "google/spice/2",
        "fine_tunable",
        [f"the catalogue lists google/spice/2 as not fine-tunable {CARDS}"],
    ),
    (
        "what was deleted",
        TFHUB + "silero/silero-stt/en/1",
        "status",
        [f"the catalogue lists silero/silero-stt/en/1 as withdrawn {CARDS}"],
    ),
    (
        "what needs TF Text",
        TFHUB + "tensorflow/bert_en_uncased_preprocess/3",
        "needs_text",
        [
            "the catalogue lists tensorflow/bert_en_uncased_preprocess/3 as used with "
            f"tensorflow_text {CARDS}"
        ],
    ),
    (
        "a kind that stands in the address",
        TFHUB + "google/tfjs-model/spice/2/default/1",
        "kind",
        ["the address of google/spice/2/default/1 at tfhub.dev is that of a TF.js model"],
    ),
    (
        "Kaggle's framework, as the handle spells it",
        "https://www.kaggle.com/models/google/elmo/tensorFlow1/elmo/3",
        "format",
        ["the segment tensorFlow1 of the Kaggle handle says TF1 Hub format"],
    ),
    (
        "a local model's format",
        "tf2_callable",
        "format",
        ["the saved_model.pb in tf2_callable makes it TF2 SavedModel"],
    ),
    (
        "a local model that can't be called",
        "tf1_hub",
        "callable",
        ["the model in tf1_hub has no __call__"],
    ),
]


@pytest.mark.parametrize(
    ("handle", "fact", "expected"), [row[1:] for row in WORDED], ids=[row[0] for row in WORDED]
)
def test_the_evidence_tells_of(
    reader: FormatReader, handle: str, fact: str, expected: list[str]
) -> None:
    assert texts(only(reader.model_facts(handle, [MODELS]))[fact]) == expected


UNKNOWN = [
    (
        "a version that never was",
        TFHUB + "google/elmo/9",
        f"the catalogue {CARDS} lists versions 1, 2, 3 of google/elmo, not 9",
    ),
    (
        "a version of a model that has but one",
        TFHUB + "google/vggish/2",
        f"the catalogue {CARDS} lists version 1 of google/vggish, not 2",
    ),
    (
        "a model that is not listed",
        TFHUB + "google/elmmo/3",
        f"the catalogue {CARDS} lists no google/elmmo",
    ),
    (
        "a model that is not listed, without a version",
        TFHUB + "google/elmmo",
        f"the catalogue {CARDS} lists no google/elmmo",
    ),
    (
        "no version, where the versions differ",
        TFHUB + "google/universal-sentence-encoder",
        "no version of google/universal-sentence-encoder is named, "
        "and its versions differ in format",
    ),
    (
        "a Kaggle handle without its framework",
        "https://www.kaggle.com/models/google/elmo",
        "the handle of google/elmo at Kaggle names no framework",
    ),
    (
        "a framework that is not TensorFlow's",
        "https://www.kaggle.com/models/google/gemma/PyTorch/2b/1",
        "Kaggle's framework PyTorch is none of TensorFlow's",
    ),
    ("a bucket", "gs://mine/embed/1", "the files of gs://mine/embed/1 can't be read from here"),
    ("an address", "https://example.com/m.tgz", "no catalogue lists the models of example.com"),
    ("a path that leads nowhere", "models/m", "there is no folder models/m here"),
    ("a path with a character that no path has", "a\0b", "there is no folder a\0b here"),
    ("a path that is too long", "a" * 5000, f"there is no folder {'a' * 5000} here"),
    (
        "a path to a file",
        "tf1_hub/saved_model.pb",
        "there is no folder tf1_hub/saved_model.pb here",
    ),
    (
        "a folder without a model",
        ".",
        ".: it holds neither tfhub_module.pb nor saved_model.pb",
    ),
    ("an empty handle", "", "the handle is empty"),
]


@pytest.mark.parametrize(
    ("handle", "reason"), [row[1:] for row in UNKNOWN], ids=[row[0] for row in UNKNOWN]
)
def test_the_format_is_unknown_of(reader: FormatReader, handle: str, reason: str) -> None:
    row = only(reader.model_facts(handle, [MODELS]))
    assert dict(row) == {"handle": Fact(handle), "format": Fact(None, missing=reason)}


def test_without_a_version_the_format_is_assumed_where_all_versions_agree(
    reader: FormatReader,
) -> None:
    fact = only(reader.model_facts(TFHUB + "google/elmo"))["format"]
    assert (fact.value, fact.certainty) == ("tf1-hub", "assumed")
    assert texts(fact) == [
        f"the catalogue lists google/elmo/3 as TF1 Hub format {CARDS}",
        "no version of google/elmo is named; all that are listed (1, 2, 3) agree",
    ]


def overridden() -> list[str]:
    table = (DATA / "catalogue_overrides.tsv").read_text("utf-8")
    return [line.partition("\t")[0] for line in table.splitlines()[1:]]


@pytest.mark.parametrize("key", overridden())
def test_the_format_of_a_model_in_doubt_is_unknown_and_says_why(
    reader: FormatReader, key: str
) -> None:
    override = Catalogue().override(key)
    assert override is not None
    row = only(reader.model_facts(TFHUB + key))
    assert row["format"] == Fact(None, missing=f"{key} is {override.reason}")
    assert row["kind"].value == "model"


def test_a_model_in_doubt_that_its_authors_call_is_callable(reader: FormatReader) -> None:
    key = "google/magenta/arbitrary-image-stylization-v1-256/2"
    fact = only(reader.model_facts(TFHUB + key))["callable"]
    assert (fact.value, fact.certainty) == (True, "assumed")
    other = only(reader.model_facts(TFHUB + "google/qat/nlp/mobilebert_xs_qat/1"))
    assert "callable" not in other


# --- local folders


FILES = [
    ("tf2_callable", "tf2-savedmodel", True),
    ("tf2_signature_only", "tf2-savedmodel", False),
    ("tf1_savedmodel", "tf1-savedmodel", False),
    ("tf1_hub", "tf1-hub", False),
]


@pytest.mark.parametrize(("name", "format_", "callable_"), FILES, ids=[row[0] for row in FILES])
def test_a_local_models_own_files_speak(
    reader: FormatReader, name: str, format_: str, callable_: bool
) -> None:
    expected = {"kind": "model", "format": format_, "callable": callable_}
    assert values(only(reader.model_facts(name, [MODELS]))) == expected
    assert values(only(reader.model_facts(str(MODELS / name)))) == expected


def test_a_call_that_was_never_traced_is_left_open(reader: FormatReader) -> None:
    assert "callable" not in only(reader.model_facts("tf2_untraced", [MODELS]))


def test_a_relative_path_is_looked_for_in_every_folder_and_last_in_the_roots(
    tmp_path: Path,
) -> None:
    reader = FormatReader(roots=[MODELS])
    row = only(reader.model_facts("tf1_hub", [tmp_path, tmp_path / "absent"]))
    assert row["format"].value == "tf1-hub"


def test_folders_that_disagree_make_it_unknown(tmp_path: Path) -> None:
    shutil.copytree(MODELS / "tf2_callable", tmp_path / "a" / "m")
    shutil.copytree(MODELS / "tf1_hub", tmp_path / "b" / "m")
    row = only(FormatReader().model_facts("m", [tmp_path / "a", tmp_path / "b"]))
    assert row["format"].missing == (
        "m: it names different models, as the program is run from one folder or another"
    )


def test_folders_that_agree_are_one_model(tmp_path: Path) -> None:
    for base in ("a", "b"):
        shutil.copytree(MODELS / "tf1_hub", tmp_path / base / "m")
    row = only(FormatReader().model_facts("m", [tmp_path / "a", tmp_path / "b"]))
    assert row["format"].value == "tf1-hub"


def test_a_local_model_shows_its_signatures(reader: FormatReader) -> None:
    model = reader.local_model("tf2_signature_only", [MODELS])
    assert model is not None
    assert [signature.name for signature in model.variants[0].signatures] == ["embed"]
    assert reader.local_model("tf2_signature_only") is None
    assert reader.local_model(TFHUB + "google/elmo/3") is None


# --- the cache of tensorflow_hub


def cached(folder: Path, handle: str, model: str) -> Path:
    shutil.copytree(MODELS / model, folder / hashlib.sha1(handle.encode()).hexdigest())
    return folder


CACHED = [
    ("an address that no catalogue lists", "https://example.com/m.tgz"),
    ("a model of tfhub.dev that the catalogue lacks", TFHUB + "me/private/1"),
    ("an archive in a bucket", "gs://mine/m.tar.gz"),
    ("a query, which is part of the handle", "https://example.com/m?tf-hub-format=compressed"),
]


@pytest.mark.parametrize("handle", [row[1] for row in CACHED], ids=[row[0] for row in CACHED])
def test_the_cached_copy_speaks_for(tmp_path: Path, handle: str) -> None:
    reader = FormatReader(cache_folder=cached(tmp_path, handle, "tf1_hub"))
    row = only(reader.model_facts(handle))
    assert values(row) == {"kind": "model", "format": "tf1-hub", "callable": False}
    assert texts(row["format"]) == [
        "the tfhub_module.pb in the copy in TFHUB_CACHE_DIR makes it TF1 Hub format"
    ]
    assert reader.local_model(handle) is not None


def test_the_catalogue_speaks_before_the_cache(tmp_path: Path) -> None:
    handle = TFHUB + "google/elmo/3"
    reader = FormatReader(cache_folder=cached(tmp_path, handle, "tf2_callable"))
    assert only(reader.model_facts(handle))["format"].value == "tf1-hub"


def test_the_catalogues_reason_stands_where_the_cache_has_nothing(tmp_path: Path) -> None:
    row = only(FormatReader(cache_folder=tmp_path).model_facts(TFHUB + "google/elmo/9"))
    assert row["format"].missing.startswith("the catalogue")


# --- the user's own word


CONFIGURED = [
    ("the handle itself", "gs://mine/embed/1", "gs://mine/embed/1"),
    ("a glob over handles", "gs://mine/*", "gs://mine/embed/1"),
    ("a handle against the catalogue", TFHUB + "google/elmo/3", TFHUB + "google/elmo/3"),
    ("the catalogue's name of a model", "google/elmo/3", TFHUB + "google/elmo/3"),
    ("a glob over the catalogue's names", "google/elmo/*", TFHUB + "google/elmo/3/"),
    ("a local folder against its files", "tf1_hub", "tf1_hub"),
    ("a Kaggle handle", "*/TensorFlow1/*", "https://kaggle.com/models/a/b/TensorFlow1/c/1"),
    (
        "a model in doubt",
        "universaldot/udot_scann/1",
        TFHUB + "universaldot/udot_scann/1",
    ),
]


@pytest.mark.parametrize(
    ("pattern", "handle"), [row[1:] for row in CONFIGURED], ids=[row[0] for row in CONFIGURED]
)
def test_the_users_word_stands_before_all(pattern: str, handle: str) -> None:
    reader = FormatReader({pattern: "tf2-savedmodel"})
    row = only(reader.model_facts(handle, [MODELS]))
    assert (row["kind"].value, row["format"].value) == ("model", "tf2-savedmodel")
    assert texts(row["format"]) == [f"[tool.hublint.handles] says that {pattern} is TF2 SavedModel"]


def test_the_handle_itself_stands_before_a_glob() -> None:
    reader = FormatReader({"gs://*": "tf1-hub", "gs://mine/m": "tf2-savedmodel"})
    assert only(reader.model_facts("gs://mine/m"))["format"].value == "tf2-savedmodel"
    assert only(reader.model_facts("gs://mine/n"))["format"].value == "tf1-hub"


def test_the_users_word_leaves_the_other_facts() -> None:
    reader = FormatReader({"google/elmo/3": "tf2-savedmodel"})
    assert only(reader.model_facts(TFHUB + "google/elmo/3"))["fine_tunable"].value is True


def test_a_glob_over_catalogue_names_does_not_reach_kaggle() -> None:
    reader = FormatReader({"google/elmo/*": "tf2-savedmodel"})
    handle = "https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3"
    assert only(reader.model_facts(handle))["format"].value == "tf1-hub"
