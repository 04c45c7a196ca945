"""What do a local model's own files say? Its format, graph variants, signatures and `__call__`.

The numbers of the fields are those of saved_model.proto and meta_graph.proto in
tensorflow/core/protobuf; numbers of fields never change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from hublint.facts.models.saved_objects import Root, read_root
from hublint.facts.models.wire import (
    MalformedMessageError,
    Message,
    integer,
    parse_message,
    submessages,
    text,
    texts,
)
from hublint.files import disk

Format = Literal["tf1-hub", "tf2-savedmodel", "tf1-savedmodel"]

# The operation that looks words up in a table: its name stands in the graph as it is.
_LOOKUP = b"LookupTableFind"

# enum DataType of tensorflow/core/framework/types.proto, from 0.
_DTYPES = (
    "invalid", "float32", "float64", "int32", "uint8", "int16", "int8", "string", "complex64",
    "int64", "bool", "qint8", "quint8", "qint32", "bfloat16", "qint16", "quint16", "uint16",
    "complex128", "float16", "resource", "variant", "uint32", "uint64",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tensor:
    """An input or an output of a signature: its key, and its type as TensorFlow prints it."""

    name: str
    dtype: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature: inputs and outputs in the order of their names."""

    name: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A graph variant: the tags that select it, and its signatures in the order of their names."""

    tags: frozenset[str]
    signatures: tuple[Signature, ...]
    tensorflow: str


@dataclass(frozen=True, slots=True)
class SavedModelInfo:
    """What the files of one model say.

    `variants` is empty where only the format is known. `callable` is whether the object that
    TensorFlow loads has a `__call__` that was traced; None where the files leave it open.
    `root` is that object, None where it is none of TF2's; `has_tables` is whether the graph looks
    anything up in tables.
    """

    format: Format
    variants: tuple[Variant, ...]
    callable: bool | None
    root: Root | None = None
    has_tables: bool = False


class UnreadableModelError(ValueError):
    """A folder that is no model, or whose files can't be read; the message says which and why."""


def read_model_folder(folder: Path) -> SavedModelInfo:
    """Read the model in a folder; raises UnreadableModelError.

    A `tfhub_module.pb` makes it TF1 Hub format, whatever else is there: hub.load and hub.Module
    look for nothing but that file.
    """
    if not disk.is_file(folder / "tfhub_module.pb"):
        return _read_saved_model(folder)
    try:
        read = _read_saved_model(folder)
        return replace(read, format="tf1-hub", callable=False, root=None)
    except UnreadableModelError:
        return SavedModelInfo("tf1-hub", (), callable=False)


def _read_saved_model(folder: Path) -> SavedModelInfo:
    path = folder / "saved_model.pb"
    if not disk.is_file(path):
        raise UnreadableModelError("it holds neither tfhub_module.pb nor saved_model.pb")
    try:
        data = disk.read_bytes(path)
    except OSError as error:
        raise UnreadableModelError(f"saved_model.pb can't be read: {error.strerror}") from error
    try:
        return parse_saved_model(data)
    except MalformedMessageError as error:
        pointer = data.startswith(b"version https://git-lfs")
        reason = "it is a pointer of Git LFS" if pointer else str(error)
        raise UnreadableModelError(f"saved_model.pb can't be read: {reason}") from error


def parse_saved_model(data: bytes) -> SavedModelInfo:
    """Read the bytes of a saved_model.pb; raises MalformedMessageError.

    TensorFlow restores objects only from a single graph variant with an object graph; all else
    it loads as TF1 does, and the result has no `__call__`.
    """
    graphs = [parse_message(graph) for graph in submessages(parse_message(memoryview(data)), 2)]
    if not graphs:
        raise MalformedMessageError("it holds no graph")
    variants = tuple(_variant(graph) for graph in graphs)
    objects = submessages(graphs[0], 7)
    tables = _LOOKUP in data
    if len(graphs) == 1 and objects:
        root = read_root(objects[-1])
        return SavedModelInfo("tf2-savedmodel", variants, root.callable, root, tables)
    return SavedModelInfo("tf1-savedmodel", variants, callable=False, has_tables=tables)


def _variant(graph: Message) -> Variant:
    infos = [parse_message(info) for info in submessages(graph, 1)] or [{}]
    signatures = sorted(
        (_signature(entry) for entry in submessages(graph, 5)), key=lambda signature: signature.name
    )
    return Variant(
        tags=frozenset(texts(infos[-1], 4)),
        # TensorFlow hides its own: __saved_model_init_op, __saved_model_train_op.
        signatures=tuple(s for s in signatures if not s.name.startswith("__saved_model_")),
        tensorflow=text(infos[-1], 5),
    )


def _signature(entry: memoryview) -> Signature:
    pair = parse_message(entry)
    body = parse_message((submessages(pair, 2) or [memoryview(b"")])[-1])
    return Signature(text(pair, 1), _tensors(body, 1), _tensors(body, 2))


def _tensors(signature: Message, number: int) -> tuple[Tensor, ...]:
    pairs = [parse_message(entry) for entry in submessages(signature, number)]
    return tuple(sorted((_tensor(pair) for pair in pairs), key=lambda tensor: tensor.name))


def _tensor(pair: Message) -> Tensor:
    info = parse_message((submessages(pair, 2) or [memoryview(b"")])[-1])
    dtype = integer(info, 2)
    return Tensor(text(pair, 1), _DTYPES[dtype] if dtype < len(_DTYPES) else "unknown")
