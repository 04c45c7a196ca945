"""How is a finding put in words, where rule, place and level are shown apart?"""

from __future__ import annotations

from hublint.model import Finding, Span


def headless(finding: Finding) -> str:
    """What is said, how sure that is, and on a line of its own what is to be done."""
    sure = "" if finding.certainty == "proven" else f"{finding.certainty}: "
    repair = f"\nhelp: {finding.fix.title}" if finding.fix else ""
    return f"{sure}{finding.message}{repair}"


def in_cell(span: Span) -> str:
    """Where a place in a notebook is, for readers that only know the file; else ""."""
    return f"cell {span.cell}, line {span.line}: " if span.cell is not None else ""
