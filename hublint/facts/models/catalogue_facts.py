"""Which facts does the catalogue give of a handle of tfhub.dev, and in which words?"""

from __future__ import annotations

from collections.abc import Mapping

from hublint.facts.models.catalogue import Catalogue, CatalogueRow, CatalogueSource, Override
from hublint.facts.models.handles import Handle
from hublint.model import Certainty, Evidence, Fact, Row

FORMAT_TITLES: Mapping[str, str] = {
    "tf1-hub": "TF1 Hub format",
    "tf2-savedmodel": "TF2 SavedModel",
    "tf1-savedmodel": "TF1 SavedModel",
}
KIND_TITLES: Mapping[str, str] = {
    "model": "a TensorFlow model",
    "tflite": "a TFLite model",
    "tfjs": "a TF.js model",
    "coral": "a Coral model",
    "collection": "a collection of models",
    "placeholder": "a placeholder, which is no model itself",
}


class CatalogueReader:
    """Turns rows of the catalogue into facts; the format of a doubtful model is unknown."""

    def __init__(self, catalogue: Catalogue, source: CatalogueSource) -> None:
        self._catalogue = catalogue
        self._where = f"tfhub.dev cards of {source.date}"

    def rows(self, handle: Handle) -> tuple[Row, ...] | str:
        """Give the rows of facts, or the reason why the catalogue doesn't know."""
        if handle.kind:
            text = f"the address of {handle.key} at tfhub.dev is that of {KIND_TITLES[handle.kind]}"
            return ({"kind": Fact(handle.kind, why=(Evidence(text),))},)
        if handle.version is None:
            return self._of_every_version(handle.name)
        listed = self._catalogue.rows(handle.key)
        if not listed:
            return self._absent(handle)
        return self._of_row(listed[0], "proven", ())

    def _absent(self, handle: Handle) -> str:
        versions = self._catalogue.versions(handle.name)
        if not versions:
            return f"the catalogue ({self._where}) lists no {handle.name}"
        known = f"{'versions' if len(versions) > 1 else 'version'} {', '.join(versions)}"
        return f"the catalogue ({self._where}) lists {known} of {handle.name}, not {handle.version}"

    def _of_every_version(self, name: str) -> tuple[Row, ...] | str:
        """Without a version, tfhub.dev gives the newest: known if all versions are alike."""
        versions = self._catalogue.versions(name)
        if not versions:
            return f"the catalogue ({self._where}) lists no {name}"
        rows = [self._catalogue.rows(f"{name}/{version}")[0] for version in versions]
        if len({(row.kind, row.format, self._override(row)) for row in rows}) > 1:
            return f"no version of {name} is named, and its versions differ in format"
        text = f"no version of {name} is named; all that are listed ({', '.join(versions)}) agree"
        return self._of_row(rows[-1], "assumed", (Evidence(text),))

    def _of_row(
        self, row: CatalogueRow, certainty: Certainty, why: tuple[Evidence, ...]
    ) -> tuple[Row, ...]:
        def fact(value: str | bool, claim: str, *more: Evidence) -> Fact:
            text = f"the catalogue lists {row.handle} as {claim} ({self._where})"
            return Fact(value, certainty, (Evidence(text), *more, *why))

        facts: dict[str, Fact] = {"kind": fact(row.kind, KIND_TITLES[row.kind])}
        if row.fine_tunable is not None:
            claim = "fine-tunable" if row.fine_tunable else "not fine-tunable"
            facts["fine_tunable"] = fact(row.fine_tunable, claim)
        if row.needs_text:
            facts["needs_text"] = fact(True, "used with tensorflow_text")
        status = "withdrawn" if row.withdrawn else "available"
        facts["status"] = fact(status, status)
        if row.format is None:
            return (facts,)
        override = self._override(row)
        if override is not None:
            return ({**facts, **_doubted(row, override)},)
        return ({**facts, "format": fact(row.format, FORMAT_TITLES[row.format])},)

    def _override(self, row: CatalogueRow) -> Override | None:
        """Why the listed format is not to be believed; None where it is."""
        return self._catalogue.override(row.handle) if row.kind == "model" else None


def _doubted(row: CatalogueRow, override: Override) -> Row:
    """A doubted format is unknown: to count it as both would warn of code that works."""
    reason = f"{row.handle} is {override.reason}"
    facts = {"format": Fact(None, missing=reason)}
    if override.callable is not None:
        facts["callable"] = Fact(override.callable, "assumed", (Evidence(reason),))
    return facts
