"""Which programs follow from the vocabulary alone? Few, in which every pair of choices meets.

For each API of `grid.toml`: its handles, its ways to be made and called, its inputs. Of all their
combinations those are kept, the one with the most new pairs first, that let every two choices
stand together in some program. The choice is the same in every run.
"""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from typing import Any

from tests.lab.environments import read_toml
from tests.lab.scenarios import Scenario

DATA = Path(__file__).with_name("grid.toml")
Choice = tuple[str, str]  # its word in an id, its code


@cache
def scenarios() -> tuple[Scenario, ...]:
    """The generated scenarios, named by their choices."""
    grid = read_toml(DATA)
    return tuple(
        _scenario(grid, api, dict(zip(_axes(grid, api), row, strict=True)))
        for api in grid["apis"]
        for row in covering(list(_axes(grid, api).values()))
    )


def _axes(grid: dict[str, Any], api: str) -> dict[str, list[Choice]]:
    """The axes of an API, with the handles and the inputs that all share."""
    own = grid["apis"][api]["axes"]
    handles = [(name, name) for name in grid["handles"]]
    inputs = [(name, name) for name in ("tensor", "list", "array")]
    return {
        "HANDLE": handles,
        **{name: [(word, code) for word, code in choices] for name, choices in own.items()},
        "INPUT": inputs,
    }


def covering(axes: list[list[Choice]]) -> list[tuple[Choice, ...]]:
    """Rows of one choice each, few, in which every pair of choices of two axes meets."""
    rows = list(itertools.product(*axes))
    pairs = [frozenset(itertools.combinations(enumerate(row), 2)) for row in rows]
    left = frozenset().union(*pairs)
    kept: list[tuple[Choice, ...]] = []
    while left:
        best = max(range(len(rows)), key=lambda index: len(pairs[index] & left))
        kept.append(rows[best])
        left -= pairs[best]
    return kept


def _scenario(grid: dict[str, Any], api: str, chosen: dict[str, Choice]) -> Scenario:
    """One program of the grid: the choices put into the API's lines."""
    model = grid["handles"][chosen["HANDLE"][0]]
    codes = {axis: code for axis, (_, code) in chosen.items()}
    codes["HANDLE"] = model["handle"]
    codes["INPUT"] = grid["inputs"][model["inputs"]][chosen["INPUT"][0]]
    make, call = grid["apis"][api]["make"], grid["apis"][api]["call"]
    for axis, code in codes.items():
        make, call = make.replace(axis, code), call.replace(axis, code)
    words = [word for word, _ in chosen.values() if word]
    return Scenario(".".join(["V", api, *words]), f"{make}\n", f"{call}\n")
