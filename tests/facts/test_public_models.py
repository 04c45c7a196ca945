"""The catalogue leads from the handle that is written to one that could be meant."""

from __future__ import annotations

import pytest

from hublint.facts.models.catalogue import Catalogue
from hublint.facts.models.public_models import PublicModels

MODELS = PublicModels(Catalogue())
TFHUB = "https://tfhub.dev/"


@pytest.mark.parametrize(
    ("handle", "other"),
    [
        ("google/nnlm-en-dim128/1", "google/nnlm-en-dim128/2"),
        (
            "google/imagenet/inception_v3/feature_vector/3",
            "google/imagenet/inception_v3/feature_vector/5",
        ),
        ("google/elmo/3", None),
        ("google/elmo", None),
        ("nobody/knows/1", None),
    ],
)
def test_the_tf2_version_of_a_model(handle: str, other: str | None) -> None:
    assert MODELS.tf2_version(TFHUB + handle) == (TFHUB + other if other else None)


@pytest.mark.parametrize(
    ("handle", "version"),
    [("google/elmo", "3"), ("google/elmo/", "3"), ("google/elmo/2", None), ("nobody/knows", None)],
)
def test_the_newest_version_of_a_model(handle: str, version: str | None) -> None:
    assert MODELS.newest_version(TFHUB + handle) == version


@pytest.mark.parametrize(
    ("handle", "other"),
    [
        ("google/universal-sentance-encoder/4", "google/universal-sentence-encoder/4"),
        ("google/elmmo/3", "google/elmo/3"),
        ("google/elmmo/9", None),
        ("quite/another/1", None),
    ],
)
def test_the_only_model_of_a_name_like_this(handle: str, other: str | None) -> None:
    assert MODELS.nearest_handle(TFHUB + handle) == (TFHUB + other if other else None)


@pytest.mark.parametrize("handle", ["./models/elmo", "gs://bucket/elmo/3", "https://x.org/elmo/3"])
def test_of_what_is_no_public_model_nothing_is_known(handle: str) -> None:
    asked = (MODELS.tf2_version, MODELS.newest_version, MODELS.nearest_handle)
    assert [ask(handle) for ask in asked] == [None, None, None]
