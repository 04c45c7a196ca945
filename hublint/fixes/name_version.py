"""Name the version that a handle without one means today: the newest that the catalogue lists."""

from __future__ import annotations

from hublint.judging.ruling import Ruling
from hublint.model import Fix
from hublint.repair.handle_texts import with_handle
from hublint.repair.view import View


def fix(ruling: Ruling, view: View) -> Fix | None:
    """Adds the version to the handle, wherever it is written out."""

    def named(handle: str) -> str | None:
        newest = view.newest_version(handle)
        return None if newest is None else f"{handle.rstrip('/')}/{newest}"

    def title(handle: str) -> str:
        return f"name its version, {handle.rpartition('/')[2]}"

    return with_handle(ruling, view, named, title, "unsafe")
