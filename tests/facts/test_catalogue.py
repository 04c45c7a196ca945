"""What the catalogue of public models says, and how it is built."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hublint.facts.models.catalogue import Catalogue, CatalogueRow, catalogue_source
from hublint.vocabulary import FACTS

BUILD = Path(__file__).parents[1] / "data" / "build_catalogue.py"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


ROWS = [
    (
        "a model in TF1 Hub format",
        "google/elmo/3",
        [CatalogueRow("google/elmo/3", "model", "tf1-hub", True, False, None, False)],
    ),
    (
        "a TF2 SavedModel that needs TF Text",
        "tensorflow/bert_en_uncased_preprocess/3",
        [
            CatalogueRow(
                "tensorflow/bert_en_uncased_preprocess/3",
                "model",
                "tf2-savedmodel",
                False,
                True,
                None,
                False,
            )
        ],
    ),
    (
        "a TF1 SavedModel",
        "google/spice/2",
        [
            CatalogueRow("google/spice/2", "model", "tf1-savedmodel", False, False, None, False),
        ],
    ),
    (
        "a model before the collection of the same name",
        "google/universal-sentence-encoder/1",
        [
            CatalogueRow(
                "google/universal-sentence-encoder/1", "model", "tf1-hub", True, False, None, False
            ),
            CatalogueRow(
                "google/universal-sentence-encoder/1",
                "collection",
                None,
                None,
                False,
                None,
                False,
            ),
        ],
    ),
    (
        "a model whose files were deleted",
        "silero/silero-stt/en/1",
        [
            CatalogueRow(
                "silero/silero-stt/en/1", "model", "tf2-savedmodel", False, False, None, True
            )
        ],
    ),
    (
        "a Coral model",
        "google/yamnet/classification/coral/1",
        [
            CatalogueRow(
                "google/yamnet/classification/coral/1",
                "coral",
                None,
                None,
                False,
                "google/yamnet/classification/1",
                False,
            )
        ],
    ),
    ("a version that never was", "google/elmo/9", []),
    ("a model without its version", "google/elmo", []),
]


@pytest.mark.parametrize(
    ("key", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_the_catalogue_knows(catalogue: Catalogue, key: str, expected: list[CatalogueRow]) -> None:
    assert list(catalogue.rows(key)) == expected


def all_rows(catalogue: Catalogue) -> list[CatalogueRow]:
    lines = (Path(__file__).parents[2] / "hublint/data/catalogue.tsv").read_text("utf-8")
    keys = [line.partition("\t")[0] for line in lines.splitlines()[4:]]
    return [row for key in dict.fromkeys(keys) for row in catalogue.rows(key)]


def test_every_row_of_the_catalogue_speaks_the_vocabulary(catalogue: Catalogue) -> None:
    rows = all_rows(catalogue)
    assert len(rows) == 2780
    assert {row.kind for row in rows} == set(FACTS["kind"].values)
    assert {row.format for row in rows if row.kind == "model"} == set(FACTS["format"].values)
    assert {row.format for row in rows if row.kind != "model"} == {None}


def test_no_handle_carries_an_entity_or_a_character_that_nobody_sees(catalogue: Catalogue) -> None:
    handles = [text for row in all_rows(catalogue) for text in (row.handle, row.parent or "")]
    assert [handle for handle in handles if not handle.isascii() or "&" in handle] == []


def test_every_handle_has_its_version(catalogue: Catalogue) -> None:
    rows = all_rows(catalogue)
    assert [row.handle for row in rows if not row.handle.rpartition("/")[2].isdecimal()] == []


def test_versions_are_in_the_order_of_numbers(catalogue: Catalogue) -> None:
    assert catalogue.versions("google/universal-sentence-encoder") == ("1", "2", "3", "4")
    assert catalogue.versions("google/no-such-model") == ()


SLIPS = [
    ("a letter too many", "google/elmmo", "google/elmo"),
    (
        "a hyphen for an underscore",
        "google/imagenet/inception_v3/feature-vector",
        "google/imagenet/inception_v3/feature_vector",
    ),
]


@pytest.mark.parametrize(
    ("name", "nearest"), [row[1:] for row in SLIPS], ids=[row[0] for row in SLIPS]
)
def test_a_slip_finds_the_name_that_was_meant(
    catalogue: Catalogue, name: str, nearest: str
) -> None:
    assert catalogue.nearest(name)[0] == nearest


def test_a_name_like_none_of_the_catalogue_has_no_nearest(catalogue: Catalogue) -> None:
    assert catalogue.nearest("zzz/qqq") == ()


def test_every_override_is_of_a_listed_model_and_keeps_its_listed_format(
    catalogue: Catalogue,
) -> None:
    lines = (Path(__file__).parents[2] / "hublint/data/catalogue_overrides.tsv").read_text("utf-8")
    handles = [line.partition("\t")[0] for line in lines.splitlines()[1:]]
    assert len(handles) == 8
    for handle in handles:
        override = catalogue.override(handle)
        assert override is not None
        assert catalogue.rows(handle)[0].format in override.formats
        assert set(override.formats) <= set(FACTS["format"].values)
        assert len(override.formats) > 1
        assert override.reason


def test_the_source_is_named_with_its_commit_and_date() -> None:
    source = catalogue_source()
    assert (source.repository, source.commit, source.date) == (
        "github.com/tensorflow/tfhub.dev",
        "81fdea8",
        "March 2024",
    )


def card(handle: str, **said: str) -> Mapping[str, str]:
    silent = dict.fromkeys(("format", "fine_tunable", "card_imports", "parent", "status"), "-")
    return {"handle": handle, "kind": "model", **silent, **said}


@pytest.fixture(scope="module")
def build() -> Mapping[str, Any]:
    return runpy.run_path(str(BUILD))


def test_the_build_sorts_and_drops_doubles(build: Mapping[str, Any]) -> None:
    cards = [card("b/m/1", format="tf1-hub"), card("a/m/1"), card("b/m/1", format="tf1-hub")]
    text = build["catalogue_text"](cards, "there", "abc", "May 2020")
    assert text.splitlines() == [
        "# repository\tthere",
        "# commit\tabc",
        "# date\tMay 2020",
        "handle\tkind\tformat\tfine_tunable\tneeds_text\tparent\tstatus",
        "a/m/1\tmodel\t-\t-\t-\t-\t-",
        "b/m/1\tmodel\ttf1-hub\t-\t-\t-\t-",
    ]


CLEANED = [
    ("an entity of no width goes", "vtab/&zwnj;sup-100/1", "vtab/sup-100/1"),
    ("the character itself goes", "vtab/\u200csup-100/1", "vtab/sup-100/1"),
    ("a plain handle stays", "google/elmo/3", "google/elmo/3"),
]


@pytest.mark.parametrize(
    ("handle", "clean"), [row[1:] for row in CLEANED], ids=[row[0] for row in CLEANED]
)
def test_the_build_cleans_handles(build: Mapping[str, Any], handle: str, clean: str) -> None:
    assert build["catalogue_row"](card(handle))[0] == clean


def test_the_build_keeps_of_the_imports_only_tensorflow_text(build: Mapping[str, Any]) -> None:
    assert build["catalogue_row"](card("a/m/1", card_imports="tensorflow_text"))[4] == "yes"
    assert build["catalogue_row"](card("a/m/1", card_imports="numpy,scann"))[4] == "-"


def test_the_build_refuses_a_word_that_it_does_not_know(build: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError, match="a/m/1: format can't be 'hub'"):
        build["catalogue_row"](card("a/m/1", format="hub"))
