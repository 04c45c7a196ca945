"""What rules/README.md lists: every rule, and what the rules make of the specification's tables.

`python -m tests.rules.catalogue` writes it anew; a test keeps it fresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hublint.judging.matrix import render_matrix
from hublint.judging.page import Rule
from hublint.judging.rulebook import Rulebook, load_rulebook

README = Path(__file__).parents[2] / "rules" / "README.md"
START = "<!-- written by python -m tests.rules.catalogue -->"
END = "<!-- end of what is written -->"

GROUPS = {
    "HUB0": "hublint itself",
    "HUB1": "Loading and inference",
    "HUB2": "Fine-tuning",
    "HUB3": "Creation",
    "HUB4": "Versions and runtime",
    "HUB5": "Handles",
}


def catalogue(book: Rulebook) -> str:
    """The part of the README that is written."""
    tables = "\n\n".join(_group(book, prefix, title) for prefix, title in GROUPS.items())
    matrix = f"```text\n{render_matrix(book).rstrip()}\n```"
    return f"{START}\n\n{tables}\n\n## The specification's tables\n\n{matrix}\n\n{END}"


def fresh(text: str, book: Rulebook) -> str:
    """A README with that part as it should be."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return before + catalogue(book) + after


def _group(book: Rulebook, prefix: str, title: str) -> str:
    rules = [rule for rule in book.rules if rule.code.startswith(prefix)]
    return "\n".join([f"### {title}", "", *_table(rules)])


def _table(rules: list[Rule]) -> Iterator[str]:
    yield "| rule | level | repair | speaks of |"
    yield "| --- | --- | --- | --- |"
    for rule in rules:
        levels = ", ".join(rule.levels) + ("" if rule.default else " (off)")
        repairs = ", ".join(f"`{fix}`" for fix in rule.fixes) or "-"
        summary = rule.summary.replace("|", "\\|")
        yield f"| [{rule.code} {rule.name}]({rule.path.name}) | {levels} | {repairs} | {summary} |"


def main() -> None:
    """Write the README anew."""
    README.write_text(fresh(README.read_text("utf-8"), load_rulebook()), encoding="utf-8")


if __name__ == "__main__":
    main()
