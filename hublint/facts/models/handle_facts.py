"""Is this handle listed, does it name a version, and where does it live?"""

from __future__ import annotations

from hublint.facts.models.catalogue import Catalogue
from hublint.facts.models.handles import Handle, parse_handle
from hublint.facts.models.public_models import PublicModels
from hublint.model import Evidence, Fact

_HOSTS = {"tfhub": "tfhub.dev", "kaggle": "kaggle"}


def handle_facts(handle: str, catalogue: Catalogue) -> dict[str, Fact]:
    """Give the facts `host`, `listed` and `has_tf2_version` of a handle, where they apply."""
    named = parse_handle(handle)
    facts = {"host": Fact(_HOSTS.get(named.place, "other"))}
    if named.place != "tfhub" or named.kind is not None or named.name.count("/") < 1:
        return facts
    facts["listed"] = _listed(named, catalogue)
    newer = PublicModels(catalogue).newest_tf2(named.name) if _is_tf1(named, catalogue) else None
    if newer is not None:
        text = f"{named.name}/{newer} is a TF2 SavedModel of the same name"
        facts["has_tf2_version"] = Fact(True, why=(Evidence(text),))
    return facts


def _is_tf1(handle: Handle, catalogue: Catalogue) -> bool:
    rows = catalogue.rows(handle.key) if handle.version is not None else ()
    return bool(rows) and rows[0].format == "tf1-hub"


def _listed(handle: Handle, catalogue: Catalogue) -> Fact:
    versions = catalogue.versions(handle.name)
    if not versions:
        near = catalogue.nearest(handle.name)
        text = f"tfhub.dev lists no {handle.name}"
        more = f"; it lists {' and '.join(near)}" if near else ""
        return Fact("nowhere", why=(Evidence(text + more),))
    shown = f"tfhub.dev lists version{'s' * (len(versions) > 1)} {', '.join(versions)}"
    why = (Evidence(f"{shown} of {handle.name}"),)
    if handle.version is None:
        return Fact("unversioned", why=why)
    return Fact("listed" if handle.version in versions else "other-version", why=why)
