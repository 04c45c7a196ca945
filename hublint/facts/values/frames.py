"""Where do names live? In one activation of a module, a function or the body of a class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hublint.facts.project.modules import Module
    from hublint.facts.values.atoms import Class, Instance


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One activation of a module, function or class body: where its names live."""

    ident: int
    module: Module
    parent: Frame | None = None
    kind: str = "function"
    instance: Instance | None = None
    defined_in: Class | None = None
    uncalled: bool = False
    owned_elsewhere: dict[str, Frame] = field(default_factory=dict)

    def lexical(self) -> Iterable[Frame]:
        """This frame and those around it whose names it sees: not the classes."""
        frame: Frame | None = self
        while frame is not None:
            if frame is self or frame.kind != "class":
                yield frame
            frame = frame.parent
