"""Which inputs and outputs have a model's signatures? Its own files, or the card, say so.

What the cards of the most used models of the TF1 Hub format say is data/signatures.tsv.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from hublint.facts.models.handles import parse_handle
from hublint.facts.models.saved_model import SavedModelInfo

DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True, slots=True)
class KnownSignature:
    """The names of a signature's inputs, with their types where known, and of its outputs."""

    inputs: Mapping[str, str]
    outputs: tuple[str, ...]


Signatures = Mapping[str, KnownSignature]


class Cards:
    """The signatures of public models, as their cards tell them."""

    def of(self, handle: str) -> Signatures:
        """The signatures of a handle's model; empty where no card was read."""
        key = parse_handle(handle).key
        return {
            signature: known
            for pattern, signature, known in self._lines
            if fnmatchcase(key, pattern)
        }

    @cached_property
    def _lines(self) -> tuple[tuple[str, str, KnownSignature], ...]:
        text = (DATA / "signatures.tsv").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        return tuple(_line(line) for line in lines[1:])


def of_files(model: SavedModelInfo) -> Signatures:
    """The signatures that all graph variants of a model on this disk have alike."""
    found: list[dict[str, KnownSignature]] = [
        {
            one.name: KnownSignature(
                {tensor.name: tensor.dtype for tensor in one.inputs},
                tuple(tensor.name for tensor in one.outputs),
            )
            for one in variant.signatures
        }
        for variant in model.variants
    ]
    first = found[0] if found else {}
    return {name: one for name, one in first.items() if all(one == x.get(name) for x in found)}


def _line(line: str) -> tuple[str, str, KnownSignature]:
    pattern, signature, inputs, outputs, _ = line.split("\t")
    pairs = (item.split(":") for item in inputs.split())
    return pattern, signature, KnownSignature(dict(pairs), tuple(outputs.split()))
