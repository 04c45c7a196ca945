"""Which handle could be meant in the place of this one? Asked of the catalogue of tfhub.dev."""

from __future__ import annotations

from hublint.facts.models.catalogue import Catalogue, CatalogueRow
from hublint.facts.models.handles import parse_handle


class PublicModels:
    """The public models, as a handle of one leads to another."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def tf2_version(self, handle: str) -> str | None:
        """The same handle with the newest version that is a TF2 SavedModel, if there is one."""
        named = parse_handle(handle)
        start, slash, version = handle.rpartition("/")
        if named.place != "tfhub" or named.version is None or version != named.version:
            return None
        newest = self.newest_tf2(named.name)
        return f"{start}{slash}{newest}" if newest is not None else None

    def newest_tf2(self, name: str) -> str | None:
        """The newest version of `google/elmo` that is a TF2 SavedModel and can be loaded."""
        rows = self._newest_first(name)
        return next((version for version, row in rows if row.format == "tf2-savedmodel"), None)

    def newest_version(self, handle: str) -> str | None:
        """The newest version of a model whose handle names none."""
        named = parse_handle(handle)
        if named.place != "tfhub" or named.version is not None or "?" in handle:
            return None
        return next((version for version, _ in self._newest_first(named.name)), None)

    def nearest_handle(self, handle: str) -> str | None:
        """The handle with the only name like its own that has the version that it names."""
        named = parse_handle(handle)
        is_plain = handle.endswith(f"/{named.key}")
        if named.place != "tfhub" or named.version is None or not is_plain:
            return None
        near = self._catalogue.nearest(named.name)
        found = [name for name in near if named.version in self._catalogue.versions(name)]
        if len(found) != 1:
            return None
        return f"{handle.removesuffix(named.key)}{found[0]}/{named.version}"

    def parent(self, handle: str) -> str | None:
        """The handle of the model that a TFLite, TF.js or Coral asset was made from."""
        named = parse_handle(handle)
        rows = self._catalogue.rows(named.key) if named.place == "tfhub" else ()
        parents = {row.parent for row in rows if row.kind == named.kind}
        name = parents.pop() if len(parents) == 1 else None
        found = self._catalogue.rows(name) if name is not None else ()
        is_model = any(row.kind == "model" and not row.withdrawn for row in found)
        return f"https://tfhub.dev/{name}" if is_model else None

    def _newest_first(self, name: str) -> list[tuple[str, CatalogueRow]]:
        """The versions of a model that are there to be loaded, each with its row."""
        rows = [
            (version, self._catalogue.rows(f"{name}/{version}")[0])
            for version in reversed(self._catalogue.versions(name))
        ]
        return [(version, row) for version, row in rows if row.format and not row.withdrawn]
