"""Has another program of the project run this already, in the same circumstances?

What nobody calls is run by every program that reaches its module, and mostly to the same end:
what it may read is what the modules' own bodies leave, and what holds for the whole program.
Where both are the same, one run says what all would say.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Set
from typing import TYPE_CHECKING, TypeAlias

from hublint.facts.libraries.flag_names import CHOICE_OF, flag_in, is_parsers_own
from hublint.facts.values.atoms import Const, External, Unknown
from hublint.facts.values.defined import Defined
from hublint.facts.values.value import Value

if TYPE_CHECKING:
    from hublint.facts.values.guards import Guard
    from hublint.facts.values.state import Key, State

# What holds for a whole program: names and what they are, without where that was seen.
Circumstances: TypeAlias = frozenset[tuple[str, Hashable]]


class RanBefore:
    """What was run in each of the circumstances that were met, and what that has entered."""

    def __init__(self) -> None:
        self._ran: dict[tuple[Circumstances, Hashable], dict[Defined, Set[Defined]]] = {}

    def so(self, circumstances: Circumstances, shown: Hashable) -> dict[Defined, Set[Defined]]:
        """What was run so, each with all the functions that it called.

        `shown` is what decides which TensorFlow the program runs with.
        """
        return self._ran.setdefault((circumstances, shown), {})


class Settled:
    """What the bodies of a program's modules leave, but for that of the main program."""

    def __init__(self) -> None:
        self._values: dict[Key, Value] = {}
        self._owners: list[tuple[int, int]] = []

    def add(self, written: Mapping[Key, Value], first: int, last: int) -> None:
        """A module's body has written this; what came to be then has identities in a range."""
        self._values.update(written)
        self._owners.append((first, last))

    def circumstances(
        self, state: State, ambient: int, live: Iterable[int], texts: Collection[str]
    ) -> Circumstances | None:
        """What else holds in a program, if what was settled is untouched; None otherwise.

        `ambient` owns what holds for the whole program; `live` are the identities of objects to
        which a program does things that the state does not show. A flag that the modules' texts
        do not name is the main program's own business.
        """
        if any(map(self._owns, live)):
            return None
        found: dict[str, Hashable] = {}
        for key, value in state.root().writes.items():
            if key[0] == ambient:
                flag = flag_in(key[1])
                is_named = flag is None or any(flag in text for text in texts)
                if not is_named or is_parsers_own(key[1]):
                    continue
                plain = _plain(value)
                if plain is None:
                    return None
                found[key[1]] = plain
            elif self._owns(key[0]) and self._values.get(key) is not value:
                return None
        return frozenset(found.items())

    def _owns(self, ident: int) -> bool:
        return any(first <= ident <= last for first, last in self._owners)


def _plain(value: Value) -> Hashable | None:
    """What a value is, where it can be compared with that of another program."""
    parts: list[Hashable] = []
    for item in value:
        atom = item.atom
        choices = _choices(item.guard)
        if choices is None:
            return None
        parts.append(choices)
        if isinstance(atom, Const):
            parts.append((type(atom.value).__name__, repr(atom.value), item.assumed))
        elif isinstance(atom, Unknown):
            parts.append(("unknown", atom.reason, item.assumed))
        elif isinstance(atom, External):
            parts.append(("library", atom.name, item.assumed))
        else:
            return None
    return tuple(parts)


def _choices(guard: Guard) -> Hashable | None:
    """Which of the values are chosen that flags take; None if a guard says something else, too."""
    found: list[Hashable] = []
    for key, choice in guard.items():
        if not isinstance(key, tuple) or key[0] != CHOICE_OF:
            return None
        found.append((key[1], choice))
    return tuple(found)
