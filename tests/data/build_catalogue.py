"""Builds hublint's catalogue of public models from a table of the model cards of tfhub.dev.

    python tests/data/build_catalogue.py handles.tsv

The table has the columns handle, kind, format, fine_tunable, card_imports, parent and status,
"-" where a card says nothing. The catalogue is sorted, and the same for the same table.
"""

from __future__ import annotations

import argparse
import csv
import html
from collections.abc import Iterable, Mapping
from pathlib import Path

CATALOGUE = Path(__file__).parents[2] / "hublint" / "data" / "catalogue.tsv"
COLUMNS = ("handle", "kind", "format", "fine_tunable", "needs_text", "parent", "status")
ALLOWED: Mapping[str, frozenset[str]] = {
    "kind": frozenset({"model", "tflite", "tfjs", "coral", "collection", "placeholder"}),
    "format": frozenset({"-", "tf1-hub", "tf2-savedmodel", "tf1-savedmodel"}),
    "fine_tunable": frozenset({"-", "yes", "no"}),
    "needs_text": frozenset({"-", "yes"}),
    "status": frozenset({"-", "withdrawn"}),
}
ZERO_WIDTH = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF))


def clean_handle(handle: str) -> str:
    """Some cards carry an HTML entity for a character of no width in the model's name."""
    return html.unescape(handle).translate(ZERO_WIDTH).strip()


def catalogue_row(card: Mapping[str, str]) -> tuple[str, ...]:
    row = {
        "handle": clean_handle(card["handle"]),
        "kind": card["kind"],
        "format": card["format"],
        "fine_tunable": card["fine_tunable"],
        "needs_text": "yes" if "tensorflow_text" in card["card_imports"].split(",") else "-",
        "parent": clean_handle(card["parent"]),
        "status": card["status"],
    }
    for column, allowed in ALLOWED.items():
        if row[column] not in allowed:
            raise ValueError(f"{row['handle']}: {column} can't be {row[column]!r}")
    return tuple(row[column] for column in COLUMNS)


def catalogue_text(
    cards: Iterable[Mapping[str, str]], repository: str, commit: str, date: str
) -> str:
    rows = sorted({catalogue_row(card) for card in cards})
    head = [f"# repository\t{repository}", f"# commit\t{commit}", f"# date\t{date}"]
    lines = [*head, "\t".join(COLUMNS), *("\t".join(row) for row in rows)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("handles", type=Path, help="the table of model cards")
    parser.add_argument("--repository", default="github.com/tensorflow/tfhub.dev")
    parser.add_argument("--commit", default="81fdea8")
    parser.add_argument("--date", default="March 2024")
    parser.add_argument("--output", type=Path, default=CATALOGUE)
    options = parser.parse_args()
    with options.handles.open(encoding="utf-8", newline="") as table:
        cards = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        text = catalogue_text(cards, options.repository, options.commit, options.date)
    options.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
