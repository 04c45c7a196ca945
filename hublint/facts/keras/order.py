"""In which order was a model compiled, made trainable, asked for predictions and fitted?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from hublint.facts.values import rows
from hublint.facts.values.atoms import Const
from hublint.facts.values.guards import ALWAYS, Guard, both
from hublint.facts.values.rows import Column, Facts
from hublint.facts.values.state import State
from hublint.facts.values.value import Alternative, constant
from hublint.model import Evidence, Fact

if TYPE_CHECKING:
    pass


def order_column(state: State, owner: int, layer: int) -> Column:
    """What came first, of a model and a hub layer by their identities: see the fact `order`."""
    moments = [
        state.get(key) or constant(0)
        for key in (
            (owner, "compiled"),
            (layer, "trainable set"),
            (owner, "predicted"),
            (owner, "fitted"),
        )
    ]
    return [
        rows.settled(guard, _order_facts(chosen))
        for chosen in product(*moments)
        if (guard := _together(chosen)) is not None
    ]


def _together(chosen: Sequence[Alternative]) -> Guard | None:
    guard: Guard | None = ALWAYS
    for item in chosen:
        guard = None if guard is None else both(guard, item.guard)
    return guard


def _order_facts(chosen: Sequence[Alternative]) -> Facts:
    compiled, trainable, predicted, fitted = (
        item.atom.value if isinstance(item.atom, Const) and isinstance(item.atom.value, int) else 0
        for item in chosen
    )
    if compiled and trainable > compiled:
        return {"order": Fact("compile-first", why=_shown(chosen[0]))}
    if predicted and not fitted:
        return {"order": Fact("predict-first", why=_shown(chosen[2]))}
    return {}


def _shown(item: Alternative) -> tuple[Evidence, ...]:
    return rows.evidence(item.why, "")
