"""Which programs follow from the vocabulary alone?"""

from __future__ import annotations

from tests.lab.scenarios import Scenario


def scenarios() -> list[Scenario]:
    """The generated scenarios."""
    return []
