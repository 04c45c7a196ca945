"""Which fields does this protobuf message hold? The wire format, without the messages' schemas.

The protobuf library would need TensorFlow's generated schemas, and would parse the whole graph
of a model where its signatures are wanted; here a field that nobody asks for is stepped over.
"""

from __future__ import annotations

from collections.abc import Mapping

Value = int | memoryview
Message = Mapping[int, list[Value]]

_MAX_VARINT_BYTES = 10
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class MalformedMessageError(ValueError):
    """The bytes are no protobuf message."""


def parse_message(data: memoryview) -> Message:
    """Give the values of every field by its number, in their order; bytes stay views of `data`.

    Takes as many steps as there are fields. Raises MalformedMessageError.
    """
    message: dict[int, list[Value]] = {}
    position, end = 0, len(data)
    while position < end:
        key, position = _varint(data, position)
        number, wire_type = key >> 3, key & 7
        if number == 0:
            raise MalformedMessageError("a field has the number 0")
        value, position = _value(data, position, wire_type)
        message.setdefault(number, []).append(value)
    return message


def submessages(message: Message, number: int) -> list[memoryview]:
    """Give the values of a field that holds messages, texts or bytes."""
    return [value for value in message.get(number, ()) if isinstance(value, memoryview)]


def texts(message: Message, number: int) -> list[str]:
    """Give the values of a field that holds texts; bytes that are no UTF-8 are replaced."""
    return [str(value, "utf-8", "replace") for value in submessages(message, number)]


def text(message: Message, number: int) -> str:
    """Give the value of a field that holds one text, empty where it is absent."""
    return (texts(message, number) or [""])[-1]


def integer(message: Message, number: int) -> int:
    """Give the value of a field that holds one number, 0 where it is absent."""
    return ([value for value in message.get(number, ()) if isinstance(value, int)] or [0])[-1]


def _value(data: memoryview, position: int, wire_type: int) -> tuple[Value, int]:
    if wire_type == _VARINT:
        return _varint(data, position)
    if wire_type == _BYTES:
        size, position = _varint(data, position)
    elif wire_type in (_FIXED32, _FIXED64):
        size = 4 if wire_type == _FIXED32 else 8
    else:
        raise MalformedMessageError(f"wire type {wire_type} is not in use")
    end = position + size
    if end > len(data):
        raise MalformedMessageError("a field is longer than its message")
    view = data[position:end]
    return (view if wire_type == _BYTES else int.from_bytes(view, "little")), end


def _varint(data: memoryview, position: int) -> tuple[int, int]:
    result = 0
    for shift, byte in enumerate(data[position : position + _MAX_VARINT_BYTES]):
        result |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            return result, position + shift + 1
    raise MalformedMessageError("a number does not end")
