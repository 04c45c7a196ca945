"""What does this handle name? A model of tfhub.dev or of Kaggle, an address, or a local folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Place = Literal["tfhub", "kaggle", "web", "bucket", "local"]

# The last one is the mirror that tensorflow_hub's own resolver knows.
_TFHUB_HOSTS = frozenset(
    {"tfhub.dev", "www.tfhub.dev", "alpha.tfhub.dev", "hub.tensorflow.google.cn"}
)
_KAGGLE_HOSTS = frozenset({"kaggle.com", "www.kaggle.com"})
# The bucket behind tfhub.dev: <name>/<version>.tar.gz and <name>/<version>/uncompressed.
_TFHUB_BUCKET = "tfhub-modules"
# tfhub.dev puts this segment after the owner where the address is not that of a model.
_TFHUB_KINDS = {
    "lite-model": "tflite",
    "tfjs-model": "tfjs",
    "coral-model": "coral",
    "collections": "collection",
}


@dataclass(frozen=True, slots=True)
class Handle:
    """A handle, taken apart.

    `text` is the handle as it was written. `name` is the owner and the model (`google/elmo`) at
    tfhub.dev and Kaggle, elsewhere the address or the path. `kind` is a word of the vocabulary
    where the address itself says it; `framework` and `variation` are Kaggle's. `path` is where
    to look on this machine's disk, None for an address.
    """

    text: str
    place: Place
    name: str
    version: str | None = None
    kind: str | None = None
    framework: str | None = None
    variation: str | None = None
    path: str | None = None

    @property
    def key(self) -> str:
        """Owner, model and version, as the catalogue of tfhub.dev spells them."""
        return f"{self.name}/{self.version}" if self.version else self.name


def parse_handle(text: str) -> Handle:
    """Take a handle apart; every text is some handle, so nothing is raised."""
    scheme, separator, rest = text.partition("://")
    if not separator:
        return _local(text, text)
    scheme = scheme.lower()
    if scheme == "file":
        return _local(text, rest)
    address = rest.partition("?")[0].partition("#")[0]
    host, *segments = [segment for segment in address.split("/") if segment] or [""]
    if scheme in ("http", "https"):
        return _web(text, host.lower(), segments)
    if scheme == "gs" and host == _TFHUB_BUCKET:
        return _tfhub(text, _unpacked(segments))
    return Handle(text, "bucket", address.rstrip("/"))


def _web(text: str, host: str, segments: Sequence[str]) -> Handle:
    if host in _TFHUB_HOSTS:
        return _tfhub(text, segments)
    if host in _KAGGLE_HOSTS and "models" in segments:
        return _kaggle(text, segments[segments.index("models") + 1 :])
    if host == "storage.googleapis.com" and segments[:1] == [_TFHUB_BUCKET]:
        return _tfhub(text, _unpacked(segments[1:]))
    return Handle(text, "web", "/".join([host, *segments]))


def _unpacked(segments: Sequence[str]) -> Sequence[str]:
    """The segments of a model, from those of its archive or of its files in the bucket."""
    if segments[-1:] == ["uncompressed"]:
        return segments[:-1]
    return [*segments[:-1], *(segment.removesuffix(".tar.gz") for segment in segments[-1:])]


def _tfhub(text: str, segments: Sequence[str]) -> Handle:
    kind = _TFHUB_KINDS.get(segments[1]) if len(segments) > 2 else None
    if kind:
        segments = [segments[0], *segments[2:]]
    if len(segments) > 2 and _is_version(segments[-1]):
        return Handle(text, "tfhub", "/".join(segments[:-1]), segments[-1], kind)
    return Handle(text, "tfhub", "/".join(segments), None, kind)


def _kaggle(text: str, segments: Sequence[str], path: str | None = None) -> Handle:
    """Read owner/model/framework/variation/version, the last three perhaps with their titles."""
    if segments[2:3] == ["frameworks"]:
        segments = [*segments[:2], *segments[3:4], *segments[5:6], *segments[7:8]]
    framework, variation, version = (*segments[2:5], None, None, None)[:3]
    version = version if version and _is_version(version) else None
    return Handle(text, "kaggle", "/".join(segments[:2]), version, None, framework, variation, path)


def _local(text: str, path: str) -> Handle:
    segments = [segment for segment in path.replace("\\", "/").split("/") if segment]
    for index, pair in enumerate(pairwise(segments)):
        if pair == ("kagglehub", "models"):
            return _kaggle(text, segments[index + 2 :], path)
    # A Kaggle notebook mounts a model without its owner; a data set stands in the same folder.
    if segments[:2] == ["kaggle", "input"] and len(segments) == 6 and _is_version(segments[5]):
        return _kaggle(text, ["", *segments[2:]], path)
    return Handle(text, "local", path, path=path)


def _is_version(segment: str) -> bool:
    return segment.isascii() and segment.isdecimal()
