"""What do the tables say that hublint brings along? The files of its folder `data`."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"


def data_lines(path: Path) -> list[str]:
    """Give the lines of a file of data, without its comments."""
    text = path.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def table_lines(path: Path) -> list[str]:
    """Give the lines of a table, without its comments and its heading."""
    return data_lines(path)[1:]


def table_rows(path: Path) -> list[list[str]]:
    """Give the cells of a table, row by row, without its comments and its heading."""
    return [line.split("\t") for line in table_lines(path)]
