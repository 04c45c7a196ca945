"""What does one line that asks for a package say?"""

from __future__ import annotations

import pytest
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as PackagingRequirement
from packaging.specifiers import SpecifierSet

from hublint.facts.versions.requirements import (
    Requirement,
    RequirementError,
    Source,
    described,
    library_of,
    parse_requirement,
)
from hublint.model import Evidence, Span

SPAN = Span("requirements.txt", 3, 1, 3, 20)

FORMS = {
    "an exact pin": ("tensorflow==1.15.2", "tensorflow", "==1.15.2"),
    "a pin of a minor version": ("tensorflow==1.15", "tensorflow", "==1.15"),
    "a wildcard": ("tensorflow==1.15.*", "tensorflow", "==1.15.*"),
    "a compatible release": ("tensorflow~=2.1.0", "tensorflow", "~=2.1.0"),
    "an open lower bound": ("tensorflow>=1.11.0", "tensorflow", ">=1.11.0"),
    "a range": ("tensorflow>=2.10.0,<2.16.0", "tensorflow", ">=2.10.0,<2.16.0"),
    "the address of a wheel": (
        "https://example.org/cpu/tensorflow_cpu-2.4.0-cp37-cp37m-linux_x86_64.whl#sha256=00",
        "tensorflow",
        "==2.4.0",
    ),
    "a named wheel": (
        "tensorflow @ file:///wheels/tensorflow-1.15.0+nv-1-cp37-none-any.whl",
        "tensorflow",
        "==1.15.0+nv",
    ),
    "a pre-release": ("tensorflow==2.0.0-beta1", "tensorflow", "==2.0.0b1"),
    "an identity": ("tensorflow===2.4.1", "tensorflow", "==2.4.1"),
    "an extra of the distribution": ("tensorflow[and-cuda]==2.18.1", "tensorflow", "==2.18.1"),
    "no version": ("tensorflow", "tensorflow", ""),
    "blanks and brackets": ("  tensorflow ( >= 2.4 )", "tensorflow", ">=2.4"),
    "the GPU build": ("tensorflow-gpu==1.12.0", "tensorflow", "==1.12.0"),
    "Intel's build": ("intel-tensorflow==2.14.0", "tensorflow", "==2.14.0"),
    "a nightly": (
        "tf-nightly-gpu>=1.13.0.dev20190221",
        "tensorflow",
        ">=1.13.0.dev20190221",
    ),
    "SageMaker's build, numbered further": (
        "sagemaker-tensorflow==2.8.0.1.14.0",
        "tensorflow",
        "==2.8.0",
    ),
    "hub": ("tensorflow-hub==0.7.0", "tensorflow_hub", "==0.7.0"),
    "hub's nightly": ("tf-hub-nightly", "tensorflow_hub", ""),
    "an underscore and capitals": ("TensorFlow_Hub<0.16", "tensorflow_hub", "<0.16"),
    "tensorflow-text": ("tensorflow-text==2.11.*", "tensorflow_text", "==2.11.*"),
    "tf-keras": ("tf-keras~=2.16", "tf_keras", "~=2.16"),
    "keras": ("keras<3", "keras", "<3"),
    "setuptools": ("setuptools<82", "setuptools", "<82"),
    "protobuf": ("protobuf~=3.20.0", "protobuf", "~=3.20.0"),
    "Python itself": ("python>=3.8", "python", ">=3.8"),
}


@pytest.mark.parametrize(("text", "package", "specifier"), FORMS.values(), ids=FORMS)
def test_a_requirement_is_read_as_pip_reads_it(text: str, package: str, specifier: str) -> None:
    found = parse_requirement(text, SPAN)
    assert found is not None
    assert found.package == package
    assert found.specifier == specifier
    assert found.span == SPAN


