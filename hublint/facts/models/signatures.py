"""Which inputs and outputs have a model's signatures? Its own files, or the card, say so.

What the cards of the most used models of the TF1 Hub format say is data/signatures.tsv.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from hublint.facts.models.handles import parse_handle
from hublint.facts.models.saved_model import SavedModelInfo
from hublint.tables import DATA, table_rows


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
        return tuple(_known(*row) for row in table_rows(DATA / "signatures.tsv"))


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


def _known(
    pattern: str, signature: str, inputs: str, outputs: str, source: str
) -> tuple[str, str, KnownSignature]:
    pairs = (item.split(":") for item in inputs.split())
    return pattern, signature, KnownSignature(dict(pairs), tuple(outputs.split()))
