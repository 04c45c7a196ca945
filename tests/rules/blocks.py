"""The programs of the pages, as hublint reads them, with the lab's models where they name some."""

from __future__ import annotations

from pathlib import Path

from hublint.judging.page_programs import Claim, Program, programs, sections

__all__ = ["Claim", "Program", "programs", "sections", "written"]

MODELS = Path(__file__).parents[1] / "lab" / "readable"


def written(program: Program, folder: Path) -> None:
    """Write a program; the folder models is that of the lab."""
    program.write(folder)
    if any('"models/' in text for text in program.files.values()):
        (folder / "models").symlink_to(MODELS)
