"""What a local model's own files say: models that TensorFlow 2.15 wrote, and broken ones.

What TensorFlow itself says of the same models (whether what hub.load gives is callable, and its
signatures) was printed by data/build_models.py when it wrote them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.facts.models.saved_model import (
    SavedModelInfo,
    Signature,
    Tensor,
    UnreadableModelError,
    parse_saved_model,
    read_model_folder,
)
from hublint.facts.models.wire import MalformedMessageError, parse_message

MODELS = Path(__file__).parents[1] / "data" / "models"


def saved_model(name: str) -> bytes:
    return (MODELS / name / "saved_model.pb").read_bytes()


WRITTEN = [
    ("a tf.Module with a traced __call__", "tf2_callable", "tf2-savedmodel", True),
    ("a tf.Module with signatures alone", "tf2_signature_only", "tf2-savedmodel", False),
    ("a __call__ of a part, not of the root", "tf2_callable_inside", "tf2-savedmodel", False),
    ("a __call__ that was never traced", "tf2_untraced", "tf2-savedmodel", None),
    ("simple_save in graph mode", "tf1_savedmodel", "tf1-savedmodel", False),
    ("a module that TF1 Hub exported", "tf1_hub", "tf1-hub", False),
]


@pytest.mark.parametrize(
    ("name", "format_", "callable_"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN]
)
def test_the_format_and_the_call_are_those_of(
    name: str, format_: str, callable_: bool | None
) -> None:
    model = read_model_folder(MODELS / name)
    assert (model.format, model.callable) == (format_, callable_)


def variants(model: SavedModelInfo) -> list[tuple[set[str], list[str]]]:
    return [
        (set(variant.tags), [signature.name for signature in variant.signatures])
        for variant in model.variants
    ]


NAMES = [
    ("tf1_hub", [(set(), ["default", "words"]), ({"train"}, ["default", "words"])]),
    ("tf1_savedmodel", [({"serve"}, ["serving_default"])]),
    ("tf2_callable", [({"serve"}, ["serving_default"])]),
    ("tf2_signature_only", [({"serve"}, ["embed"])]),
    ("tf2_untraced", [({"serve"}, [])]),
]


@pytest.mark.parametrize(("name", "expected"), NAMES, ids=[row[0] for row in NAMES])
def test_the_variants_and_their_signatures_are_those_of(
    name: str, expected: list[tuple[set[str], list[str]]]
) -> None:
    assert variants(read_model_folder(MODELS / name)) == expected


def test_a_signature_has_its_inputs_and_outputs_with_their_types() -> None:
    [variant] = read_model_folder(MODELS / "tf2_signature_only").variants
    assert variant.signatures == (
        Signature(
            "embed",
            inputs=(Tensor("ids", "int64"), Tensor("x", "float32")),
            outputs=(Tensor("ids", "int64"), Tensor("y", "float32")),
        ),
    )
    words = read_model_folder(MODELS / "tf1_hub").variants[0].signatures[1]
    assert words == Signature("words", (Tensor("word", "string"),), (Tensor("length", "int32"),))


def test_a_variant_names_the_tensorflow_that_wrote_it() -> None:
    assert read_model_folder(MODELS / "tf2_callable").variants[0].tensorflow == "2.15.1"


# --- the same, written by hand: a message is its fields, one after the other


def varint(value: int) -> bytes:
    low = value & 0x7F
    return bytes([low]) if value < 0x80 else bytes([low | 0x80]) + varint(value >> 7)


def field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def object_graph(*nodes: bytes) -> bytes:
    return field(7, b"".join(field(1, node) for node in nodes))


def child(node: int, name: str) -> bytes:
    return field(1, field(1, node) + field(2, name))


TRACED = field(6, field(1, "__inference_call_7"))
BY_HAND = [
    ("a traced function", object_graph(child(1, "__call__"), TRACED), True),
    ("a concrete function", object_graph(child(1, "__call__"), field(8, b"")), True),
    ("a function without traces", object_graph(child(1, "__call__"), field(6, b"")), None),
    ("an object that is no function", object_graph(child(1, "__call__"), field(4, b"")), None),
    ("an object that is not there", object_graph(child(9, "__call__"), TRACED), None),
    ("no child of that name", object_graph(child(1, "call"), TRACED), False),
    ("no object at all", object_graph(), None),
]


@pytest.mark.parametrize(
    ("graph", "expected"), [row[1:] for row in BY_HAND], ids=[row[0] for row in BY_HAND]
)
def test_the_call_of_the_root_is(graph: bytes, expected: bool | None) -> None:
    model = parse_saved_model(field(1, 1) + field(2, graph))
    assert (model.format, model.callable) == ("tf2-savedmodel", expected)


def test_two_variants_are_tf1_even_with_an_object_graph() -> None:
    graph = field(2, object_graph(child(1, "__call__"), TRACED))
    model = parse_saved_model(graph + graph)
    assert (model.format, model.callable) == ("tf1-savedmodel", False)


def test_the_graph_itself_is_stepped_over_unread() -> None:
    """graph_def, the megabytes of a model, may hold anything."""
    garbage = field(2, b"\xff" * 1000)
    info = field(1, field(4, "serve"))
    assert variants(parse_saved_model(field(2, info + garbage))) == [({"serve"}, [])]


@pytest.mark.parametrize(
    ("operation", "looks_up"), [("LookupTableFindV2", True), ("GatherV2", False)]
)
def test_a_graph_that_looks_words_up_in_tables_says_so(operation: str, looks_up: bool) -> None:
    node = field(1, field(1, "a") + field(2, operation))
    assert parse_saved_model(field(2, field(2, node))).has_tables is looks_up


def test_signatures_that_tensorflow_hides_are_hidden() -> None:
    named = [field(5, field(1, name) + field(2, b"")) for name in ("__saved_model_init_op", "a")]
    assert variants(parse_saved_model(field(2, b"".join(named)))) == [(set(), ["a"])]


def test_a_type_of_a_later_tensorflow_is_unknown() -> None:
    inputs = field(1, field(1, "x") + field(2, field(2, 999)))
    graph = field(5, field(1, "s") + field(2, inputs))
    [variant] = parse_saved_model(field(2, graph)).variants
    assert variant.signatures[0].inputs == (Tensor("x", "unknown"),)


MALFORMED = [
    ("nothing", b""),
    ("a number that does not end", b"\x80"),
    ("a number of more than ten bytes", b"\x08" + b"\x80" * 10 + b"\x00"),
    ("a field that is longer than the file", b"\x12\x7f\x00"),
    ("a field with the number 0", b"\x00\x00"),
    ("a group, which protobuf has given up", b"\x13\x14"),
    ("a text", b"not a model"),
    ("a message without graphs", field(1, 1)),
]


@pytest.mark.parametrize("data", [row[1] for row in MALFORMED], ids=[row[0] for row in MALFORMED])
def test_no_saved_model_is(data: bytes) -> None:
    with pytest.raises(MalformedMessageError):
        parse_saved_model(data)


def test_numbers_of_a_fixed_size_are_read() -> None:
    data = varint(1 << 3 | 5) + (7).to_bytes(4, "little") + varint(2 << 3 | 1) + b"\x08" + bytes(7)
    assert parse_message(memoryview(data)) == {1: [7], 2: [8]}


# --- folders


def test_a_folder_without_a_model_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableModelError, match=r"neither tfhub_module\.pb nor saved_model\.pb"):
        read_model_folder(tmp_path)


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").write_bytes(saved_model("tf2_callable")[:-1])
    with pytest.raises(UnreadableModelError, match=r"saved_model\.pb can't be read: a field is"):
        read_model_folder(tmp_path)


def test_a_pointer_of_git_lfs_says_so(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").write_text("version https://git-lfs.github.com/spec/v1\n")
    with pytest.raises(UnreadableModelError, match="pointer of Git LFS"):
        read_model_folder(tmp_path)


def test_a_folder_of_the_models_name_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").mkdir()
    with pytest.raises(UnreadableModelError):
        read_model_folder(tmp_path)


def test_tfhub_module_pb_alone_makes_it_tf1_hub(tmp_path: Path) -> None:
    shutil.copy(MODELS / "tf1_hub" / "tfhub_module.pb", tmp_path)
    assert read_model_folder(tmp_path) == SavedModelInfo("tf1-hub", (), callable=False)


# --- anything at all


@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


MESSAGES = st.recursive(
    st.binary(max_size=20) | st.just(b"__call__"),
    lambda inner: st.lists(
        st.builds(field, st.integers(1, 9), inner | st.integers(0, 2**64 - 1)), max_size=6
    ).map(b"".join),
    max_leaves=30,
)


@given(MESSAGES)
def test_messages_of_any_shape_are_read_or_refused(graph: bytes) -> None:
    read_or_refuse(field(2, graph))


@pytest.mark.parametrize("name", ["tf2_callable", "tf1_hub"])
@given(data=st.data())
def test_a_model_with_changed_bytes_is_read_or_refused(name: str, data: st.DataObject) -> None:
    model = bytearray(saved_model(name))
    for _ in range(data.draw(st.integers(1, 4))):
        model[data.draw(st.integers(0, len(model) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(model[: data.draw(st.integers(0, len(model)))]))


def read_or_refuse(data: bytes) -> None:
    try:
        model = parse_saved_model(data)
    except MalformedMessageError:
        return
    assert model.variants
    # No step without bytes: what is read can't be more than what is there.
    assert sum(len(variant.signatures) + 1 for variant in model.variants) <= len(data)
