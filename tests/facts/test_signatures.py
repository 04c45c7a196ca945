"""The signatures of models are told by their files and by their cards."""

from __future__ import annotations

import pytest

from hublint.facts.models.catalogue import Catalogue
from hublint.facts.models.handles import parse_handle
from hublint.facts.models.saved_model import SavedModelInfo, Signature, Tensor, Variant
from hublint.facts.models.signatures import Cards, KnownSignature, of_files
from hublint.tables import DATA

TFHUB = "https://tfhub.dev/"


@pytest.mark.parametrize(
    ("handle", "signature", "known"),
    [
        ("google/nnlm-en-dim128/1", "default", KnownSignature({"*": "string"}, ("default",))),
        (
            "google/imagenet/inception_v3/feature_vector/3",
            "image_feature_vector",
            KnownSignature({"images": "float32"}, ("default",)),
        ),
        (
            "google/bert_uncased_L-12_H-768_A-12/1",
            "tokens",
            KnownSignature(
                {"input_ids": "int32", "input_mask": "int32", "segment_ids": "int32"},
                ("pooled_output", "sequence_output"),
            ),
        ),
    ],
)
def test_what_a_card_tells(handle: str, signature: str, known: KnownSignature) -> None:
    assert Cards().of(TFHUB + handle)[signature] == known


@pytest.mark.parametrize(
    "handle", ["google/nnlm-en-dim128/2", "google/elmo", "deepmind/biggan-128/2", "nothing"]
)
def test_of_other_models_no_card_was_read(handle: str) -> None:
    assert Cards().of(TFHUB + handle) == {}


def test_every_card_is_one_of_models_of_the_tf1_hub_format() -> None:
    lines = (DATA / "signatures.tsv").read_text(encoding="utf-8").splitlines()
    sources = {line.split("\t")[4] for line in lines if not line.startswith("#")} - {"source"}
    catalogue = Catalogue()
    for source in sources:
        owner, name = source.removeprefix("assets/docs/").removesuffix(".md").split("/models/")
        key = f"{owner}/{name}"
        assert catalogue.rows(key)[0].format == "tf1-hub"
        assert Cards().of(TFHUB + parse_handle(key).text)


def test_of_files_counts_what_all_variants_have_alike() -> None:
    default = Signature("default", (Tensor("x", "string"),), (Tensor("y", "float32"),))
    other = Signature("default", (Tensor("x", "int32"),), (Tensor("y", "float32"),))
    tokens = Signature("tokens", (), ())
    both = SavedModelInfo(
        "tf1-hub",
        (
            Variant(frozenset(), (default, tokens), ""),
            Variant(frozenset({"train"}), (other, tokens), ""),
        ),
        callable=False,
    )
    assert of_files(both) == {"tokens": KnownSignature({}, ())}
    assert of_files(SavedModelInfo("tf1-hub", (), callable=False)) == {}
