"""Import `tensorflow_text`, which registers the operations that a model needs."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.libraries import hub_import, written_behind
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Writes the import behind that of tensorflow_hub, for the linters as one that is needed."""
    nodes = view.nodes(ruling.event.span.path)
    hub = hub_import(nodes) if nodes is not None else None
    if nodes is None or hub is None:
        return None
    edit = written_behind(nodes, hub, "import tensorflow_text  # noqa: F401")
    return Fix("import tensorflow_text", "unsafe", (edit,)) if edit else None