OTHERS = {
    "another package": "numpy==1.19",
    "a plugin that brings no TensorFlow": "tensorflow-metal",
    "a package whose name only begins like one": "tensorflow-datasets>=4",
    "an address": "tensorflow @ git+https://example.org/tensorflow@v1.15.0",
    "no name": "./wheels/tensorflow.whl",
    "an empty line": "",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_says_nothing_of_the_libraries_is_passed_over(text: str) -> None:
    assert parse_requirement(text, SPAN) is None


DEAD = {
    "Python 2": 'tensorflow-hub>=0.7.0,<0.10; python_version < "3"',
    "a Python before 3.7": 'tensorflow==1.4; python_version <= "3.6"',
    "an extra that nobody names": 'tensorflow==1.4; extra == "tf1"',
    "two systems at once": 'keras; sys_platform == "linux" and os_name == "nt"',
}
ALIVE = {
    "a later Python": 'tensorflow==2.4; python_version >= "3.7"',
    "a bound within a minor version": 'tensorflow==2.4; python_full_version > "3.7.5"',
    "one system": 'tensorflow==2.4; sys_platform == "darwin" and platform_machine == "arm64"',
    "either of two": 'tensorflow==2.4; python_version < "3" or platform_system == "Linux"',
}


@pytest.mark.parametrize("text", DEAD.values(), ids=DEAD)
def test_a_marker_that_holds_nowhere_asks_for_nothing(text: str) -> None:
    assert parse_requirement(text, SPAN) is None


@pytest.mark.parametrize("text", ALIVE.values(), ids=ALIVE)
def test_a_marker_that_may_hold_is_kept(text: str) -> None:
    found = parse_requirement(text, SPAN)
    assert found is not None
    assert found.marker == text.partition("; ")[2]


@pytest.mark.parametrize("text", ["tensorflow=2.4", "tensorflow==1.15-gpu", "keras===nonsense"])
def test_a_malformed_requirement_on_a_library_is_an_error(text: str) -> None:
    with pytest.raises(RequirementError, match=f'"{text}" is no requirement'):
        parse_requirement(text, SPAN)


def test_a_malformed_requirement_on_another_package_is_nothing() -> None:
    assert parse_requirement("numpy=1.19", SPAN) is None


@pytest.mark.parametrize("spelling", ["tf-keras", "tf_keras", "TF.Keras"])
def test_a_distribution_is_known_in_every_spelling_of_its_name(spelling: str) -> None:
    found = library_of(spelling)
    assert found is not None
    assert found.library == "tf_keras"


SENTENCES = {
    "a pin": ("tensorflow==1.15.2", "pin", None, "requirements.txt pins tensorflow==1.15.2"),
    "a range": ("tensorflow<2", "pin", None, "requirements.txt pins tensorflow<2"),
    "an open bound": ("keras>=2", "pin", None, "requirements.txt asks for keras>=2"),
    "no version": ("keras", "pin", None, "requirements.txt asks for keras, any version"),
    "an extra": (
        "tensorflow-gpu==1.14",
        "pin",
        "tf",
        "requirements.txt pins tensorflow-gpu==1.14 (optional: tf)",
    ),
    "a lock": ("keras==2.3.1", "lock", None, "requirements.txt locks keras==2.3.1"),
    "a cell": (
        "tensorflow[and-cuda]==2.18.1",
        "code",
        None,
        "pip installs tensorflow[and-cuda]==2.18.1 here",
    ),
}


@pytest.mark.parametrize(("text", "source", "extra", "says"), SENTENCES.values(), ids=SENTENCES)
def test_the_evidence_reads_well(text: str, source, extra: str | None, says: str) -> None:
    found = parse_requirement(text, SPAN, source, extra)
    assert isinstance(found, Requirement)
    assert described(found).text == says
    assert described(found).span == SPAN


INSTALLATIONS: dict[str, tuple[Source, str]] = {
    "one of the project's own": ("installed", "keras==2.3.1 is installed in .venv"),
    "one that is named": ("named", "keras==2.3.1 is installed in .venv"),
    "one that is active": (
        "active",
        "keras==2.3.1 is installed in .venv, the active environment",
    ),
}


@pytest.mark.parametrize(("source", "says"), INSTALLATIONS.values(), ids=INSTALLATIONS)
def test_what_is_installed_stands_on_no_line(source: Source, says: str) -> None:
    found = parse_requirement("keras==2.3.1", Span(".venv", 1, 1, 1, 1), source)
    assert isinstance(found, Requirement)
    assert described(found) == Evidence(says)


VERSIONS = ["1.15", "2.0.0-beta1", "1!2.0", "1.0+cu11", "2.*", "2.1.dev0", "x", ".", "1..2", ""]
OPERATORS = ["==", "~=", "!=", "<", "<=", ">", ">=", "=", "=>", " == ", "==\t"]


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("end", ["", ",<3", " , != 2.3 ", ",", ",,<3", " <3"])
def test_names_and_versions_are_read_as_packaging_reads_them(
    operator: str, version: str, end: str
) -> None:
    text = f"tensorflow{operator}{version}{end}"
    try:
        expected = PackagingRequirement(text)
    except InvalidRequirement:
        with pytest.raises(RequirementError):
            parse_requirement(text, SPAN)
    else:
        found = parse_requirement(text, SPAN)
        assert found is not None
        assert SpecifierSet(found.specifier) == expected.specifier
