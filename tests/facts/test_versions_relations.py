"""What does one library's version say of another that nothing pins?"""

from __future__ import annotations

import pytest
from packaging.specifiers import SpecifierSet

from hublint.facts.versions.relations import Relation, relations
from hublint.facts.versions.releases import admitted, known_releases
from hublint.facts.versions.requirements import parse_requirement
from hublint.facts.versions.running import LIBRARIES, version_facts
from hublint.model import Fact, Span, VersionRange


def facts_with(*pins: str) -> dict[str, Fact]:
    span = Span("requirements.txt", 1, 1, 1, 9)
    parsed = (parse_requirement(text, span) for text in pins)
    return version_facts([one for one in parsed if one], {})


# pins, the library that they say something of, its releases, and how sure that is
IMPLIED = {
    "TensorFlow 2.15 comes with Keras 2.15": (
        ["tensorflow==2.15.1"], "keras", {"2.15.0"}, "proven"
    ),
    "TensorFlow 2.1 has its Keras 2 inside": (
        ["tensorflow~=2.1.0"], "keras", ">=2,<3", "proven"
    ),
    "TensorFlow 2.16 and later comes with Keras 3": (
        ["tensorflow>=2.16,<2.19"], "keras", ">=3", "proven"
    ),
    "an assumed TensorFlow implies nothing more certain": (
        ["tensorflow>=2.16"], "keras", ">=3", "assumed"
    ),
    "beside TensorFlow 1.15 pip installs tensorflow_hub 0.16.0": (
        ["tensorflow==1.15.2"], "tensorflow_hub", {"0.16.0"}, "assumed"
    ),
    "beside TensorFlow 1.14 only tensorflow_hub before 0.10 is importable": (
        ["tensorflow-gpu==1.14"], "tensorflow_hub", {"0.9.0"}, "assumed"
    ),
    "an open pin narrows what is implied": (
        ["tensorflow==1.15.2", "tensorflow-hub>=0.7,!=0.16.0"],
        "tensorflow_hub", {"0.15.0"}, "assumed",
    ),
    "a pin of its own is not overruled": (
        ["tensorflow==1.15.2", "tensorflow-hub==0.7.0"], "tensorflow_hub", {"0.7.0"}, "proven"
    ),
    "an open pin that contradicts what is implied means the newest": (
        ["tensorflow==1.14", "tensorflow-hub>=0.16.1"], "tensorflow_hub", {"0.16.1"}, "assumed"
    ),
    "beside TensorFlow 2.16 and later only tensorflow_hub 0.16 is importable": (
        ["tensorflow==2.18.1"], "tensorflow_hub", {"0.16.0", "0.16.1"}, "proven"
    ),
    "TensorFlow 2.15 leaves tensorflow_hub to pip": (
        ["tensorflow==2.15.1"], "tensorflow_hub", {"0.16.1"}, "assumed"
    ),
    "tensorflow-text brings its TensorFlow": (
        ["tensorflow-text==2.11.*"], "tensorflow", "==2.11.*", "proven"
    ),
    "tensorflow-text brings its TensorFlow, and that its Keras": (
        ["tensorflow-text==2.11.*"], "keras", {"2.11.0"}, "proven"
    ),
    "tf-keras brings its TensorFlow": (["tf-keras==2.18.0"], "tensorflow", "==2.18.*", "proven"),
    "Keras 2.11 means its TensorFlow": (["keras==2.11.0"], "tensorflow", {"2.11.1"}, "assumed"),
    "an old Keras means an old TensorFlow": (["keras==2.3.1"], "tensorflow", {"2.5.3"}, "assumed"),
    "Python 3.7 has TensorFlow 2.11 at most": (
        ["python==3.7.*"], "tensorflow", {"2.11.0"}, "assumed"
    ),
    "TensorFlow 1.15 runs on Python 3.7 at most": (
        ["tensorflow==1.15.2"], "python", {"3.6", "3.7"}, "proven"
    ),
    "the wheels of TensorFlow 2.11.0 end at Python 3.10": (
        ["tensorflow==2.11.0"], "python", {"3.7", "3.8", "3.9", "3.10"}, "assumed"
    ),
    "those of TensorFlow 2.15 begin at Python 3.9": (
        ["tensorflow==2.15.1"], "python", {"3.9", "3.10", "3.11"}, "assumed"
    ),
    "of pins on both sides of a bound, the wider one holds": (
        ["tensorflow>=2.15,<2.18"], "python", {f"3.{minor}" for minor in range(6, 13)}, "assumed"
    ),
    "a Python that is asked for narrows what has wheels": (
        ["tensorflow==2.11.0", "python>=3.8"], "python", {"3.8", "3.9", "3.10"}, "assumed"
    ),
    "without a pin Python is one that the newest TensorFlow has wheels for": (
        ["python>=3.8"], "python", {"3.10", "3.11", "3.12", "3.13"}, "assumed"
    ),
    "a Python that TensorFlow has no wheels for is still the one that is asked for": (
        ["tensorflow==2.11.0", "python==3.12.*"], "python", {"3.12"}, "proven"
    ),
    "beside TensorFlow 2.11 pip installs the last tf-keras that asks for none": (
        ["tensorflow==2.11.0"], "tf_keras", {"2.15.0"}, "assumed"
    ),
    "TensorFlow 1.14 has the first tensorflow-text": (
        ["tensorflow==1.14.0"], "tensorflow_text", {"0.1.0"}, "assumed"
    ),
    "TensorFlow 2.18 has a tf-keras": (["tensorflow==2.18.1"], "tf_keras", {"2.18.0"}, "assumed"),
    "pins that contradict each other imply the Keras of either": (
        ["tensorflow==2.14.0", "tensorflow==2.15.0"], "keras", {"2.14.0", "2.15.0"}, "proven"
    ),
    "beside TensorFlow 2.11 pip installs a protobuf before 3.20": (
        ["tensorflow==2.11.0"], "protobuf", {"3.19.6"}, "assumed"
    ),
    "beside TensorFlow 2.12 pip installs the newest protobuf 4": (
        ["tensorflow==2.12.1"], "protobuf", {"4.25.9"}, "assumed"
    ),
    "a pin narrows the protobuf that TensorFlow asks for": (
        ["tensorflow==2.12.1", "protobuf!=4.*"], "protobuf", {"3.20.3"}, "assumed"
    ),
    "beside TensorFlow 2.4, which runs on Python 3.8 at most, the last protobuf for that": (
        ["tensorflow==2.4.4"], "protobuf", {"5.29.6"}, "assumed"
    ),
    "beside TensorFlow 1.15, which runs on Python 3.7 at most, the last protobuf for that": (
        ["tensorflow==1.15.5"], "protobuf", {"4.24.4"}, "assumed"
    ),
    "pins of TensorFlow on both sides of a bound imply nothing": (
        ["tensorflow==1.15.2", "tensorflow==2.18.1"], "tensorflow_hub", {"0.16.1"}, "assumed"
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("pins", "library", "expected", "certainty"), IMPLIED.values(), ids=IMPLIED
)
def test_pins_say_something_of_other_libraries(
    pins: list[str], library: str, expected: set[str] | str, certainty: str
) -> None:
    fact = facts_with(*pins)[library]
    assert isinstance(fact.value, VersionRange)
    if isinstance(expected, str):
        expected = set(admitted(library, expected)) & set(known_releases()[library])
    assert fact.value.releases == expected
    assert fact.certainty == certainty


# pins, and a library of which no release fits them
NONE = {
    "tf-keras on Python 3.7": (["python==3.7.*"], "tf_keras", "tf-keras needs Python 3.8"),
    "tf-keras beside TensorFlow 1": (
        ["tensorflow==1.15.5"],
        "tf_keras",
        "tf-keras needs Python 3.8",
    ),
    "tensorflow-text beside TensorFlow 1.13": (
        ["tensorflow==1.13.1"],
        "tensorflow_text",
        "tensorflow-text needs TensorFlow 1.14",
    ),
}


@pytest.mark.parametrize(("pins", "library", "reason"), NONE.values(), ids=NONE)
def test_where_no_release_fits_none_is_assumed(pins: list[str], library: str, reason: str) -> None:
    fact = facts_with(*pins)[library]
    assert (fact.value, fact.missing) == (None, reason)


def test_what_is_asked_for_all_the_same_is_taken_at_its_word() -> None:
    fact = facts_with("tensorflow==1.15.5", "tf-keras>=2.15,<2.16")["tf_keras"]
    assert isinstance(fact.value, VersionRange)
    assert fact.value.text == ">=2.15,<2.16"


def test_the_evidence_names_the_pin_and_the_reason() -> None:
    why = facts_with("tensorflow==2.15.1")["keras"].why
    assert [one.text for one in why] == [
        "requirements.txt pins tensorflow==2.15.1",
        "TensorFlow 2.6 to 2.15 requires the Keras of its own minor version: keras==2.15.*",
    ]


def test_a_bound_that_the_implied_one_implies_is_not_told() -> None:
    fact = facts_with("tensorflow==2.18.1", "tensorflow-hub>=0.12,<1.0")["tensorflow_hub"]
    assert [one.text for one in fact.why] == [
        "requirements.txt asks for tensorflow-hub>=0.12,<1.0",
        "requirements.txt pins tensorflow==2.18.1",
        "tensorflow_hub before 0.16 can't be imported with TensorFlow 2.16 and later: "
        "tensorflow_hub>=0.16,<1.0",
    ]


def test_the_evidence_says_what_is_assumed() -> None:
    why = facts_with("tensorflow==1.15.2", "tensorflow-hub")["tensorflow_hub"].why
    assert [one.text for one in why] == [
        "requirements.txt asks for tensorflow-hub, any version",
        "requirements.txt pins tensorflow==1.15.2",
        "tensorflow_hub 0.16.1 requires tf-keras, which no Python has that TensorFlow before 2.2 "
        "has wheels for: tensorflow_hub==0.16.0 is assumed",
    ]


@pytest.mark.parametrize(
    "relation", relations(), ids=lambda one: f"{one.given} {one.range} to {one.library}"
)
def test_each_relation_is_well_formed_and_has_its_source(relation: Relation) -> None:
    assert {relation.given, relation.library} <= set(LIBRARIES)
    assert relation.given != relation.library
    assert relation.takes in ("all", "any", "newest", "none")
    assert bool(relation.implies) is (relation.takes != "none")
    assert relation.reason
    assert relation.source
    SpecifierSet(relation.implies.replace("{minor}", "2.15"))
    within = admitted(relation.given, relation.range) & set(known_releases()[relation.given])
    assert within, "no known release is in the given range"
