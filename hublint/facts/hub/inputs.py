"""What is passed to a call of a model: nothing, several things, a tensor, a list?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.facts.values import rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Atom,
    Collection,
    Const,
    Dictionary,
    External,
    KerasTensor,
    SignatureResult,
    Unknown,
)
from hublint.facts.values.rows import Column, Facts
from hublint.facts.values.symbolic_inputs import is_symbolic
from hublint.facts.values.value import Alternative, Value
from hublint.model import Fact

if TYPE_CHECKING:
    pass


def input_column(arguments: Arguments) -> Column:
    """What is passed to a call, and how, where that is seen: nothing, several, a tensor, a list."""
    named = [
        value
        for name, value in arguments.keywords.items()
        if name not in ("training", "signature", "as_dict", "mask")
    ]
    if arguments.open:
        return rows.fixed({})
    if not arguments.positional and not named:
        return rows.fixed({"input": Fact("none")})
    by = Fact("position" if arguments.positional else "keyword")
    if len(arguments.positional) > 1:
        return rows.fixed({"input": Fact("several"), "input_by": by})
    plain = [value for value in named if _is_plain(value)]
    given = arguments.positional[0] if arguments.positional else (plain or named)[0]

    def facts(atom: Atom, item: Alternative) -> Facts:
        word = _input_word(atom)
        if word is None:
            return {}
        shown = rows.evidence(item.why, f"the input is a {word}")
        found = {"input": Fact(word, "proven", shown), "input_by": by}
        if is_symbolic(atom):
            found["symbolic_input"] = Fact(True, "proven", shown)
        return found

    return rows.column(given, facts)


def _is_plain(value: Value) -> bool:
    return all(_input_word(item.atom) in ("list", "ndarray") for item in value)


def _input_word(atom: Atom) -> str | None:
    if isinstance(atom, Collection):
        return "list"
    if isinstance(atom, (Dictionary, SignatureResult)):
        return "dict"
    if isinstance(atom, Const) and isinstance(atom.value, str):
        return "list"
    if isinstance(atom, KerasTensor) or (isinstance(atom, Unknown) and atom.sources):
        return "tensor"
    if isinstance(atom, External) and atom.name.endswith("()"):
        for word in ("tensor", "ndarray"):
            if atom.key == word:
                return word
    return None
