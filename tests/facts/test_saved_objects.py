"""What the object takes, gives and has that TensorFlow loads from a TF2 SavedModel."""

from __future__ import annotations

from pathlib import Path

import pytest

from hublint.facts.hub.asked_object import attribute_facts, keyword_facts, parameters, root_facts
from hublint.facts.models.saved_model import read_model_folder
from hublint.facts.models.saved_objects import read_root
from hublint.facts.models.wire import MalformedMessageError
from hublint.model import Fact, Row

MODELS = Path(__file__).parents[1] / "lab" / "readable"


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("full", {"has_weights": True, "takes_training": True, "gives": "tensor"}),
        ("encoder", {"has_weights": True, "takes_training": True, "gives": "dict"}),
        ("sentences", {"has_weights": True, "takes_training": False, "gives": "tensor"}),
        ("bare", {"has_weights": False, "takes_training": False, "gives": "tensor"}),
        ("keras_frozen", {"has_weights": False, "takes_training": True, "gives": "tensor"}),
        ("signature_only", {"has_weights": False, "callable": False}),
        ("text", {}),
        ("plain", {}),
    ],
)
def test_the_object_of_a_model_on_this_disk(name: str, facts: dict[str, object]) -> None:
    found = root_facts(name, read_model_folder(MODELS / name))
    assert {word: fact.value for word, fact in found.items()} == facts


def _row(event: str, **facts: str) -> Row:
    words = {"event": event, "api": "load", "handle": "m", **facts}
    return {word: Fact(value) for word, value in words.items()}


@pytest.mark.parametrize(
    ("name", "keyword", "takes"),
    [("full", "training", True), ("bare", "training", False), ("full", "signature", False)],
)
def test_a_call_takes_the_keywords_of_its_function(name: str, keyword: str, takes: bool) -> None:
    row = _row("called")
    known = parameters(row, read_model_folder(MODELS / name), {})
    assert keyword_facts(row, {keyword}, known)["takes_keywords"].value is takes


def test_of_a_call_that_nobody_knows_nothing_is_said() -> None:
    row = _row("called")
    assert keyword_facts(row, {"training"}, parameters(row, None, {})) == {}


@pytest.mark.parametrize(("name", "has"), [("full", True), ("bare", False)])
def test_an_attribute_is_there_if_it_was_saved(name: str, has: bool) -> None:
    row = _row("attribute-read", attribute="trainable_variables")
    facts = attribute_facts(row, read_model_folder(MODELS / name))
    assert facts["has_attribute"].value is has


def test_an_object_graph_without_objects_leaves_it_open() -> None:
    assert read_root(memoryview(b"")).callable is None


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(MalformedMessageError):
        read_root(memoryview(b"\xff"))
