"""What is known of this public model? The cards of tfhub.dev, as data/catalogue.tsv has them.

The file is read when a Catalogue is made, a row is taken apart when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from hublint.tables import DATA, table_lines, table_rows

# What tensorflow_hub gets where a handle has several rows: the model itself before its children.
_KIND_ORDER = ("model", "placeholder", "collection", "tflite", "tfjs", "coral")


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """Where the catalogue comes from: a repository, its commit, and when that was."""

    repository: str
    commit: str
    date: str


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One asset of tfhub.dev; `kind` and `format` are words of the vocabulary.

    `format` is None for what is no model, `fine_tunable` is None where the card does not say.
    `parent` is the handle of the model from which a TFLite, TF.js or Coral asset was made.
    """

    handle: str
    kind: str
    format: str | None
    fine_tunable: bool | None
    needs_text: bool
    parent: str | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Override:
    """A model whose row in the catalogue is in doubt: the formats it may have, and why.

    `callable` is True where its authors call what hub.load gives, None where nobody says.
    """

    formats: tuple[str, ...]
    callable: bool | None
    reason: str


class Catalogue:
    """Every asset of tfhub.dev, looked up by owner, name and version: `google/elmo/3`."""

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder
        self._lines: dict[str, list[str]] = {}
        for line in table_lines(folder / "catalogue.tsv"):
            self._lines.setdefault(line.partition("\t")[0], []).append(line)

    def rows(self, key: str) -> tuple[CatalogueRow, ...]:
        """Give the rows of a handle, first the one that tensorflow_hub would load."""
        rows = [_row(line) for line in self._lines.get(key, ())]
        return tuple(sorted(rows, key=lambda row: _KIND_ORDER.index(row.kind)))

    def override(self, key: str) -> Override | None:
        """Say whether the format of a handle is in doubt."""
        return self._overrides.get(key)

    def versions(self, name: str) -> tuple[str, ...]:
        """Give the versions of `google/elmo`, the oldest first."""
        return tuple(sorted(self._versions.get(name, ()), key=int))

    def nearest(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Give the names most like this one, for slips; takes tens of milliseconds."""
        import difflib

        return tuple(difflib.get_close_matches(name, self._versions, n=limit, cutoff=0.8))

    @cached_property
    def _versions(self) -> Mapping[str, list[str]]:
        versions: dict[str, list[str]] = {}
        for key in self._lines:
            name, _, version = key.rpartition("/")
            versions.setdefault(name, []).append(version)
        return versions

    @cached_property
    def _overrides(self) -> Mapping[str, Override]:
        return {
            handle: Override(tuple(formats.split()), True if called == "yes" else None, why)
            for handle, formats, called, why in table_rows(self._folder / "catalogue_overrides.tsv")
        }


@cache
def public_models() -> Catalogue:
    """The catalogue that hublint brings, read once in a process."""
    return Catalogue()


def catalogue_source(folder: Path = DATA) -> CatalogueSource:
    """Say where the catalogue comes from, from the head of its file alone."""
    head: dict[str, str] = {}
    with (folder / "catalogue.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("# "):
                break
            name, _, value = line[2:].strip().partition("\t")
            head[name] = value
    return CatalogueSource(head["repository"], head["commit"], head["date"])


def _row(line: str) -> CatalogueRow:
    values = (None if value == "-" else value for value in line.split("\t"))
    handle, kind, format_, fine_tunable, needs_text, parent, status = values
    return CatalogueRow(
        handle=handle or "",
        kind=kind or "",
        format=format_,
        fine_tunable=None if fine_tunable is None else fine_tunable == "yes",
        needs_text=needs_text == "yes",
        parent=parent,
        withdrawn=status == "withdrawn",
    )
